import type { Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

/** A picture of an offer that can be fetched. */
export type NamedImage = { place: number; url: string; host: string }

/** Characters of an address at the most. */
const longestUrl = 2000

/** The pictures of an offer that name a whole address on the web. */
export function imagesOf(listing: Listing): NamedImage[] {
  return (listing.images ?? []).flatMap(({ url }, place) => {
    if (url === undefined || url.length > longestUrl || url.includes('\0')) return []
    const parsed = URL.parse(url)
    if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return []
    return url.isWellFormed() ? [{ place, url, host: parsed.host }] : []
  })
}

/** Notes which pictures offers show now; those that stay where they were keep what is known of them. */
export async function replaceListingImages(
  handle: Transaction,
  organisationId: string,
  offers: readonly { id: string; isNew: boolean; listing: Listing }[],
): Promise<void> {
  const shown = offers.flatMap(({ id, listing }) =>
    imagesOf(listing).map((picture) => ({ id, ...picture })),
  )
  const ids = shown.map(({ id }) => id)
  const places = shown.map(({ place }) => place)
  const urls = shown.map(({ url }) => url)
  const changed = offers.filter(({ isNew }) => !isNew).map(({ id }) => id)
  if (changed.length > 0) {
    await sql`
      delete from listing_pictures p
      where p.listing_id = any (${changed}::uuid[]) and p.organisation_id = ${organisationId}::uuid
        and not exists (
          select from unnest(${ids}::uuid[], ${places}::int4[], ${urls}::text[])
            as given (id, place, url)
          where given.id = p.listing_id and given.place = p.place and given.url = p.url
        )`.execute(handle)
  }
  if (shown.length === 0) return
  await sql`
    insert into listing_pictures (listing_id, organisation_id, place, url, host)
    select id, ${organisationId}::uuid, place, url, host
    from unnest(${ids}::uuid[], ${places}::int4[], ${urls}::text[],
      ${shown.map(({ host }) => host)}::text[]) as given (id, place, url, host)
    on conflict do nothing`.execute(handle)
}

/** Forgets which pictures offers show, as what of them is personal is forgotten. */
export async function deleteListingImages(
  handle: Transaction,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    delete from listing_pictures where listing_id = any (${ids}::uuid[])`.execute(handle)
}
