import type { PictureMatch } from '@touchstone/recognition/image'
import { sql } from 'kysely'
import type { ObscuredMark, ShowingListing } from '../pipeline/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { withdrawnDecisions } from '../../review/decisions/queries.ts'
import { dueAssessments, listingMentions } from '../../listings/ingest/queries.ts'

/** The part of a reference that the watcher needs. */
export type WatchedReference = {
  id: string
  organisationId: string
  digest: string
  width: number
  height: number
  isLive: boolean
  changedAt: Date
}

/**
 * References changed since a time, in order. Other transactions' writes may become visible later than their time, so
 * `since` reaches back; a change between two pages appears again.
 */
export async function changedReferences(
  handle: Transaction,
  { since, after, limit }: { since: Date; after: string; limit: number },
): Promise<WatchedReference[]> {
  const { rows } = await sql<WatchedReference>`
    select id, organisation_id as "organisationId", encode(digest, 'hex') as digest, width, height,
      removed_at is null and quarantined_at is null as "isLive", changed_at as "changedAt"
    from picture_references
    where (changed_at, id) > (${since}::timestamptz, ${after}::uuid)
    order by changed_at, id limit ${limit}`.execute(handle)
  return rows
}

/** A picture's match with a reference. */
export type NewMatch = Pick<PictureMatch, 'score' | 'kind' | 'changes'> & {
  /** Digest of the reference. */
  reference: string
  digest: string
  box: [number, number, number, number]
  /** Lines of the reference that the picture hides. */
  hidden?: ObscuredMark[]
}

/** Stores matches with all existing references that have this picture. */
export async function insertMatches(
  handle: Transaction,
  matches: readonly NewMatch[],
): Promise<void> {
  if (matches.length === 0) return
  await sql`
    insert into picture_matches
      (reference_id, organisation_id, digest, score, kind, changes, box, hidden)
    select r.id, r.organisation_id, decode(given.digest, 'hex'), given.score, given.kind,
      given.changes::json, given.box::json, given.hidden::json
    from unnest(${matches.map(({ reference }) => reference)}::text[],
      ${matches.map(({ digest }) => digest)}::text[], ${matches.map(({ score }) => score)}::float8[],
      ${matches.map(({ kind }) => kind)}::text[], ${matches.map(({ changes }) => JSON.stringify(changes))}::text[],
      ${matches.map(({ box }) => JSON.stringify(box))}::text[],
      ${matches.map(({ hidden }) => (hidden?.length ? JSON.stringify(hidden) : null))}::text[])
      as given (reference, digest, score, kind, changes, box, hidden)
    join picture_references r
      on r.digest = decode(given.reference, 'hex') and r.removed_at is null
    on conflict do nothing`.execute(handle)
}

/** Pictures that show a reference. */
export async function digestsShowing(handle: Transaction, reference: string): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from picture_matches
    where reference_id = ${reference}::uuid limit 10000`.execute(handle)
  return rows.map(({ digest }) => digest)
}

/** A match `m` of a reference `r` that counts. */
const isSpeaking = sql`m.score >= 0.8 and m.kind not in ('background', 'same-product')
  and r.removed_at is null and r.quarantined_at is null`

/** Notes listings that start to show a matching picture, to be counted once assessed. */
export async function noteUncounted(
  handle: Transaction,
  digest: string,
  shown: readonly ShowingListing[],
): Promise<void> {
  if (shown.length === 0) return
  await sql`
    insert into picture_counts_due (listing_id, organisation_id, digest)
    select id, organisation, decode(${digest}, 'hex')
    from unnest(${shown.map(({ listingId }) => listingId)}::uuid[],
      ${shown.map(({ organisationId }) => organisationId)}::uuid[]) as given (id, organisation)
    where exists (
      select from picture_matches m join picture_references r on r.id = m.reference_id
      where m.digest = decode(${digest}, 'hex') and ${isSpeaking}
    )
    on conflict do nothing`.execute(handle)
}

/** A listing with a picture that it starts to show. */
type Uncounted = ShowingListing & { digest: string }

/** Waiting listings `c` whose assessment includes their pictures. */
const isCountable = sql`not exists (
    select from ${dueAssessments} j where j.listing_id = c.listing_id offset 0
  )
  and not exists (
    select from listing_pictures p
    where p.listing_id = c.listing_id and p.state = 'waiting' and p.attempts = 0 offset 0
  )`

/** References `r` based on a withdrawn decision `w`. */
const isOutdated = sql`w.decision_id = r.decision_id and r.decision_id is not null
  and r.quarantined_at is null and r.removed_at is null`

/** Whether there are listings to count, or references to quarantine. */
export async function hasUncountedOrWithdrawn(handle: Transaction): Promise<boolean> {
  const { rows } = await sql<{ isDue: boolean }>`
    select exists (select from picture_counts_due c where ${isCountable})
      or exists (select from picture_references r, ${withdrawnDecisions} w where ${isOutdated})
      as "isDue"`.execute(handle)
  return rows[0]?.isDue === true
}

/** Takes listings assessed with their pictures that are still to be counted, the longest waiting first. */
export async function dequeueUncounted(handle: Transaction, limit: number): Promise<Uncounted[]> {
  const { rows } = await sql<Uncounted>`
    delete from picture_counts_due
    where (listing_id, digest) in (
      select c.listing_id, c.digest from picture_counts_due c
      where ${isCountable}
      order by c.noted_at limit ${limit} for update skip locked
    )
    returning listing_id as "listingId", organisation_id as "organisationId",
      encode(digest, 'hex') as digest`.execute(handle)
  return rows
}

/**
 * Counts listings for each reference that applies to them and whose owner may see them; returns the references.
 * Always by key, like `liveReference` of the pipeline, since statistics miss references that were just added.
 */
export async function countListings(
  handle: Transaction,
  shown: readonly Uncounted[],
): Promise<string[]> {
  if (shown.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    with shown as (
      select distinct r.id, r.organisation_id, due.listing_id, exists (
          select from ${listingMentions} a
          where a.listing_id = due.listing_id and a.brand_id = r.brand_id offset 0
        ) as is_of_brand
      from unnest(${shown.map(({ listingId }) => listingId)}::uuid[],
        ${shown.map(({ organisationId }) => organisationId)}::uuid[],
        ${shown.map(({ digest }) => digest)}::text[]) as due (listing_id, sender, digest)
      cross join lateral (
        select * from picture_matches where digest = decode(due.digest, 'hex') offset 0
      ) m
      cross join lateral (
        select * from picture_references where id = m.reference_id offset 0
      ) r
      where ${isSpeaking} and counts_for_reference(
        r.organisation_id, r.bank, r.brand_id, due.listing_id, due.sender
      )
    )
    insert into picture_reference_days (reference_id, organisation_id, day, listings, of_brand)
    select id, organisation_id, (now() at time zone 'utc')::date, count(*), of_brand
    from shown cross join (values (false), (true)) as counts (of_brand)
    where is_of_brand or not of_brand
    group by id, organisation_id, of_brand
    order by id, of_brand
    on conflict (reference_id, day, of_brand)
      do update set listings = picture_reference_days.listings + excluded.listings
    returning reference_id as id`.execute(handle)
  return [...new Set(rows.map(({ id }) => id))]
}

export type FloodedReference = {
  id: string
  organisationId: string
  listings: number
  expected: number
}

/** Quarantines the references among these that more listings show today than expected. */
export async function quarantineFlooded(
  handle: Transaction,
  references: readonly string[],
): Promise<FloodedReference[]> {
  if (references.length === 0) return []
  const { rows } = await sql<FloodedReference>`
    update picture_references r set quarantined_at = now(), changed_at = now()
    from picture_reference_days d
    where r.id = any (${[...references]}::uuid[]) and d.reference_id = r.id and not d.of_brand
      and d.day = (now() at time zone 'utc')::date and d.listings > r.expected
      and r.quarantined_at is null and r.removed_at is null
    returning r.id, r.organisation_id as "organisationId", d.listings, r.expected`.execute(handle)
  return rows
}

/** Quarantines known fakes based on a withdrawn decision. */
export async function quarantineWithdrawn(
  handle: Transaction,
): Promise<{ id: string; organisationId: string }[]> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    update picture_references r set quarantined_at = now(), changed_at = now()
    from ${withdrawnDecisions} w
    where ${isOutdated}
    returning r.id, r.organisation_id as "organisationId"`.execute(handle)
  return rows
}

/** Whether a listing already shows this picture, so that it has been matched with all references. */
export async function isImageShown(
  handle: Transaction,
  organisationId: string,
  digest: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from listing_pictures
    where digest = decode(${digest}, 'hex') and organisation_id = ${organisationId}::uuid limit 1`.execute(
    handle,
  )
  return rows.length > 0
}

/** Deletes references whose removal can no longer be undone; returns how many. */
export async function deleteRemovedReferences(handle: Transaction, days: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from picture_references
    where removed_at < now() - make_interval(days => ${days}) returning id`.execute(handle)
  return rows.length
}
