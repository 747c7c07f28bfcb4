import { expect, test } from 'vitest'
import type { QueueState } from '../../platform/jobs/index.ts'
import { toFailedJobs } from './failed-jobs.ts'

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 30, hour))
const queue = (name: string, more: Partial<QueueState>): QueueState => ({
  name,
  cron: null,
  waiting: 0,
  running: 0,
  failed: 1,
  lastDoneAt: null,
  firstFailedAt: at(3),
  lastFailedAt: at(5),
  ...more,
})

test('failed jobs wait, the longest failing queue first; a schedule that runs again does not', () => {
  const { count, more, rows } = toFailedJobs(
    [
      queue('capture', { lastDoneAt: at(6) }),
      queue('measures', { cron: '* * * * *', lastDoneAt: at(6) }),
      queue('notices', { cron: '* * * * *', lastDoneAt: at(4), firstFailedAt: at(1) }),
      queue('deadlines', { cron: '* * * * *', failed: 0, firstFailedAt: null }),
    ],
    1,
  )
  expect({ count, more }).toEqual({ count: 2, more: false })
  expect(rows).toMatchObject([{ id: 'notices', since: at(1), action: 'retry' }])
})
