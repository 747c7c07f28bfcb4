import type { ReadInTransaction } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { outboxState } from './deliveries-repository.ts'

/** Metrics on how far webhooks are behind. */
export function outboxGauges(metrics: Metrics, read: ReadInTransaction): void {
  metrics.gauges(
    () => read(outboxState),
    [
      {
        name: 'outbox_waiting_deliveries',
        help: 'Deliveries still pending for enabled webhooks, and events not yet assigned to their webhooks; each counted up to 100,000',
        values: ({ undispatched, pending }) => [{ value: undispatched + pending }],
      },
      {
        name: 'outbox_failing_deliveries',
        help: 'Pending deliveries that have been tried and failed',
        values: ({ failing }) => [{ value: failing }],
      },
      {
        name: 'outbox_oldest_age_seconds',
        help: 'Age of the oldest pending delivery; 0 if there is none',
        values: ({ oldestSeconds }) => [{ value: oldestSeconds }],
      },
    ],
  )
}
