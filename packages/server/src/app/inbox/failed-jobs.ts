import { maxInboxCount } from '@touchstone/contract'
import type { QueueState } from '../../platform/jobs/index.ts'
import { blankRow, type Waiting } from './types.ts'

/** For the operator: queues with jobs that were given up, the longest failing first. */
export function toFailedJobs(queues: readonly QueueState[], limit: number): Waiting {
  const failing = queues
    .flatMap((queue) =>
      queue.failed > 0 && queue.firstFailedAt !== null && !hasRecovered(queue)
        ? [{ name: queue.name, since: queue.firstFailedAt }]
        : [],
    )
    .toSorted((one, other) => one.since.getTime() - other.since.getTime())
  return {
    count: Math.min(failing.length, maxInboxCount),
    more: failing.length > maxInboxCount,
    rows: failing.slice(0, limit).map(({ name, since }) => ({
      ...blankRow,
      id: name,
      detail: name,
      since,
      path: '/operator/jobs',
      action: 'retry',
    })),
  }
}

/** A scheduled job does all that is due: a later run did what an earlier one left. */
function hasRecovered({ cron, lastDoneAt, lastFailedAt }: QueueState): boolean {
  return cron !== null && lastDoneAt !== null && lastFailedAt !== null && lastDoneAt > lastFailedAt
}
