import { sql } from 'kysely'
import { z } from 'zod'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { summaryOf } from './read-summary.ts'

const publisher: Context = { as: 'operator', actor: { kind: 'operator', id: 'watch-summaries' } }
const atOnce = 100

/** Events of the day that is over, one for each organisation with something new; returns how many. */
export async function publishSummaries(
  store: Store,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const day = new Date(now.getTime() - 24 * 3_600_000).toISOString().slice(0, 10)
  let published = 0
  while (signal?.aborted !== true) {
    const due = await store.transact(publisher, async (handle) => {
      const { rows } = await sql<{ id: string }>`
        select distinct w.organisation_id as id from watches w
        where not exists (
          select from watch_summary_days d
          where d.organisation_id = w.organisation_id and d.day = ${day}::date)
        limit ${atOnce}`.execute(handle)
      return rows.map(({ id }) => id)
    })
    for (const organisationId of due) {
      if (await publish(store, organisationId, day)) published++
    }
    if (due.length < atOnce) break
  }
  return published
}

/** The day and its event in one transaction, so that no day is sent twice. */
async function publish(store: Store, organisationId: string, day: string): Promise<boolean> {
  return store.transact({ ...publisher, worksFor: organisationId }, async (handle) => {
    const { rows } = await sql`
      insert into watch_summary_days (organisation_id, day)
      values (${organisationId}::uuid, ${day}::date) on conflict do nothing
      returning day`.execute(handle)
    if (rows.length === 0) return false
    const { isEmpty, newFinds, priceChanges, gone, back, stopped, confirmed } = await summaryOf(
      handle,
      { organisationId, day },
    )
    if (isEmpty) return false
    const data = {
      day,
      newFinds: newFinds.count,
      priceChanges: priceChanges.count,
      gone: gone.count,
      back: back.count,
      stopped: stopped.map(({ watch, endedBy }) => ({ watch, endedBy })),
      confirmed: confirmed.count,
    }
    await recordOutbox(handle, organisationId, [{ type: 'watch.summarised', data }])
    return true
  })
}

/** Soon after midnight UTC, and again every hour for what a dead process left. */
export function watchSummaryJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'watch-summaries',
    z.object({}),
    async (_data, signal) => void (await publishSummaries(store, new Date(), signal)),
    { cron: '10 * * * *' },
  )
}
