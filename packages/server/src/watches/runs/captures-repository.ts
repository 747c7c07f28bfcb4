import type { WatchCaptureRule, WatchedListingState } from '@touchstone/contract'
import { sql } from 'kysely'
import { pageCaptures } from '../../investigation/evidence/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Candidate, Turnover } from './capture-rule.ts'

/** How many captures the watch may still request today (UTC). */
export async function capturesLeft(handle: Transaction, watchId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select w.day_captures - (
      select count(*)::int from watch_captures c
      where c.watch_id = w.id
        and c.requested_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'
    ) as left
    from watches w where w.id = ${watchId}::uuid`.execute(handle)
  return rows[0]?.left ?? 0
}

/** What came and what went in the runs of so many days. */
export async function findTurnover(
  handle: Transaction,
  watchId: string,
  days: number,
): Promise<Turnover> {
  const { rows } = await sql<Turnover>`
    select coalesce(sum(new_listings), 0)::int as fresh,
      coalesce(sum(gone_listings), 0)::int as gone
    from watch_runs
    where watch_id = ${watchId}::uuid and started_at > now() - ${days} * interval '1 day'`.execute(
    handle,
  )
  return rows[0] ?? { fresh: 0, gone: 0 }
}

export type CandidateRow = Candidate & {
  /** Id of the watched listing, and of the stored one. */
  id: string
  listing: string
  url: string
  state: WatchedListingState
}

/** Finds among the listings that these pages hold. */
export async function findCandidates(
  handle: Transaction,
  watchId: string,
  urls: readonly string[],
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    select w.id, f.id as listing, p.url, w.state, f.verdict in ('review', 'block') as "isFind",
      exists (
        select from ${pageCaptures} c
        where c.organisation_id = w.organisation_id and c.listing_id = f.id
          and c.requested_at >= w.content_at
      ) or exists (
        select from watch_captures c
        where c.listing_id = w.id and c.run_id = w.content_run_id
      ) as "isCaptured"
    from watch_pages p
    join watch_listings w on w.page_id = p.id
    join ${listingFacts} f on f.organisation_id = w.organisation_id
      and f.marketplace = w.marketplace and f.external_id = w.external_id
    where p.watch_id = ${watchId}::uuid and p.url = any (${[...urls]}::text[])
      and w.is_listed and f.verdict in ('review', 'block')
    order by f.verdict, w.id limit 100`.execute(handle)
  return rows
}

export async function insertWatchCapture(
  handle: Transaction,
  capture: {
    id: string
    organisationId: string
    watchId: string
    runId: string
    listingId: string
    rule: WatchCaptureRule
  },
): Promise<void> {
  const { id, organisationId, watchId, runId, listingId, rule } = capture
  await sql`
    insert into watch_captures (capture_id, organisation_id, watch_id, run_id, listing_id, rule)
    values (${id}::uuid, ${organisationId}::uuid, ${watchId}::uuid, ${runId}::uuid,
      ${listingId}::uuid, ${rule})`.execute(handle)
}
