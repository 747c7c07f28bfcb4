import type { ReadInTransaction } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countWatches } from './claims-repository.ts'

/** Metrics of the runs of watches and their budgets. */
export function watchGauges(metrics: Metrics, read: ReadInTransaction): void {
  metrics.gauges(
    () => read(countWatches),
    [
      {
        name: 'watch_runs',
        help: 'Runs of watches under way, and those whose process died and that no other one has continued yet',
        labels: ['state'],
        values: ({ running, abandoned }) => [
          { labels: { state: 'running' }, value: running },
          { labels: { state: 'abandoned' }, value: abandoned },
        ],
      },
      {
        name: 'watch_budgets_spent',
        help: 'Watches that wait for the next day, since a budget of today is spent',
        values: ({ budgetSpent }) => [{ value: budgetSpent }],
      },
      {
        name: 'watch_overdue_seconds',
        help: 'How long the longest due watch has waited for its run; 0 if none is due',
        values: ({ overdueSeconds }) => [{ value: overdueSeconds }],
      },
    ],
  )
}
