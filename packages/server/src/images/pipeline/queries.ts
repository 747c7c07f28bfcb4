import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Pictures of listings, fetched or not. */
export const listingImages = exportedQuery
  .selectFrom('listing_pictures')
  .select(['listing_id', 'organisation_id', 'place', 'url', 'state', 'digest'])

export const storedImages = exportedQuery
  .selectFrom('listing_pictures')
  .select(['listing_id', 'organisation_id', 'place', 'digest'])
  .where(sql<boolean>`state = 'stored'`)

type ShownImage = { id: string; place: number; url: string; host: string }

/**
 * Records the pictures that listings show now. Those no longer shown are removed; one that stays in its position
 * keeps its facts.
 */
export async function upsertListingImages(
  handle: Transaction,
  organisationId: string,
  { shown, known }: { shown: readonly ShownImage[]; known: readonly string[] },
): Promise<void> {
  const ids = shown.map(({ id }) => id)
  const places = shown.map(({ place }) => place)
  const urls = shown.map(({ url }) => url)
  if (known.length > 0) {
    await sql`
      delete from listing_pictures p
      where p.listing_id = any (${[...known]}::uuid[]) and p.organisation_id = ${organisationId}::uuid
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

/** Marks a listing's picture as stored, unless already recorded. */
export async function insertStoredImage(
  handle: Transaction,
  image: { listingId: string; organisationId: string; url: string; digest: string },
): Promise<void> {
  const { listingId, organisationId, url, digest } = image
  await sql`
    insert into listing_pictures
      (listing_id, organisation_id, place, url, host, state, digest)
    values (${listingId}::uuid, ${organisationId}::uuid, 0, ${url}, '', 'stored',
      decode(${digest}, 'hex'))
    on conflict do nothing`.execute(handle)
}

/** Removes the pictures of listings. */
export async function deleteListingImages(
  handle: Transaction,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    delete from listing_pictures where listing_id = any (${[...ids]}::uuid[])`.execute(handle)
}

/** The longest intended waits: between two attempts for a picture, and for a claimed one. */
export type ImageWaits = { picture: number; claim: number }

/** Shortens waits to the longest intended ones, in minutes. */
export async function clampImageWaits(
  handle: Transaction,
  { picture, claim }: ImageWaits,
): Promise<void> {
  const ahead = (minutes: number) => sql`now() + make_interval(mins => ${minutes}::int)`
  for (const table of ['listing_pictures', 'product_pictures']) {
    await sql`update ${sql.table(table)} set due_at = least(due_at, ${ahead(picture)}),
        claimed_until = least(claimed_until, ${ahead(claim)})
      where state = 'waiting' and (due_at > ${ahead(picture)} or claimed_until > ${ahead(claim)})`.execute(
      handle,
    )
  }
}
