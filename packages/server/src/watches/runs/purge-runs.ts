import { sql } from 'kysely'
import { z } from 'zod'
import type { Context, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'

const purger: Context = { as: 'operator', actor: { kind: 'operator', id: 'watch-purge' } }

/** Long enough to compare a month with the same month of the year before. */
const keptDays = 400
const runsAtOnce = 500

/** Deletes old runs with what they used, and deleted watches that have none left. Returns the number of runs. */
export async function purgeRuns(store: Store, now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 24 * 3_600_000)
  let purged = 0
  for (;;) {
    const deleted = await store.transact(purger, async (handle) => {
      const { rows } = await sql`
        delete from watch_runs where id in (
          select id from watch_runs where started_at < ${before}::timestamptz and ended_at is not null
          order by started_at limit ${runsAtOnce}
        ) returning id`.execute(handle)
      return rows.length
    })
    purged += deleted
    if (deleted < runsAtOnce || signal?.aborted === true) break
  }
  await store.transact(purger, async (handle) => {
    await sql`
      delete from watch_time_entries where day < ${before}::date`.execute(handle)
    await sql`
      delete from watches w where removed_at < ${before}::timestamptz
        and not exists (select from watch_runs r where r.watch_id = w.id)`.execute(handle)
  })
  return purged
}

/** Purges every night. */
export function purgeRunsJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'watch-purge',
    z.object({}),
    async (_data, signal) => void (await purgeRuns(store, new Date(), signal)),
    { cron: '40 3 * * *', expireSeconds: 3600 },
  )
}
