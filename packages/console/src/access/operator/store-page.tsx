import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, FactList, Moment, Page, Unread } from '../../surface/index.ts'
import { useStoreFacts } from './queries.ts'

/** What keeps everything, and whether it is backed up. */
export function StorePage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('store.title')} lead={t('store.lead')}>
      <Shown />
    </Page>
  )
}

function Shown(): ReactNode {
  const { t, number } = useText()
  const facts = useStoreFacts()
  if (!facts.isSuccess) return <Unread query={facts} />
  const { engine, version, bytes, migrations, pending, backup } = facts.data
  return (
    <>
      <Card title={t('store.what')}>
        <FactList
          facts={[
            [t('store.engine'), t(`store.engine.${engine}`)],
            [t('store.version'), `PostgreSQL ${version}`],
            [t('store.size'), t('store.mib', { size: number(Math.ceil(bytes / 2 ** 20)) })],
            [t('store.pending'), number(pending)],
          ]}
        />
      </Card>
      <Card title={t('store.backup')} lead={t('store.backup.lead')}>
        <FactList
          facts={[
            [t('store.backup.command'), <code key="c">{backup.command}</code>],
            [
              t('store.backup.last'),
              backup.last === null ? (
                t('store.backup.never')
              ) : (
                <>
                  <Moment at={backup.last.at} /> · {t('store.rows', { rows: backup.last.rows })}
                </>
              ),
            ],
          ]}
        />
      </Card>
      <Card title={t('store.migrations')}>
        <Columns
          caption={t('store.migrations')}
          heads={[t('store.migration'), t('field.title'), t('store.applied')]}
        >
          {[...migrations].reverse().map(({ version: at, name, appliedAt }) => (
            <tr key={at}>
              <td className="figures">{at}</td>
              <td>
                <code>{name}</code>
              </td>
              <td>
                <Moment at={appliedAt} />
              </td>
            </tr>
          ))}
        </Columns>
      </Card>
    </>
  )
}
