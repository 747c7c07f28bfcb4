import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card } from '../../components/index.ts'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import styles from './link-components.module.css'
import { NetworkEvents } from './network-events.tsx'
import { RecordContest } from './record-contest.tsx'
import { useNetwork, useSellerLinks, type AccountLink } from './queries.ts'

const families = ['contact', 'payment', 'registration', 'pictures', 'text', 'trade'] as const
const eventsShown = 5

/** Which other accounts seem to be the same seller, each with the strongest reason; nothing if there are none. */
export function SellerLinks({ id }: { id: string }): ReactNode {
  const { t, number, probability } = useText()
  const marketplaceName = useMarketplaceName()
  const nameOf = useSellerName()
  const reasonText = useReasonText()
  const { data } = useSellerLinks(id)
  const network = useNetwork(data?.network ?? undefined)
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card
      title={t('seller-links.title', { count: items.length, figure: number(items.length) })}
      lead={t('seller-links.description')}
      actions={<NetworkLink id={data?.network ?? null} />}
    >
      <ul className={styles.lines}>
        {items.map((link) => {
          const other = link.a.id === id ? link.b : link.a
          return (
            <li key={other.id}>
              <Link to="/sellers/$id" params={{ id: other.id }} className="stranger">
                <VisibleText text={nameOf(other).name} />
              </Link>
              <span>{marketplaceName(other.marketplace)}</span>
              <span className="figures">{probability(link.probability)}</span>
              <span>{reasonText(link)}</span>
              <Link to="/networks/review" search={{ a: id, b: other.id }}>
                {t('seller-links.compare')}
              </Link>
              <RecordContest account={id} other={other.id} of={nameOf(other).name} />
            </li>
          )
        })}
      </ul>
      {network.data !== undefined && (
        <>
          <h3 className={styles.part}>{t('seller-links.history')}</h3>
          <NetworkEvents
            events={network.data.events.slice(0, eventsShown)}
            accounts={network.data.members}
          />
        </>
      )}
    </Card>
  )
}

/** On a listing: how many other accounts seem to be its seller, and the strongest reason. */
export function ListingLinks({ seller }: { seller: string }): ReactNode {
  const { t, number, labelled } = useText()
  const reasonText = useReasonText()
  const { data } = useSellerLinks(seller)
  const [strongest] = data?.items ?? []
  if (data === undefined || strongest === undefined) return null
  const count = data.items.length
  return (
    <p className={styles.onListing}>
      {labelled(t('seller-links.title', { count, figure: number(count) }), reasonText(strongest))}{' '}
      <NetworkLink id={data.network} />
    </p>
  )
}

function NetworkLink({ id }: { id: string | null }): ReactNode {
  const { t } = useText()
  if (id === null) return null
  return (
    <Link to="/networks/$id" params={{ id }}>
      {t('seller-links.network')}
    </Link>
  )
}

function useReasonText(): (link: AccountLink) => string {
  const { t } = useText()
  return ({ judgement, reasons }) => {
    if (judgement === 'same') return t('seller-links.reason.judged')
    const strongest = reasons.find(({ weight }) => weight > 0)
    const family = families.find((one) => one === strongest?.family) ?? 'text'
    const masked = strongest?.identifier?.masked
    const name = t(`seller-links.reason.${family}`)
    return masked === undefined ? name : t('seller-links.reason.value', { name, masked })
  }
}
