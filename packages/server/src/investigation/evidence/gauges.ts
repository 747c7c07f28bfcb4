import type { ReadInTransaction } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countOpenCaptures } from './repository.ts'

/** Metrics of captures that have not ended. */
export function captureGauges(metrics: Metrics, read: ReadInTransaction): void {
  metrics.gauges(
    () => read(countOpenCaptures),
    [
      {
        name: 'captures',
        help: 'Captures of pages that wait or run',
        labels: ['state'],
        values: ({ waiting, running }) => [
          { labels: { state: 'waiting' }, value: waiting },
          { labels: { state: 'running' }, value: running },
        ],
      },
      {
        name: 'capture_oldest_age_seconds',
        help: 'Time since the oldest of them was requested; 0 if there is none',
        values: ({ oldestSeconds }) => [{ value: oldestSeconds }],
      },
    ],
  )
}
