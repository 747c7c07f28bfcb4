import { sql } from 'kysely'
import { z } from 'zod'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { activeLegalHolds } from '../../privacy/retention/queries.ts'
import { visitingRules } from '../gate/index.ts'

const sweeper: Context = { as: 'operator', actor: { kind: 'operator', id: 'watch-history' } }

const atOnce = 500

type Cursor = { at: Date; id: string }

/**
 * Takes the sellers out of listings that were first seen thirty days ago and are no find, and out of their history.
 * What a legal hold may concern stays. Returns the number of listings.
 */
export async function removeSellers(
  store: Store,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(now.getTime() - visitingRules.sellerDataDays * 24 * 3_600_000)
  let removed = 0
  let after: Cursor | undefined
  while (signal?.aborted !== true) {
    const from = after
    const page = await store.transact(sweeper, (handle) => removePage(handle, before, from))
    removed += page.removed
    after = page.last
    if (after === undefined) break
  }
  return removed
}

async function removePage(
  handle: Transaction,
  before: Date,
  after: Cursor | undefined,
): Promise<{ removed: number; last: Cursor | undefined }> {
  const beyond = after
    ? sql`and (w.first_seen_at, w.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<Cursor & { stays: boolean }>`
    select w.id, w.first_seen_at as at, exists (
        select from ${listingFacts} f
        where f.organisation_id = w.organisation_id and f.marketplace = w.marketplace
          and f.external_id = w.external_id and f.verdict in ('review', 'block')
      ) or exists (
        select from ${activeLegalHolds} h where h.organisation_id = w.organisation_id
      ) as stays
    from watch_listings w
    where not w.seller_removed and w.first_seen_at < ${before}::timestamptz ${beyond}
    order by w.first_seen_at, w.id limit ${atOnce} for update of w skip locked`.execute(handle)
  const ids = rows.filter(({ stays }) => !stays).map(({ id }) => id)
  await sql`
    update watch_listings set seller_removed = true, content = (content::jsonb - 'seller')::json,
      changed = array(select f from unnest(changed) f where ${isOfSeller(sql`f`)} is not true)
    where id = any (${ids}::uuid[])`.execute(handle)
  await sql`
    update watch_listing_versions v set differences = (
      select json_agg(d) from json_array_elements(v.differences) d
      where ${isOfSeller(sql`d ->> 'field'`)} is not true)
    where v.listing_id = any (${ids}::uuid[]) and v.differences is not null
      and exists (select from json_array_elements(v.differences) d
        where ${isOfSeller(sql`d ->> 'field'`)})`.execute(handle)
  return { removed: ids.length, last: rows.length < atOnce ? undefined : rows.at(-1) }
}

const isOfSeller = (field: ReturnType<typeof sql>): ReturnType<typeof sql> =>
  sql`(${field} = 'seller' or starts_with(${field}, 'seller/'))`

/** Takes sellers out every night. */
export function sellerRemovalJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'watch-sellers',
    z.object({}),
    async (_data, signal) => void (await removeSellers(store, new Date(), signal)),
    { cron: '20 3 * * *', expireSeconds: 3600 },
  )
}
