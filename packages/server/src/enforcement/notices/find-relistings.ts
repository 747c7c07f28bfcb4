import type { RelistingView } from '@touchstone/contract'
import { sql } from 'kysely'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireReader } from './settings.ts'
import { requireVisibleNotice, type ServiceInput } from './manage-notices.ts'
import { listingImages } from '../../images/pipeline/queries.ts'
import {
  currentListings,
  listingFacts,
  listingMentions,
  listingVersions,
  mentionsBrandOf,
} from '../../listings/ingest/queries.ts'

const mostShown = 200

/** Visible relistings after a notice, each by the most certain criterion. */
export async function listRelistings(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<RelistingView>[]> {
  requireReader(options.actor)
  const { id, sentAt } = await requireVisibleNotice(options)
  if (sentAt === null) return []
  return findReturned(options.handle, { id, sentAt, only: brandsOf(options.actor) })
}

/**
 * A listing with the same id is one of the notice's that was submitted again after it was gone. Another listing of
 * its seller counts if first seen after the notice and about a brand of the original; so does one with an identical
 * picture, anywhere. Sellers are compared by salted hashes.
 */
async function findReturned(
  handle: Transaction,
  options: { id: string; sentAt: Date; only: readonly string[] | undefined },
): Promise<Outgoing<RelistingView>[]> {
  const { id, sentAt, only } = options
  const { rows } = await sql<Outgoing<RelistingView>>`
    with originals as materialized (
      select i.place, i.listing_id, i.gone_at, l.organisation_id, l.seller_hash
      from notice_items i
      join ${currentListings} l on l.id = i.listing_id
      where i.notice_id = ${id}::uuid
    ), found as (
      select place as item, listing_id as listing, 'same-id' as "as", 1 as rank
      from originals i
      where i.gone_at is not null
        and exists (select from ${listingFacts} l where l.id = i.listing_id and l.last_seen_at > i.gone_at)
      union all
      select i.place, o.listing_id, 'same-seller', 2
      from originals i cross join lateral (
        select distinct v.listing_id from ${listingVersions} v
        where v.organisation_id = i.organisation_id and v.seller_hash = i.seller_hash
          and v.listing_id <> i.listing_id
        limit 2000
      ) o
      where i.seller_hash is not null and exists (
        select from ${listingMentions} m join ${listingMentions} own on own.brand_id = m.brand_id
        where m.listing_id = o.listing_id and own.listing_id = i.listing_id)
      union all
      select i.place, p.listing_id, 'same-picture', 3
      from originals i
      join ${listingImages} own on own.listing_id = i.listing_id and own.digest is not null
      join ${listingImages} p on p.digest = own.digest and p.listing_id <> i.listing_id
    )
    select distinct on (f.listing) f.listing, f.item, f."as", l.marketplace,
      l.external_id as "externalId",
      case when f."as" = 'same-id' then l.last_seen_at else l.first_seen_at end as "seenAt"
    from found f join ${listingFacts} l on l.id = f.listing
    where (f."as" = 'same-id' or l.first_seen_at > ${sentAt}::timestamptz)
      and (f."as" = 'same-id' or f.listing not in (select listing_id from originals))
      and ${only ? mentionsBrandOf(sql`l.id`, only) : sql`true`}
    order by f.listing, f.rank
    limit ${mostShown}`.execute(handle)
  return rows.sort((a, b) => Number(b.seenAt) - Number(a.seenAt))
}
