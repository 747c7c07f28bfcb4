import { maxInboxCount } from '@touchstone/contract'
import type { QueueState } from '../../platform/jobs/index.ts'
import type { Waiting } from './types.ts'

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
      id: name,
      title: null,
      detail: name,
      brand: null,
      marketplace: null,
      from: null,
      since,
      until: null,
      path: '/operator/jobs',
      version: null,
      limit: null,
      urgent: false,
      action: 'retry',
    })),
  }
}

/** A scheduled job does all that is due: a later run did what an earlier one left. */
function hasRecovered({ cron, lastDoneAt, lastFailedAt }: QueueState): boolean {
  return cron !== null && lastDoneAt !== null && lastFailedAt !== null && lastDoneAt > lastFailedAt
}
