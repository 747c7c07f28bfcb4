import type { Assessment, Listing, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { findViewer, releaseListing, type BrandNames } from '../../brands/visibility/index.ts'
import {
  listingFacts,
  listingMentions,
  listingVersions,
  liveAssessments,
} from '../../listings/ingest/queries.ts'

export type ReleasedListingsQuery = {
  handle: Transaction
  organisationId: string
  names: BrandNames
  /** The engine whose assessments count. */
  engine: string
  /** By default, the newest version. */
  listings: readonly { id: string; version?: number }[]
}

/** A listing as the release matrix shows it to the organisation. */
export type ReleasedListing = {
  id: string
  version: number
  verdict: Verdict
  listing: Listing
  assessment: Assessment | null
  brands: string[]
}

/** These listings, by id, as far as the organisation may see them still. */
export async function findReleasedListings(
  options: ReleasedListingsQuery,
): Promise<Map<string, ReleasedListing>> {
  const { handle, organisationId, names, engine, listings } = options
  const viewer = await findViewer(handle, organisationId)
  const { rows } = await sql<ReleasedListing & { organisationId: string }>`
    select l.id, l.organisation_id as "organisationId", v.version, v.content as listing,
      l.verdict, a.body as assessment,
      array(
        select brand_id from ${listingMentions} m
        where m.listing_id = l.id and m.organisation_id = l.organisation_id order by brand_id
      ) as brands
    from unnest(${listings.map(({ id }) => id)}::uuid[],
      ${listings.map(({ version }) => version ?? null)}::int[]) as given (id, version)
    cross join lateral (select * from ${listingFacts} l where l.id = given.id) l
    cross join lateral (
      select version, content from ${listingVersions} v
      where v.listing_id = l.id and v.version = coalesce(given.version, l.version)
    ) v
    left join lateral (
      select body from ${liveAssessments} a
      where a.listing_id = l.id and a.version = v.version
      order by a.engine = ${engine} desc, a.at desc, a.id limit 1
    ) a on true
    where l.verdict is not null`.execute(handle)
  return new Map(
    rows.flatMap((row) => {
      const shown = releaseListing(viewer, { ...row, changed: [] }, names)
      return shown === undefined ? [] : [[shown.id, shown] as const]
    }),
  )
}
