import { sql } from 'kysely'
import { z } from 'zod'
import { currentListings, listingFacts } from '../../listings/ingest/queries.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { activeLegalHolds } from '../../privacy/retention/queries.ts'
import { visitingRules } from '../gate/index.ts'

const sweeper: Context = { as: 'operator', actor: { kind: 'operator', id: 'watch-history' } }

const atOnce = 500

type Cursor = { at: Date; id: string }

/**
 * Takes the sellers out of listings that were first seen thirty days ago and are no find, and out of their history;
 * what a legal hold may concern stays. Where the stored listing names its seller no longer, erased at the seller’s
 * request or at the end of its retention, nothing else stays of the seller either. Returns the number of listings.
 */
export async function expireSellers(
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
  const { rows } = await sql<Cursor & { isErased: boolean; isOver: boolean }>`
    select w.id, w.first_seen_at as at,
      w.content -> 'seller' is not null and exists (
        select from ${currentListings} c where ${isSame(sql`c`)} and c.content -> 'seller' is null
      ) as "isErased",
      w.first_seen_at < ${before}::timestamptz and not exists (
        select from ${listingFacts} f where ${isSame(sql`f`)} and f.verdict in ('review', 'block')
      ) and not exists (
        select from ${activeLegalHolds} h where h.organisation_id = w.organisation_id
      ) as "isOver"
    from watch_listings w where not w.seller_removed ${beyond}
    order by w.first_seen_at, w.id limit ${atOnce} for update of w skip locked`.execute(handle)
  const idsOf = (some: typeof rows): string[] => some.map(({ id }) => id)
  const erased = idsOf(rows.filter(({ isErased }) => isErased))
  const over = idsOf(rows.filter(({ isErased, isOver }) => isOver && !isErased))
  await eraseSellers(handle, erased)
  await omitSellers(handle, over)
  const removed = erased.length + over.length
  return { removed, last: rows.length < atOnce ? undefined : rows.at(-1) }
}

const isSame = (stored: ReturnType<typeof sql>): ReturnType<typeof sql> =>
  sql`${stored}.organisation_id = w.organisation_id and ${stored}.marketplace = w.marketplace
    and ${stored}.external_id = w.external_id`

/** Texts may name the seller, too: what stays is the stored listing, and when the watch saw it. */
async function eraseSellers(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update watch_listings w set seller_removed = true, changed = '{}',
      content = (c.content::jsonb - 'sources' - 'observedAt')::json
    from ${currentListings} c where w.id = any (${[...ids]}::uuid[]) and ${isSame(sql`c`)}`.execute(
    handle,
  )
  await sql`
    update watch_listing_versions set differences = null
    where listing_id = any (${[...ids]}::uuid[])`.execute(handle)
}

async function omitSellers(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update watch_listings set seller_removed = true, content = (content::jsonb - 'seller')::json,
      changed = array(select f from unnest(changed) f where ${isOfSeller(sql`f`)} is not true)
    where id = any (${[...ids]}::uuid[])`.execute(handle)
  await sql`
    update watch_listing_versions v set differences = (
      select json_agg(d) from json_array_elements(v.differences) d
      where ${isOfSeller(sql`d ->> 'field'`)} is not true)
    where v.listing_id = any (${[...ids]}::uuid[]) and v.differences is not null
      and exists (select from json_array_elements(v.differences) d
        where ${isOfSeller(sql`d ->> 'field'`)})`.execute(handle)
}

const isOfSeller = (field: ReturnType<typeof sql>): ReturnType<typeof sql> =>
  sql`(${field} = 'seller' or starts_with(${field}, 'seller/'))`

/** Takes sellers out every night. */
export function sellerExpiryJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'watch-sellers',
    z.object({}),
    async (_data, signal) => void (await expireSellers(store, new Date(), signal)),
    { cron: '20 3 * * *', expireSeconds: 3600 },
  )
}
