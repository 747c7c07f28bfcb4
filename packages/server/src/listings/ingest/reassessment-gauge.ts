import type { ReadInTransaction } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countDue } from './reassessment-queue-repository.ts'

/** Metrics of the listings waiting for background assessment. */
export function reassessmentGauge(metrics: Metrics, read: ReadInTransaction): void {
  metrics.gauge({
    name: 'judgements_due',
    help: 'Stored listings waiting for their assessment in the background',
    read: async () => [{ value: await read(countDue) }],
  })
}
