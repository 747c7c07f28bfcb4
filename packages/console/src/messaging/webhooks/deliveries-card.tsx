import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  Empty,
  Moment,
  More,
  Refused,
  StateMark,
  type StateMarkProps,
  QueryStatus,
  StoredSentence,
} from '../../components/index.ts'
import styles from './deliveries.module.css'
import { useDeliveries, type Delivery } from './queries.ts'

/** Webhook deliveries and their responses. */
export function DeliveriesCard({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const deliveries = useDeliveries(id)
  const refresh = (
    <Button
      size="compact-sm"
      variant="default"
      loading={deliveries.isRefetching}
      onClick={() => void deliveries.refetch()}
    >
      {t('webhook-deliveries.refresh')}
    </Button>
  )
  return (
    <Card
      title={t('webhook-deliveries.title')}
      lead={t('webhook-deliveries.description')}
      actions={refresh}
    >
      {!deliveries.isSuccess && <QueryStatus query={deliveries} />}
      {deliveries.data && (
        <>
          <Rows id={id} items={deliveries.data.pages.flatMap(({ items }) => items)} />
          <More pages={deliveries} />
        </>
      )}
    </Card>
  )
}

const tones: Record<Delivery['state'], StateMarkProps['tone']> = {
  pending: 'waiting',
  delivered: 'good',
  failed: 'bad',
}

function Rows({ id, items }: { id: string; items: readonly Delivery[] }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const resend = useMutation({
    mutationFn: (event: string) => server.webhooks.resend({ params: { id, event } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries', id] }),
  })
  if (items.length === 0) {
    return (
      <Empty title={t('webhook-deliveries.empty')} icon="hook">
        {t('webhook-deliveries.empty.text')}
      </Empty>
    )
  }
  return (
    <>
      <Refused error={resend.error} />
      <Columns
        caption={t('webhook-deliveries.title')}
        heads={[
          t('webhook-deliveries.time'),
          t('webhook-deliveries.event'),
          t('webhook.state'),
          t('webhook-deliveries.response'),
          t('state.actions'),
        ]}
      >
        {items.map(({ event, type, state, createdAt, dueAt, attempts }) => (
          <tr key={event}>
            <td>
              <Moment at={createdAt} />
            </td>
            <td>
              {t(`webhook-event.${type}`)} <code title={event}>{event.slice(0, 8)}…</code>
            </td>
            <td>
              <StateMark tone={tones[state]}>{t(`webhook-delivery.${state}`)}</StateMark>
              {state === 'pending' && dueAt !== null && attempts.length > 0 && (
                <div className={styles.fine}>
                  {t('webhook-delivery.due')} <Moment at={dueAt} />
                </div>
              )}
            </td>
            <td>
              <Attempts attempts={attempts} />
            </td>
            <td>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${t('webhook-deliveries.resend')}: ${event.slice(0, 8)}`}
                onClick={() => resend.mutate(event)}
              >
                {t('webhook-deliveries.resend')}
              </Button>
            </td>
          </tr>
        ))}
      </Columns>
    </>
  )
}

/** The latest response, and earlier ones on request. */
function Attempts({ attempts }: Pick<Delivery, 'attempts'>): ReactNode {
  const { t } = useText()
  if (attempts.length === 0) return t('webhook-deliveries.not-yet')
  const [newest] = attempts
  return (
    <details className={styles.attempts}>
      <summary>
        {newest?.status ??
          (newest?.problem ? (
            <StoredSentence text={newest.problem} />
          ) : (
            t('webhook-deliveries.no-response')
          ))}{' '}
        · {t('webhook-deliveries.attempts', { count: attempts.length })}
      </summary>
      <ol>
        {attempts.map(({ at, status, problem, milliseconds, answer }, index) => (
          <li key={index}>
            <Moment at={at} /> · {status ?? t('webhook-deliveries.no-response')} ·{' '}
            {t('webhook-deliveries.milliseconds', { milliseconds })}
            {problem !== null && (
              <div>
                <StoredSentence text={problem} />
              </div>
            )}
            {answer !== null && answer !== '' && <pre className="stranger">{answer}</pre>}
          </li>
        ))}
      </ol>
    </details>
  )
}
