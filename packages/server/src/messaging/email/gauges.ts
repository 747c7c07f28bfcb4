import type { Context, Store } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countOpenEmails } from './repository.ts'

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'metrics' } }

/** Metrics of email that has not left yet. */
export function emailGauges(metrics: Metrics, store: Store): void {
  metrics.gauges(
    () => store.transact(context, countOpenEmails),
    [
      {
        name: 'emails',
        help: 'Email that is queued or being sent; counted up to 100,000',
        labels: ['state'],
        values: ({ queued, sending }) => [
          { labels: { state: 'queued' }, value: queued },
          { labels: { state: 'sending' }, value: sending },
        ],
      },
      {
        name: 'email_overdue_seconds',
        help: 'How long the most overdue email has been due; 0 if none is',
        values: ({ overdueSeconds }) => [{ value: overdueSeconds }],
      },
    ],
  )
}
