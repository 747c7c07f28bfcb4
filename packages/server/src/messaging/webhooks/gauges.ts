import type { Context, Store } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { outboxState, type OutboxState } from './deliveries-repository.ts'

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'metrics' } }

/** Metrics on how far webhooks are behind. */
export function outboxGauges(metrics: Metrics, store: Store): void {
  // The gauges are read together, so one query serves them all.
  let reading: Promise<OutboxState> | undefined
  const readState = (): Promise<OutboxState> =>
    (reading ??= store.transact(context, outboxState).finally(() => {
      reading = undefined
    }))
  const gauge = (name: string, help: string, valueOf: (state: OutboxState) => number): void => {
    metrics.gauge({ name, help, read: async () => [{ value: valueOf(await readState()) }] })
  }
  gauge(
    'outbox_waiting_deliveries',
    'Deliveries still pending for enabled webhooks, and events not yet assigned to their webhooks; each counted up to 100,000',
    ({ undispatched, pending }) => undispatched + pending,
  )
  gauge(
    'outbox_failing_deliveries',
    'Pending deliveries that have been tried and failed',
    ({ failing }) => failing,
  )
  gauge(
    'outbox_oldest_age_seconds',
    'Age of the oldest pending delivery; 0 if there is none',
    ({ oldestSeconds }) => oldestSeconds,
  )
}
