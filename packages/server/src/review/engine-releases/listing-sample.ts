import type { Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { listingFacts, listingVersions } from '../../listings/ingest/queries.ts'

export type SampledListing = {
  id: string
  organisationId: string
  firstSeenAt: Date
  content: Listing
  /** Nobody labelled its goods counterfeit. */
  ordinary: boolean
}

const pageListings = 500

/** How many of the newest listings there are, up to a limit. */
export async function sampleSize(handle: Transaction, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int4 as count from (
      select from ${listingFacts} l where version > 0 limit ${most}
    ) newest`.execute(handle)
  return rows[0]?.count ?? 0
}

/** The newest listings of all organisations, page by page; needs the operator’s context. */
export async function* newestListings(
  store: Store,
  context: Context & { as: 'operator' },
  most: number,
): AsyncGenerator<SampledListing[]> {
  let after: SampledListing | undefined
  for (let left = most; left > 0;) {
    const limit = Math.min(left, pageListings)
    const page = await store.transact(context, (handle) => pageOfListings(handle, limit, after))
    if (page.length > 0) yield page
    if (page.length < limit) return
    after = page.at(-1)
    left -= page.length
  }
}

async function pageOfListings(
  handle: Transaction,
  limit: number,
  after: SampledListing | undefined,
): Promise<SampledListing[]> {
  const beyond = after
    ? sql`and (first_seen_at, id) < (${after.firstSeenAt}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<SampledListing>`
    with page as materialized (
      select id, organisation_id, version, first_seen_at from ${listingFacts} l
      where version > 0 ${beyond}
      order by first_seen_at desc, id desc limit ${limit}
    )
    select page.id, page.organisation_id as "organisationId", page.first_seen_at as "firstSeenAt",
      v.content, not exists (
        select from decisions d where d.listing_id = page.id and d.verdict = 'counterfeit'
      ) as ordinary
    from page join ${listingVersions} v on v.listing_id = page.id and v.version = page.version
    order by page.first_seen_at desc, page.id desc`.execute(handle)
  return rows
}
