import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { deleteOldRequests } from './repository.ts'

/** The audit log keeps that something was requested and answered, without the email address. */
const keptDays = 400

/** Deletes old requests of sites every night. */
export function purgeSiteRequestsJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'site-requests-purge',
    z.object({}),
    async () => {
      const purger = { as: 'operator', actor: { kind: 'operator', id: 'site-requests' } } as const
      await store.transact(purger, (handle) => deleteOldRequests(handle, keptDays))
    },
    { cron: '50 3 * * *' },
  )
}
