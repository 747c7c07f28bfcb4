import { z } from 'zod'
import type { Context, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { deleteOldDecisions } from './repository.ts'

const purger: Context = { as: 'operator', actor: { kind: 'operator', id: 'watch-purge' } }

/** Deletes decisions on proposals every night once they are no longer in force. */
export function purgeProposalDecisionsJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'watch-proposal-purge',
    z.object({}),
    async () => store.transact(purger, deleteOldDecisions),
    { cron: '50 3 * * *', expireSeconds: 600 },
  )
}
