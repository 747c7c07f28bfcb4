import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Columns, Moment } from '../../components/index.ts'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { NetworkDetails } from '../link-components/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { StrongestReason } from './links-table.tsx'
import styles from './network.module.css'
import type { GraphAccount, GraphLink, NetworkGraph } from './queries.ts'

const shownAtFirst = 25
const shownMore = 100

/** The accounts of a graph in words, those of the network first. */
export function AccountsTable({
  graph: { network, accounts },
  links,
  details,
  weakest,
}: {
  graph: NetworkGraph
  links: readonly GraphLink[]
  details: NetworkDetails
  weakest: ReadonlySet<string>
}): ReactNode {
  const { t, number, probability } = useText()
  const nameOf = useSellerName()
  const marketplaceName = useMarketplaceName()
  const [most, setMost] = useState(shownAtFirst)
  const byAccount = useMemo(() => linksByAccount(links), [links])
  const since = new Map(details.members.map(({ id, from }) => [id, from]))
  const title = t('network.accounts', { count: accounts.length, figure: number(accounts.length) })
  return (
    <Card title={title}>
      <Columns
        caption={title}
        heads={[
          t('network.account'),
          t('network.account.where'),
          t('network.account.since'),
          t('network.account.links'),
          t('network.account.strongest'),
        ]}
      >
        {accounts.slice(0, most).map((account, place) => {
          const own = byAccount.get(place) ?? []
          const [strongest] = own
          const from = since.get(account.id)
          return (
            <tr key={account.id}>
              <td className="stranger" dir="auto">
                <Link to="/sellers/$id" params={{ id: account.id }}>
                  <VisibleText text={nameOf(account).name} />
                </Link>
                <span className={styles.fine}> {marketplaceName(account.marketplace)}</span>
              </td>
              <td>
                <Membership
                  account={account}
                  network={network}
                  isWeakest={weakest.has(account.id)}
                />
              </td>
              <td>{from === undefined ? '–' : <Moment at={from} only="day" />}</td>
              <td className="figures">{number(own.length)}</td>
              <td>
                {strongest === undefined ? (
                  '–'
                ) : (
                  <>
                    <span className="figures">{probability(strongest.probability)}</span>{' '}
                    <StrongestReason link={strongest} />
                  </>
                )}
              </td>
            </tr>
          )
        })}
      </Columns>
      {accounts.length > most && (
        <Button
          className={styles.more}
          variant="default"
          onClick={() => setMost((before) => before + shownMore)}
        >
          {t('network.show-more', { figure: number(accounts.length - most) })}
        </Button>
      )}
    </Card>
  )
}

function Membership({
  account,
  network,
  isWeakest,
}: {
  account: GraphAccount
  network: string
  isWeakest: boolean
}): ReactNode {
  const { t } = useText()
  if (account.network === network)
    return t(isWeakest ? 'network.account.weakest' : 'network.account.own')
  if (account.network === null) return t('network.account.none')
  return (
    <Link to="/networks/$id" params={{ id: account.network }}>
      {t('network.account.other')}
    </Link>
  )
}

/** Links of each account by its place, the most probable first. */
function linksByAccount(links: readonly GraphLink[]): Map<number, GraphLink[]> {
  const found = new Map<number, GraphLink[]>()
  for (const link of links)
    for (const place of [link.a, link.b]) {
      const own = found.get(place)
      if (own === undefined) found.set(place, [link])
      else own.push(link)
    }
  return found
}
