import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card } from '../../components/index.ts'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerLinks, type SellerLink } from './queries.ts'
import { useSellerName } from './seller-name.ts'
import styles from './sellers.module.css'

const families = ['contact', 'payment', 'registration', 'pictures', 'text', 'trade'] as const

/** Which other accounts seem to be the same seller, each with the strongest reason; nothing if there are none. */
export function SellerLinks({ id }: { id: string }): ReactNode {
  const { t, number, probability } = useText()
  const marketplaceName = useMarketplaceName()
  const nameOf = useSellerName()
  const reasonText = useReasonText()
  const { data = [] } = useSellerLinks(id)
  if (data.length === 0) return null
  return (
    <Card
      title={t('seller-links.title', { count: data.length, figure: number(data.length) })}
      lead={t('seller-links.description')}
    >
      <ul className={styles.lines}>
        {data.map((link) => {
          const other = link.a.id === id ? link.b : link.a
          return (
            <li key={other.id}>
              <Link to="/sellers/$id" params={{ id: other.id }} className="stranger">
                <VisibleText text={nameOf(other).name} />
              </Link>
              <span>{marketplaceName(other.marketplace)}</span>
              <span className="figures">{probability(link.probability)}</span>
              <span>{reasonText(link)}</span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function useReasonText(): (link: SellerLink) => string {
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
