import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  CopyButton,
  FactList,
  Moment,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import { useStoreFacts } from './queries.ts'

/** The state of the database and its backups. */
export function StorePage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('database.title')} lead={t('database.description')}>
      <StoreState />
    </Page>
  )
}

function StoreState(): ReactNode {
  const { t, number } = useText()
  const facts = useStoreFacts()
  if (!facts.isSuccess) return <QueryStatus query={facts} />
  const { engine, version, bytes, migrations, pending, backup } = facts.data
  return (
    <>
      <Card title={t('database.facts')}>
        <FactList
          facts={[
            [t('database.engine'), t(`database.engine.${engine}`)],
            [t('database.version'), `PostgreSQL ${version}`],
            [t('database.size'), t('database.mib', { size: number(Math.ceil(bytes / 2 ** 20)) })],
            [t('database.pending'), number(pending)],
          ]}
        />
      </Card>
      <Card title={t('database.backup')} lead={t('database.backup.description')}>
        <FactList
          facts={[
            [
              t('database.backup.command'),
              <>
                <code>{backup.command}</code> <CopyButton text={backup.command} size="compact-xs" />
              </>,
            ],
            [
              t('database.backup.last'),
              backup.last === null ? (
                t('database.backup.never')
              ) : (
                <>
                  <Moment at={backup.last.at} /> · {t('database.rows', { rows: backup.last.rows })}
                </>
              ),
            ],
          ]}
        />
      </Card>
      <Card title={t('database.migrations')}>
        <Columns
          caption={t('database.migrations')}
          heads={[t('database.migration'), t('field.title'), t('database.applied')]}
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
