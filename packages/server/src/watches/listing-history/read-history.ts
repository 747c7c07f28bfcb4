import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { pageCaptures } from '../../investigation/evidence/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Difference } from './listing-differences.ts'
import type { Money, Verdict, WatchCaptureRule, WatchedListingState } from '@touchstone/contract'

export type WatchedListingEntry = {
  id: string
  listing: string | null
  url: string
  title: string | null
  price: Money | null
  verdict: Verdict | null
  state: WatchedListingState
  changed: string[]
  firstSeenAt: Date
  lastSeenAt: Date
  visitedAt: Date
  nextVisitAt: Date | null
}

export type ListingsPage = {
  watch: string
  state?: WatchedListingState
  /** Only finds, or only others. */
  finds?: boolean
  limit: number
  after?: { at: Date; id: string }
}

const isStoredAs = sql`f.organisation_id = w.organisation_id and f.marketplace = w.marketplace
  and f.external_id = w.external_id`

const columns = sql`w.id, f.id as listing, p.url, w.content ->> 'title' as title,
  w.content -> 'price' as price, f.verdict, w.state, w.changed, w.first_seen_at as "firstSeenAt",
  w.last_seen_at as "lastSeenAt", w.visited_at as "visitedAt", p.due_at as "nextVisitAt"`

const joined = sql`join watch_pages p on p.id = w.page_id
  left join ${listingFacts} f on ${isStoredAs}`

/** Listings of a watch, the last visited first. Row-level security shows those of its organisation alone. */
export async function listWatchedListings(
  handle: Transaction,
  { watch, state, finds, limit, after }: ListingsPage,
): Promise<WatchedListingEntry[]> {
  const inState = state === undefined ? sql`` : sql`and w.state = ${state}`
  const beyond = after
    ? sql`and (w.visited_at, w.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  // One index lookup per listing, rather than all finds of everyone: the page is full before most are looked up.
  const isFind = sql`exists (
    select from ${listingFacts} f
    where ${isStoredAs} and f.verdict in ('review', 'block') offset 0)`
  const ofFinds = finds === undefined ? sql`` : sql`and ${isFind} = ${finds}::bool`
  // The page first, so that joins concern its rows alone.
  const { rows } = await sql<WatchedListingEntry>`
    select ${columns} from (
      select * from watch_listings w
      where w.watch_id = ${watch}::uuid ${inState} ${ofFinds} ${beyond}
      order by w.visited_at desc, w.id desc limit ${limit}
    ) w ${joined}
    order by w.visited_at desc, w.id desc`.execute(handle)
  return rows
}

type CaptureEntry = { id: string; rule: WatchCaptureRule; requestedAt: Date; state: CaptureState }
type CaptureState = 'waiting' | 'running' | 'sealed' | 'failed'

/** The captures that the watch requested of a listing, newest first. */
export async function findRuleCaptures(
  handle: Transaction,
  listing: string,
): Promise<CaptureEntry[]> {
  const { rows } = await sql<CaptureEntry>`
    select c.id, w.rule, w.requested_at as "requestedAt", c.state
    from watch_captures w join ${pageCaptures} c on c.id = w.capture_id
    where w.listing_id = ${listing}::uuid
    order by w.requested_at desc, c.id limit 50`.execute(handle)
  return rows
}

/** A listing of a watch; nothing if the watch has no such listing. */
export async function findWatchedListing(
  handle: Transaction,
  { watch, listing }: { watch: string; listing: string },
): Promise<WatchedListingEntry | undefined> {
  const { rows } = await sql<WatchedListingEntry>`
    select ${columns} from watch_listings w ${joined}
    where w.id = ${listing}::uuid and w.watch_id = ${watch}::uuid`.execute(handle)
  return rows[0]
}

export type HistoryEntry = {
  version: number
  at: Date
  run: string
  state: WatchedListingState
  differences: Difference[]
}

export type HistoryPage = { watch: string; listing: string; limit: number; before?: number }

/** The history of a watched listing, newest first, below a version; nothing if the watch has no such listing. */
export async function readHistory(
  handle: Transaction,
  { watch, listing, limit, before }: HistoryPage,
): Promise<HistoryEntry[] | undefined> {
  const below = before === undefined ? sql`` : sql`and v.version < ${before}`
  const { rows: known } = await sql`
    select from watch_listings where id = ${listing}::uuid and watch_id = ${watch}::uuid`.execute(
    handle,
  )
  if (known.length === 0) return undefined
  const { rows } = await sql<HistoryEntry>`
    select v.version, v.at, v.run_id as run, v.state, coalesce(v.differences, '[]') as differences
    from watch_listing_versions v where v.listing_id = ${listing}::uuid ${below}
    order by v.version desc limit ${limit}`.execute(handle)
  return rows
}
