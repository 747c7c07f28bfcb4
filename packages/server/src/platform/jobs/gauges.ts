import type { GaugeValue, Metrics } from '../telemetry/index.ts'
import type { Jobs } from './jobs.ts'

/** Metrics of the queues of background jobs. */
export function jobGauges(metrics: Metrics, jobs: Pick<Jobs, 'queues'>): void {
  metrics.gauges(
    () => jobs.queues(),
    [
      {
        name: 'jobs',
        help: 'Background jobs that wait, run, or were given up and are still on record',
        labels: ['queue', 'state'],
        values: (queues) =>
          queues.flatMap(({ name: queue, waiting, running, failed }) => [
            { labels: { queue, state: 'waiting' }, value: waiting },
            { labels: { queue, state: 'running' }, value: running },
            { labels: { queue, state: 'failed' }, value: failed },
          ]),
      },
      {
        name: 'job_last_done_age_seconds',
        help: 'Time since a job of this name was last done; absent if none is on record',
        labels: ['queue'],
        values: (queues) => queues.flatMap(({ name, lastDoneAt }) => ageOf(name, lastDoneAt)),
      },
      {
        name: 'job_last_failed_age_seconds',
        help: 'Time since a job of this name was last given up; absent if none is on record',
        labels: ['queue'],
        values: (queues) => queues.flatMap(({ name, lastFailedAt }) => ageOf(name, lastFailedAt)),
      },
    ],
  )
}

/** Seconds since a moment; none without one. */
function ageOf(queue: string, moment: Date | null): GaugeValue[] {
  if (moment === null) return []
  return [{ labels: { queue }, value: Math.max(0, (Date.now() - +moment) / 1000) }]
}
