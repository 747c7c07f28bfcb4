import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Columns, Moment, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './link-components.module.css'
import { useLinkWords } from './link-words.ts'
import { MaskedIdentifier } from './masked-identifier.tsx'
import type { LinkHub } from './queries.ts'

type HubsListProps = {
  hubs: readonly LinkHub[]
  /** What people may decide of one. */
  actionsOf?: (hub: LinkHub) => ReactNode
}

/** Values on too many accounts and those that people decided on, each with the reason. */
export function HubsList({ hubs, actionsOf }: HubsListProps): ReactNode {
  const { t, number } = useText()
  const { typeName } = useLinkWords()
  return (
    <Columns
      caption={t('hubs.title')}
      heads={[
        t('hubs.kind'),
        t('hubs.value'),
        t('hubs.accounts'),
        t('hubs.why'),
        t('hubs.since'),
        ...(actionsOf ? [t('hubs.decision')] : []),
      ]}
    >
      {hubs.map((hub) => (
        <tr key={hub.id}>
          <td>{typeName(hub.type)}</td>
          <td className="stranger">
            {hub.identifier !== null && <MaskedIdentifier identifier={hub.identifier} />}
            {hub.picture !== null && <VisibleText text={hub.picture} />}
          </td>
          <td className="figures">{number(hub.accounts)}</td>
          <td>
            <Why hub={hub} />
          </td>
          <td>
            <Moment at={hub.since} only="day" />
          </td>
          {actionsOf && <td>{actionsOf(hub)}</td>}
        </tr>
      ))}
    </Columns>
  )
}

function Why({ hub: { accounts, usual, decision } }: { hub: LinkHub }): ReactNode {
  const { t, number } = useText()
  return (
    <>
      {decision !== null && (
        <>
          <StateMark tone={decision.state === 'in-force' ? 'good' : 'waiting'}>
            {decision.state === 'awaiting-approval'
              ? t('hubs.state.awaits')
              : t(`hubs.state.${decision.decision}`)}
          </StateMark>
          {decision.reason !== null && (
            <p className={`${styles.fine} stranger`} dir="auto">
              <VisibleText text={decision.reason} />
            </p>
          )}
        </>
      )}
      {accounts > usual && (
        <p className={styles.fine}>{t('hubs.why.usual', { usual: number(usual) })}</p>
      )}
    </>
  )
}
