import type { Context, Store } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countDue } from './reassessment-queue-repository.ts'

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'metrics' } }

/** Metrics of the listings waiting for background assessment. */
export function reassessmentGauge(metrics: Metrics, store: Store): void {
  metrics.gauge({
    name: 'judgements_due',
    help: 'Stored listings waiting for their assessment in the background',
    read: async () => [{ value: await store.transact(context, countDue) }],
  })
}
