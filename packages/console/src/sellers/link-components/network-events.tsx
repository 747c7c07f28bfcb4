import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Moment } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import styles from './link-components.module.css'
import type { LinkAccount, NetworkDetails } from './queries.ts'

/** What happened to a network, the newest first. */
export function NetworkEvents({
  events,
  accounts,
}: {
  events: NetworkDetails['events']
  accounts: readonly LinkAccount[]
}): ReactNode {
  const { t } = useText()
  const nameOf = useSellerName()
  const known = new Map(accounts.map((account) => [account.id, account]))
  return (
    <ol className={styles.list}>
      {events.map(({ at, event, account, other }, place) => {
        const found = account === null ? undefined : known.get(account)
        return (
          <li key={place}>
            <Moment at={at} /> · {t(`network.event.${event}`)}{' '}
            {account !== null && (
              <Link to="/sellers/$id" params={{ id: account }} className="stranger">
                <VisibleText
                  text={found === undefined ? t('seller-account.title') : nameOf(found).name}
                />
              </Link>
            )}
            {other !== null && (
              <Link to="/networks/$id" params={{ id: other }}>
                {t('network.event.other')}
              </Link>
            )}
          </li>
        )
      })}
    </ol>
  )
}
