import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  FactList,
  Moment,
  Page,
  StateMark,
  QueryStatus,
} from '../../components/index.ts'
import { WebhookState } from '../../messaging/webhooks/index.ts'
import { useJobs, useOutbox, type JobQueue, type Outbox } from './queries.ts'

/** Background work: job queues and webhook deliveries. */
export function JobsPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('jobs.title')} lead={t('jobs.description')}>
      <Card title={t('jobs.queues')} lead={t('jobs.queues.description')}>
        <Queues />
      </Card>
      <Card title={t('webhook-outbox.title')} lead={t('webhook-outbox.description')}>
        <Deliveries />
      </Card>
    </Page>
  )
}

function Queues(): ReactNode {
  const { t } = useText()
  const jobs = useJobs()
  if (!jobs.isSuccess) return <QueryStatus query={jobs} />
  const { items } = jobs.data
  if (items.length === 0) return <Empty title={t('jobs.empty')}>{t('jobs.empty.text')}</Empty>
  const canRetry = items.some(({ failed }) => failed > 0)
  return (
    <Columns
      caption={t('jobs.queues')}
      heads={[
        t('jobs.queue'),
        t('jobs.cron'),
        t('jobs.waiting'),
        t('jobs.running'),
        t('jobs.failed'),
        t('jobs.last-done'),
        ...(canRetry ? [t('state.actions')] : []),
      ]}
    >
      {items.map((queue) => (
        <QueueRow key={queue.name} queue={queue} canRetry={canRetry} />
      ))}
    </Columns>
  )
}

type QueueRowProps = {
  queue: JobQueue
  /** Whether any queue of the table has failed jobs, which gives it a column for actions. */
  canRetry: boolean
}

function QueueRow({ queue, canRetry }: QueueRowProps): ReactNode {
  const { t, number, word } = useText()
  const queries = useQueryClient()
  const { name, cron, waiting, running, failed, lastDoneAt, firstFailedAt } = queue
  const words = word(`job-name.${name}`)
  const retry = async (): Promise<void> => {
    await server.operator.retryJobs({ params: { queue: name } })
    await queries.invalidateQueries({ queryKey: ['installation', 'jobs'] })
  }
  return (
    <tr>
      <td>
        {words !== undefined && <div>{words}</div>}
        <code>{name}</code>
      </td>
      <td>{cron === null ? '–' : <code>{cron}</code>}</td>
      <td className="figures">{number(waiting)}</td>
      <td className="figures">{number(running)}</td>
      <td className="figures">
        {failed > 0 ? <StateMark tone="bad">{number(failed)}</StateMark> : 0}
        {firstFailedAt !== null && (
          <div className="short">
            {t('jobs.failed.since')} <Moment at={firstFailedAt} />
          </div>
        )}
      </td>
      <td className="short">
        {lastDoneAt === null ? t('jobs.never') : <Moment at={lastDoneAt} />}
      </td>
      {canRetry && (
        <td>
          {failed > 0 && (
            <ConfirmButton
              label={t('jobs.retry')}
              of={words ?? name}
              title={t('jobs.retry.of', { name: words ?? name })}
              text={t('jobs.retry.text', { failed })}
              run={retry}
              button={{ variant: 'default', size: 'compact-xs' }}
            />
          )}
        </td>
      )}
    </tr>
  )
}

function Deliveries(): ReactNode {
  const { t, number } = useText()
  const outbox = useOutbox()
  if (!outbox.isSuccess) return <QueryStatus query={outbox} />
  const { undispatched, pending, failing, oldestSeconds, webhooks } = outbox.data
  return (
    <>
      <FactList
        facts={[
          [t('webhook-outbox.undispatched'), number(undispatched)],
          [t('webhook-outbox.pending'), number(pending)],
          [t('webhook-outbox.failing'), number(failing)],
          [
            t('webhook-outbox.oldest'),
            pending + undispatched === 0
              ? t('webhook-outbox.none-pending')
              : t('webhook-outbox.minutes', { minutes: Math.round(oldestSeconds / 60) }),
          ],
        ]}
      />
      {webhooks.length === 0 ? (
        <Empty title={t('webhook-outbox.empty')} icon="hook">
          {t('webhook-outbox.empty.text')}
        </Empty>
      ) : (
        <Columns
          caption={t('webhook-outbox.webhooks')}
          heads={[
            t('webhook-outbox.organisation'),
            t('webhook-outbox.host'),
            t('webhook.state'),
            t('webhook-outbox.pending'),
            t('webhook-outbox.failed'),
            t('state.actions'),
          ]}
        >
          {webhooks.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </Columns>
      )}
    </>
  )
}

function WebhookRow({ webhook }: { webhook: Outbox['webhooks'][number] }): ReactNode {
  const { t, number } = useText()
  const queries = useQueryClient()
  const { id, organisation, host, pending, failed } = webhook
  const resend = async (): Promise<void> => {
    await server.operator.resendFailed({ params: { id } })
    await queries.invalidateQueries({ queryKey: ['installation', 'outbox'] })
  }
  const title = t('webhook-outbox.resend.of', { host })
  return (
    <tr>
      <td>{organisation}</td>
      <td className="stranger">{host}</td>
      <td>
        <WebhookState webhook={webhook} />
      </td>
      <td className="figures">{number(pending)}</td>
      <td className="figures">{number(failed)}</td>
      <td>
        {failed > 0 && (
          <ConfirmButton
            label={t('webhook-outbox.resend')}
            of={host}
            title={title}
            text={t('webhook-outbox.resend.text', { failed })}
            run={resend}
            button={{ variant: 'default', size: 'compact-xs' }}
          />
        )}
      </td>
    </tr>
  )
}
