import type { ReadInTransaction } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countOpenEmails } from './repository.ts'

/** Metrics of email that has not left yet. */
export function emailGauges(metrics: Metrics, read: ReadInTransaction): void {
  metrics.gauges(
    () => read(countOpenEmails),
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
        name: 'email_oldest_age_seconds',
        help: 'Age of the oldest queued email that is due or was tried before; 0 if there is none',
        values: ({ oldestSeconds }) => [{ value: oldestSeconds }],
      },
    ],
  )
}
