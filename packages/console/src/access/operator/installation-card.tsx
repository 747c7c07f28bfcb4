import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, FactList, QueryStatus, StateMark, useNow } from '../../components/index.ts'
import {
  atHome,
  useEngines,
  useJobs,
  useOutbox,
  useStoreFacts,
  type Engines,
  type JobQueue,
  type Outbox,
  type StoreFacts,
} from './queries.ts'

/** Whether the installation works: each line leads to the page with its details. */
export function InstallationCard(): ReactNode {
  const { t } = useText()
  const store = useStoreFacts()
  const [jobs, outbox, engines] = [useJobs(atHome), useOutbox(atHome), useEngines(atHome)]
  const isKnown = store.isSuccess && jobs.isSuccess && outbox.isSuccess && engines.isSuccess
  return (
    <Card title={t('installation.title')} lead={t('installation.purpose')}>
      {isKnown ? (
        <FactList
          facts={[
            [t('database.title'), <Database key="database" facts={store.data} />],
            [t('database.backup.last'), <Backup key="backup" facts={store.data} />],
            [t('installation.jobs'), <Jobs key="jobs" queues={jobs.data.items} />],
            [t('webhook-outbox.webhooks'), <Deliveries key="webhooks" outbox={outbox.data} />],
            [t('installation.engine'), <Engine key="engine" engines={engines.data} />],
          ]}
        />
      ) : (
        [store, jobs, outbox, engines].map(
          (query, place) => query.isError && <QueryStatus key={place} query={query} />,
        )
      )}
    </Card>
  )
}

function Database({ facts }: { facts: StoreFacts }): ReactNode {
  const { t, number } = useText()
  const { version, bytes, pending } = facts
  const size = t('database.mib', { size: number(Math.ceil(bytes / 2 ** 20)) })
  return (
    <Link to="/operator/database">
      {`PostgreSQL ${version} · ${size}`}
      {pending > 0 && (
        <StateMark tone="bad">{t('installation.migrations', { count: pending })}</StateMark>
      )}
    </Link>
  )
}

function Backup({ facts }: { facts: StoreFacts }): ReactNode {
  const { t, ago } = useText()
  const now = useNow()
  const { last } = facts.backup
  if (last !== null) return <Link to="/operator/database">{ago(last.at, now)}</Link>
  return (
    <>
      <StateMark tone="waiting">{t('database.backup.never')}</StateMark>
      <div>
        <Link to="/operator/database">{t('database.backup.how')}</Link>
      </div>
    </>
  )
}

function Jobs({ queues }: { queues: readonly JobQueue[] }): ReactNode {
  const { t } = useText()
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0)
  return (
    <Link to="/operator/jobs">
      {failed === 0 ? (
        t(queues.length === 0 ? 'jobs.empty.text' : 'installation.jobs.good')
      ) : (
        <StateMark tone="bad">{t('installation.jobs.failed', { failed })}</StateMark>
      )}
    </Link>
  )
}

function Deliveries({ outbox }: { outbox: Outbox }): ReactNode {
  const { t } = useText()
  const { pending, undispatched, failing } = outbox
  const waiting = pending + undispatched
  return (
    <Link to="/operator/jobs">
      {failing > 0 ? (
        <StateMark tone="bad">{t('installation.webhooks.failing', { failing })}</StateMark>
      ) : waiting > 0 ? (
        t('installation.webhooks.waiting', { waiting })
      ) : (
        t('webhook-outbox.none-pending')
      )}
    </Link>
  )
}

function Engine({ engines }: { engines: Engines }): ReactNode {
  const { t } = useText()
  const { due } = engines
  return (
    <Link to="/operator/engines">
      {due === 0 ? t('installation.engine.current') : t('installation.engine.due', { due })}
    </Link>
  )
}
