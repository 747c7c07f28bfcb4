import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { deleteAllAbandonedBatches } from './repository.ts'

/** Deletes lists that a dead process or a sender that left never finished. */
export function abandonedBatchesJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'abandoned-code-batches',
    z.object({}),
    async () => {
      const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'code-batches' } } as const
      await store.transact(sweeper, (handle) => deleteAllAbandonedBatches(handle))
    },
    { cron: '35 3 * * *' },
  )
}
