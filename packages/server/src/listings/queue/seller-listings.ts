import type { SellerListingView, SellerListingsView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { releaseListing } from '../../brands/visibility/index.ts'
import type { ListingRow } from './types.ts'
import { listingColumns, joinNewest } from './listing-pages.ts'
import { requireVisibleListing, recordSellerRead, type ServiceInput } from './read-listings.ts'

const shownListings = 50
/** Most versions examined: a seller may have any number of listings. */
const mostVersions = 2000

/**
 * Other listings of a listing's seller on its marketplace, submitted by the same organisation and visible to the
 * actor, newest first. Sellers are compared only by salted hashes.
 */
export async function listSellerListings(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<SellerListingsView>> {
  const { handle, names, engine } = options
  const { viewer, stored, shown } = await requireVisibleListing(options)
  if (shown.listing.seller === undefined) return { known: false, items: [], count: 0, more: false }
  await recordSellerRead(handle, viewer.organisationId, shown, stored.id)
  const { organisationId, id, version } = stored
  const { ids, more } = await findOfSeller(handle, { organisationId, id, version })
  const found = await readListings(handle, { ids, engine, reader: viewer.organisationId })
  const released = found.flatMap((listing) => releaseListing(viewer, listing, names) ?? [])
  return {
    known: true,
    count: released.length,
    more,
    items: released.slice(0, shownListings).map(lean),
  }
}

/** Other listings with the seller named in this version. Those submitted by others are not visible here. */
async function findOfSeller(
  handle: Transaction,
  { organisationId, id, version }: { organisationId: string; id: string; version: number },
): Promise<{ ids: string[]; more: boolean }> {
  const { rows } = await sql<{ id: string }>`
    select other.listing_id as id
    from listing_versions this
    cross join lateral (
      select listing_id from listing_versions v
      where v.organisation_id = ${organisationId}::uuid and v.seller_hash = this.seller_hash
      limit ${mostVersions}
    ) other
    where this.listing_id = ${id}::uuid and this.version = ${version}::int4
      and this.seller_hash is not null`.execute(handle)
  const ids = new Set(rows.map((row) => row.id))
  ids.delete(id)
  return { ids: [...ids], more: rows.length === mostVersions }
}

async function readListings(
  handle: Transaction,
  { ids, engine, reader }: { ids: readonly string[]; engine: string; reader: string },
): Promise<ListingRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ListingRow>`
    select ${listingColumns}
    from (
      select * from listings where id = any (${ids}::uuid[]) and version > 0
    ) l
    ${joinNewest({ engine, organisationId: reader })}
    order by l.first_seen_at desc, l.id desc`.execute(handle)
  return rows
}

function lean({
  id,
  listing,
  firstSeenAt,
  assessment,
  decision,
}: Omit<ListingRow, 'organisationId'>): Outgoing<SellerListingView> {
  return {
    id,
    title: listing.title,
    price: listing.price ?? null,
    firstSeenAt,
    decided: decision?.verdict ?? null,
    verdict: assessment?.verdict ?? null,
    probability: assessment?.probability ?? null,
  }
}
