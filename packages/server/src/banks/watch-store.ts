import type { PictureMatch } from '@touchstone/recognition/image'
import { sql } from 'kysely'
import type { HiddenMark } from '../pictures/index.ts'
import type { Handle } from '../platform/db/index.ts'

/** A reference as a process that looks for it needs it. */
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
 * References that changed since, in the order in which they did. What another transaction wrote may show later
 * than its time says, so that `since` reaches back; what changes between two pages comes once more.
 */
export async function changedReferences(
  handle: Handle,
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

/** What a picture was found to show of a reference. */
export type NewMatch = Pick<PictureMatch, 'score' | 'kind' | 'edits'> & {
  /** Digest of the reference. */
  reference: string
  digest: string
  box: [number, number, number, number]
  /** Lines of the reference that the picture hides. */
  hidden?: HiddenMark[]
}

/** Keeps what was found, of every reference with this picture that is there still. */
export async function insertMatches(handle: Handle, matches: readonly NewMatch[]): Promise<void> {
  if (matches.length === 0) return
  await sql`
    insert into picture_matches
      (reference_id, organisation_id, digest, score, kind, edits, box, hidden)
    select r.id, r.organisation_id, decode(given.digest, 'hex'), given.score, given.kind,
      given.edits, given.box::json, given.hidden::json
    from unnest(${matches.map(({ reference }) => reference)}::text[],
      ${matches.map(({ digest }) => digest)}::text[], ${matches.map(({ score }) => score)}::float8[],
      ${matches.map(({ kind }) => kind)}::text[], ${matches.map(({ edits }) => edits)}::text[],
      ${matches.map(({ box }) => JSON.stringify(box))}::text[],
      ${matches.map(({ hidden }) => (hidden?.length ? JSON.stringify(hidden) : null))}::text[])
      as given (reference, digest, score, kind, edits, box, hidden)
    join picture_references r
      on r.digest = decode(given.reference, 'hex') and r.removed_at is null
    on conflict do nothing`.execute(handle)
}

/** The pictures that were found to show a reference. */
export async function digestsShowing(handle: Handle, reference: string): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from picture_matches
    where reference_id = ${reference}::uuid limit 10000`.execute(handle)
  return rows.map(({ digest }) => digest)
}

/** Counts offers that begin to show a picture for each reference that it shows. */
export async function countOffers(handle: Handle, digest: string, offers: number): Promise<void> {
  await sql`
    insert into picture_reference_days (reference_id, organisation_id, day, offers)
    select m.reference_id, m.organisation_id, (now() at time zone 'utc')::date, ${offers}
    from picture_matches m join picture_references r on r.id = m.reference_id
    where m.digest = decode(${digest}, 'hex') and m.score >= 0.8
      and m.kind not in ('background', 'same-product')
      and r.removed_at is null and r.quarantined_at is null
    order by m.reference_id
    on conflict (reference_id, day)
      do update set offers = picture_reference_days.offers + excluded.offers`.execute(handle)
}

export type Flooded = { id: string; organisationId: string; offers: number; expected: number }

/** Quarantines those that this picture shows and that more offers show today than is expected. */
export async function quarantineFlooded(handle: Handle, digest: string): Promise<Flooded[]> {
  const { rows } = await sql<Flooded>`
    update picture_references r set quarantined_at = now(), changed_at = now()
    from picture_matches m, picture_reference_days d
    where m.digest = decode(${digest}, 'hex') and m.reference_id = r.id and d.reference_id = r.id
      and d.day = (now() at time zone 'utc')::date and d.offers > r.expected
      and r.quarantined_at is null and r.removed_at is null
    returning r.id, r.organisation_id as "organisationId", d.offers, r.expected`.execute(handle)
  return rows
}

/** Quarantines known fakes that rest on a decision which was taken back. */
export async function quarantineWithdrawn(
  handle: Handle,
): Promise<{ id: string; organisationId: string }[]> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    update picture_references r set quarantined_at = now(), changed_at = now()
    from decision_withdrawals w
    where w.decision_id = r.decision_id and r.decision_id is not null
      and r.quarantined_at is null and r.removed_at is null
    returning r.id, r.organisation_id as "organisationId"`.execute(handle)
  return rows
}

/** Whether some offer shows this picture already, so that it was held against all references. */
export async function isShownBy(
  handle: Handle,
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

/** Deletes references whose removal can be taken back no more; gives how many. */
export async function deleteRemoved(handle: Handle, days: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from picture_references
    where removed_at < now() - make_interval(days => ${days}) returning id`.execute(handle)
  return rows.length
}
