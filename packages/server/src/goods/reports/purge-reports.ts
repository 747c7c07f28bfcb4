import { z } from 'zod'
import type { Context, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { deleteOldReports } from './repository.ts'

const purger: Context = { as: 'operator', actor: { kind: 'operator', id: 'reports' } }
const reportsAtOnce = 500

/** Deletes reports whose time is up, every night. */
export function purgeReportsJob(store: Store): Job<z.ZodObject> {
  return defineJob('reports-purge', z.object({}), () => purgeReports(store), { cron: '40 0 * * *' })
}

export async function purgeReports(store: Store): Promise<void> {
  for (let deleted = reportsAtOnce; deleted === reportsAtOnce;)
    deleted = await store.transact(purger, (handle) => deleteOldReports(handle, reportsAtOnce))
}
