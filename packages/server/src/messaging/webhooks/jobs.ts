import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { trimEvents } from './deliveries-repository.ts'

/** Days during which events can be sent again. */
const keptDays = 30

/** Deletes old events and their deliveries every night. */
export function trimEventsJob(store: Store): Job {
  return defineJob(
    'trim-events',
    z.object({}),
    async (_data, signal) => {
      const before = new Date(Date.now() - keptDays * 86_400_000)
      const context = { as: 'operator', actor: { kind: 'operator', id: 'trim-events' } } as const
      while (!signal.aborted) {
        const trimmed = await store.transact(context, (handle) => trimEvents(handle, before))
        if (trimmed === 0) return
      }
    },
    { cron: '30 3 * * *' },
  )
}
