import type { ObscuredMark } from './obscured-marks.ts'
import type { ImageBank, ImageChanges, ShownReference } from '@touchstone/contract'
import { sql } from 'kysely'
import { organisationsIn, type Transaction } from '../../platform/db/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { visibleBrands } from '../../brands/visibility/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

/** A listing's picture to fetch now. */
export type DueImage = {
  listingId: string
  organisationId: string
  place: number
  url: string
  host: string
  attempts: number
  /** Whether the listing’s text makes reading text in its pictures worthwhile. */
  isSuspicious: boolean
}

export type ClaimOptions = {
  limit: number
  seconds: number
  /** Hosts and organisations with as many in progress as allowed. */
  without: { hosts: readonly string[]; organisations: readonly string[] }
}

const isDue = sql`state = 'waiting' and due_at <= now()
  and (claimed_until is null or claimed_until < now())`

export async function hasDueImages(handle: Transaction): Promise<boolean> {
  const { rows } =
    await sql`select 1 from listing_pictures where ${isDue} order by due_at limit 1`.execute(handle)
  return rows.length > 0
}

/** Claims due pictures, alternating between organisations, the longest due first. */
export async function claimDueImages(
  handle: Transaction,
  { limit, seconds, without }: ClaimOptions,
): Promise<DueImage[]> {
  const isOpen = sql`${isDue} and host <> all (${[...without.hosts]}::text[])
    and organisation_id <> all (${[...without.organisations]}::uuid[])`
  const { rows } = await sql<DueImage>`
    with recursive ${organisationsIn('listing_pictures', sql`state = 'waiting'`)},
    open as materialized (
      select next.listing_id, next.place from parties cross join lateral (
        select listing_id, place, due_at, row_number() over (order by due_at) as turn
        from listing_pictures where organisation_id = parties.id and ${isOpen}
        order by due_at limit ${limit}
      ) next
      order by next.turn, random() limit ${limit}
    )
    update listing_pictures p
    set claimed_until = now() + make_interval(secs => ${seconds})
    from (
      select listing_id, place from listing_pictures
      where (listing_id, place) in (select listing_id, place from open) and ${isOpen}
      for update skip locked
    ) due
    where p.listing_id = due.listing_id and p.place = due.place
    returning p.listing_id as "listingId", p.organisation_id as "organisationId", p.place, p.url,
      p.host, p.attempts, coalesce(
        (select l.verdict <> 'clear' from ${listingFacts} l where l.id = p.listing_id), false
      ) as "isSuspicious"`.execute(handle)
  return rows
}

/** The digest stored for this address in another listing of the organisation. */
export async function knownDigest(
  handle: Transaction,
  { organisationId, url }: Pick<DueImage, 'organisationId' | 'url'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from listing_pictures
    where organisation_id = ${organisationId}::uuid and md5(url) = md5(${url}) and url = ${url}
      and state = 'stored'
    limit 1`.execute(handle)
  return rows[0]?.digest
}

/** Whether the organisation itself has this picture, visible to the reader, in a listing or a bank. */
export async function hasStoredImage(
  handle: Transaction,
  organisationId: string,
  digest: string,
): Promise<boolean> {
  const { rows } = await sql<{ keeps: boolean }>`
    select exists (
        select from listing_pictures
        where organisation_id = ${organisationId}::uuid and digest = decode(${digest}, 'hex')
          and sees_listing(listing_id)
      ) or exists (
        select from picture_references
        where organisation_id = ${organisationId}::uuid and digest = decode(${digest}, 'hex')
      ) as keeps`.execute(handle)
  return rows[0]?.keeps === true
}

/** A listing that shows a picture. */
export type ShowingListing = { listingId: string; organisationId: string }

/** Marks a picture as stored wherever the organisation waits for this address; returns the listings. */
export async function markImageStored(
  handle: Transaction,
  { organisationId, url }: Pick<DueImage, 'organisationId' | 'url'>,
  digest: string,
): Promise<ShowingListing[]> {
  const { rows } = await sql<ShowingListing>`
    update listing_pictures
    set state = 'stored', digest = decode(${digest}, 'hex'), reason = null, claimed_until = null
    where organisation_id = ${organisationId}::uuid and url = ${url} and state = 'waiting'
      and listing_id in (
        select listing_id from listing_pictures
        where organisation_id = ${organisationId}::uuid and url = ${url} and state = 'waiting'
        for update skip locked
      )
    returning listing_id as "listingId", organisation_id as "organisationId"`.execute(handle)
  return rows
}

/** Records why a picture is missing; it is retried after a delay, or never. */
export async function markImageMissed(
  handle: Transaction,
  { listingId, place }: Pick<DueImage, 'listingId' | 'place'>,
  { reason, againInSeconds }: { reason: string; againInSeconds: number | undefined },
): Promise<void> {
  await sql`
    update listing_pictures
    set attempts = attempts + 1, reason = ${reason}, claimed_until = null,
      state = case when ${againInSeconds === undefined}::bool then 'failed' else 'waiting' end,
      due_at = now() + make_interval(secs => ${againInSeconds ?? 0})
    where listing_id = ${listingId}::uuid and place = ${place} and state = 'waiting'`.execute(
    handle,
  )
}

/** Releases claimed pictures that were not requested. */
export async function releaseImages(
  handle: Transaction,
  pictures: readonly Pick<DueImage, 'listingId' | 'place'>[],
): Promise<void> {
  if (pictures.length === 0) return
  await sql`
    update listing_pictures p set claimed_until = null
    from unnest(${pictures.map(({ listingId }) => listingId)}::uuid[],
      ${pictures.map(({ place }) => place)}::int4[]) as given (id, place)
    where p.listing_id = given.id and p.place = given.place`.execute(handle)
}

/** The listings among these with every picture tried at least once. */
export async function findFullyTriedListings(
  handle: Transaction,
  listingIds: readonly string[],
): Promise<ShowingListing[]> {
  const { rows } = await sql<ShowingListing>`
    select l.id as "listingId", l.organisation_id as "organisationId"
    from ${listingFacts} l
    where l.id = any (${listingIds}::uuid[]) and not exists (
      select from listing_pictures p
      where p.listing_id = l.id and p.state = 'waiting' and p.attempts = 0
    )`.execute(handle)
  return rows
}

/** Listings that show one of these pictures, up to a limit. */
export async function listListingsShowing(
  handle: Transaction,
  digests: readonly string[],
  limit = 10_000,
): Promise<ShowingListing[]> {
  if (digests.length === 0) return []
  const { rows } = await sql<ShowingListing>`
    select distinct listing_id as "listingId", organisation_id as "organisationId"
    from listing_pictures
    where digest = any (array(
      select decode(given, 'hex') from unnest(${[...digests]}::text[]) as given
    ))
    limit ${limit}`.execute(handle)
  return rows
}

/** A picture of a listing as far as it is known. */
export type ListingImage = {
  listingId: string
  place: number
  digest: string | null
  state: 'waiting' | 'stored' | 'failed'
  reason: string | null
}

/** Of each listing in the order of their places. */
export async function imagesOfListings(
  handle: Transaction,
  listingIds: readonly string[],
): Promise<ListingImage[]> {
  if (listingIds.length === 0) return []
  const { rows } = await sql<ListingImage>`
    select listing_id as "listingId", place, encode(digest, 'hex') as digest, state, reason
    from listing_pictures
    where listing_id = any (${[...listingIds]}::uuid[]) order by listing_id, place`.execute(handle)
  return rows
}

/** Digests of listings' pictures after the given one, for the index in memory. */
export async function digestsAfter(
  handle: Transaction,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    select distinct encode(digest, 'hex') as digest from listing_pictures
    where digest > decode(${after}, 'hex') order by 1 limit ${limit}`.execute(handle)
  return rows.map(({ digest }) => digest)
}

/** The digests among these that are in no listing and no bank. */
export async function findUnusedDigests(
  handle: Transaction,
  digests: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    select given as digest
    from unnest(${[...digests]}::text[]) as given
    where not exists (select from listing_pictures where digest = decode(given, 'hex'))
      and not exists (select from picture_references where digest = decode(given, 'hex'))`.execute(
    handle,
  )
  return rows.map(({ digest }) => digest)
}

/**
 * The reference of a match `m` if it is in use; always by key. Statistics miss references that were just added: the
 * planner would scan the whole bank and block the embedded store's thread for a tenth of a second.
 */
const liveReference = sql`
  cross join lateral (
    select * from picture_references
    where id = m.reference_id and removed_at is null and quarantined_at is null
    offset 0
  ) r`

/** Facts about the pictures of listings to assess now, with their matches. */
export type KnownImage = {
  listingId: string
  place: number
  digest: string | null
  fresh: boolean
  shows: {
    reference: string
    bank: string
    brand: string | null
    score: number
    kind: string
    changes: ImageChanges
    box: [number, number, number, number]
    hidden: ObscuredMark[] | null
  }[]
}

/**
 * Pictures of an organisation's listings with the references that apply: its own; and official photographs and known
 * fakes of brands by their rights holders, unless the listing was submitted by a rights holder, to whom a match would
 * reveal what a rival stores.
 */
export async function listKnownImages(
  handle: Transaction,
  organisationId: string,
  listingIds: readonly string[],
): Promise<KnownImage[]> {
  const { rows } = await sql<KnownImage>`
    select p.listing_id as "listingId", p.place, encode(p.digest, 'hex') as digest,
      p.state = 'waiting' and p.attempts = 0 as fresh, coalesce(m.shows, '[]') as shows
    from listing_pictures p
    join ${organisationProfiles} o on o.id = p.organisation_id
    left join lateral (
      select json_agg(json_build_object('reference', m.reference_id, 'bank', r.bank,
        'brand', r.brand_id, 'score', m.score, 'kind', m.kind, 'changes', m.changes, 'box', m.box,
        'hidden', m.hidden)
        order by m.score desc, m.reference_id) as shows
      from picture_matches m ${liveReference}
      where m.digest = p.digest
        and (r.organisation_id = p.organisation_id or (
          r.bank in ('official', 'known-fake') and o.kind not in ('rights-holder', 'counsel')
          and exists (
            select from ${visibleBrands} s
            where s.organisation_id = r.organisation_id and s.brand_id = r.brand_id
          )
        ))
    ) m on true
    where p.organisation_id = ${organisationId}::uuid and p.listing_id = any (${[
      ...listingIds,
    ]}::uuid[])`.execute(handle)
  return rows
}

/** The organisation's references that these pictures show, most probable first. */
export type OwnMatch = {
  sha256: string
  reference: string
  bank: ImageBank
  label: string
  brand: string | null
  score: number
  kind: ShownReference['kind']
  changes: ImageChanges
}

export async function ownMatches(
  handle: Transaction,
  organisationId: string,
  digests: readonly string[],
): Promise<OwnMatch[]> {
  if (digests.length === 0) return []
  const { rows } = await sql<OwnMatch>`
    select encode(m.digest, 'hex') as sha256, m.reference_id as reference, r.bank, r.label,
      r.brand_id as brand, m.score, m.kind, m.changes
    from picture_matches m ${liveReference}
    where m.organisation_id = ${organisationId}::uuid and m.digest = any (array(
        select decode(given, 'hex') from unnest(${[...digests]}::text[]) as given
      ))
    order by m.score desc, m.reference_id limit 200`.execute(handle)
  return rows
}

/** Live references of the organisation with one of these pictures. */
export async function ownReferences(
  handle: Transaction,
  organisationId: string,
  digests: readonly string[],
): Promise<(Pick<OwnMatch, 'reference' | 'bank' | 'label' | 'brand'> & { original: string })[]> {
  if (digests.length === 0) return []
  const { rows } = await sql<
    Pick<OwnMatch, 'reference' | 'bank' | 'label' | 'brand'> & { original: string }
  >`
    select r.id as reference, r.bank, r.label, r.brand_id as brand, encode(r.digest, 'hex') as original
    from picture_references r
    where r.organisation_id = ${organisationId}::uuid and r.removed_at is null
      and r.quarantined_at is null and r.digest = any (array(
        select decode(given, 'hex') from unnest(${[...digests]}::text[]) as given
      ))
    order by r.id limit 200`.execute(handle)
  return rows
}

/** A rights holder's reference that applies to another organisation's pictures. */
export type DisclosedMatch = Omit<OwnMatch, 'label'> & {
  /** Whether its owner discloses it to the marketplace. */
  shared: boolean
  /** Digest of the reference. */
  original: string
  width: number
  height: number
}

/**
 * Rights holders' references that apply to pictures in listings of this organisation, which is not one itself, while
 * they have an approved claim on the brand, as in `listKnownImages`. Read as the operator, since nobody else may see
 * whose they are.
 */
export async function findDisclosedMatches(
  handle: Transaction,
  organisationId: string,
  digests: readonly string[],
): Promise<DisclosedMatch[]> {
  if (digests.length === 0) return []
  const { rows } = await sql<DisclosedMatch>`
    select encode(m.digest, 'hex') as sha256, m.reference_id as reference, r.bank,
      r.brand_id as brand, m.score, m.kind, m.changes, r.shared and r.bank = 'official' as shared,
      encode(r.digest, 'hex') as original, r.width, r.height
    from picture_matches m ${liveReference}
    where m.digest = any (array(
        select decode(given, 'hex') from unnest(${[...digests]}::text[]) as given
      ))
      and m.score >= 0.8 and m.kind not in ('background', 'same-product')
      and r.organisation_id <> ${organisationId}::uuid and r.bank in ('official', 'known-fake')
      and exists (
        select from listing_pictures p
        where p.digest = m.digest and p.organisation_id = ${organisationId}::uuid
      )
      and exists (
        select from ${organisationProfiles} o
        where o.id = ${organisationId}::uuid and o.kind not in ('rights-holder', 'counsel')
      )
      and exists (
        select from ${visibleBrands} s
        where s.organisation_id = r.organisation_id and s.brand_id = r.brand_id
      )
    order by m.score desc, m.reference_id limit 200`.execute(handle)
  return rows
}

/** Visible listings that show these pictures, newest first. */
export async function placesShowing(
  handle: Transaction,
  digests: readonly string[],
  limit: number,
): Promise<{ listingId: string; place: number; sha256: string }[]> {
  const { rows } = await sql<{ listingId: string; place: number; sha256: string }>`
    select p.listing_id as "listingId", p.place, encode(p.digest, 'hex') as sha256
    from listing_pictures p join ${listingFacts} l on l.id = p.listing_id
    where p.digest = any (array(
      select decode(given, 'hex') from unnest(${[...digests]}::text[]) as given
    ))
    order by l.first_seen_at desc, p.listing_id, p.place limit ${limit + 1}`.execute(handle)
  return rows
}
