import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { listStalledBulk } from './repository.ts'
import { runBulkRestriction, type RunOptions } from './run-bulk-restriction.ts'

const BulkRestrictionId = z.object({ id: z.uuid() })
const operator = { as: 'operator', actor: { kind: 'operator', id: 'bulk-restrictions' } } as const
const stalledMilliseconds = 60_000

/** Works through one bulk restriction. */
export function bulkRestrictionJob(options: RunOptions): Job<typeof BulkRestrictionId> {
  return defineJob('bulk-restriction', BulkRestrictionId, ({ id }, signal) =>
    runBulkRestriction(options, id, signal),
  )
}

/** Resumes bulk restrictions whose process ended, or for which no job could be queued. */
export function bulkRestrictionSweep(options: RunOptions): Job<z.ZodObject> {
  return defineJob(
    'bulk-restriction-sweep',
    z.object({}),
    async (_data, signal) => {
      const before = new Date(options.now().getTime() - stalledMilliseconds)
      const ids = await options.store.transact(operator, (handle) =>
        listStalledBulk(handle, before),
      )
      for (const id of ids) await runBulkRestriction(options, id, signal)
    },
    { cron: '* * * * *' },
  )
}
