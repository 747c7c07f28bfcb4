import { sql } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'

/** What anybody is told of something held: that it is, and not why. */
export const heldSentence = 'This is held for now: nothing goes out about it until it is released.'

export type Item = {
  organisationId: string
  now: Date
  listing?: string | null
  /** A case. */
  case?: string | null
  proceeding?: string | null
  sellerHash?: Buffer | null
}

/** Whether an embargo stands on any of what is named. */
export async function isHeld(handle: Handle, item: Item): Promise<boolean> {
  const { organisationId, now, listing = null, proceeding = null, sellerHash = null } = item
  const { rows } = await sql<{ held: boolean }>`
    select is_embargoed(${organisationId}::uuid, ${listing}::uuid, ${item.case ?? null}::uuid,
        ${sellerHash}::bytea, ${now}::timestamptz)
      or is_proceeding_embargoed(${organisationId}::uuid, ${proceeding}::uuid,
        ${now}::timestamptz) as held`.execute(handle)
  return rows[0]?.held ?? false
}

/** Whether an embargo stands on anything that a notice which an organisation wrote is about. */
export async function isNoticeHeld(
  handle: Handle,
  { organisationId, notice, now }: { organisationId: string; notice: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select is_notice_embargoed(${organisationId}::uuid, ${notice}::uuid,
      ${now}::timestamptz) as held`.execute(handle)
  return rows[0]?.held ?? false
}

/** Refuses what would go out about something held. */
export async function refuseHeld(handle: Handle, item: Item): Promise<void> {
  if (!(await isHeld(handle, item))) return
  throw new AppError({ code: 'conflict', message: heldSentence })
}

/** Which of these offers of an organisation are held. */
export async function heldAmong(
  handle: Handle,
  asked: { organisationId: string; now: Date; listings: readonly string[]; case?: string },
): Promise<Set<string>> {
  const { organisationId, now, listings } = asked
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...listings]}::uuid[]) as given (id)
    where is_embargoed(${organisationId}::uuid, id, ${asked.case ?? null}::uuid, null,
      ${now}::timestamptz)`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

/** The ids of the embargoes that stand, or of those that touch a seller. */
export async function standingEmbargoes(
  handle: Handle,
  asked: { organisationId: string; now: Date; sellerHash?: Buffer },
): Promise<string[]> {
  const { organisationId, now, sellerHash } = asked
  const ofSeller =
    sellerHash === undefined
      ? sql``
      : sql`and (e.seller_hash = ${sellerHash}::bytea or exists (
          select from listing_versions v
          where v.organisation_id = e.organisation_id and v.seller_hash = ${sellerHash}::bytea
            and (v.listing_id = e.listing_id or exists (select from case_offers o
              where o.case_id = e.case_id and o.listing_id = v.listing_id))))`
  const namedOfSeller =
    sellerHash === undefined
      ? sql``
      : sql`where exists (
          select from listing_versions v
          where v.organisation_id = ${organisationId}::uuid and v.listing_id = h.listing_id
            and v.seller_hash = ${sellerHash}::bytea)`
  const { rows } = await sql<{ id: string }>`
    select id from (
      select e.id, e.set_at from embargoes e
      where e.organisation_id = ${organisationId}::uuid and e.lifted_at is null
        and e.expires_at > ${now}::timestamptz ${ofSeller}
      union
      select h.embargo_id, h.set_at
      from held_by_authorities(${organisationId}::uuid, ${now}::timestamptz) h ${namedOfSeller}
    ) standing
    order by set_at, id`.execute(handle)
  return rows.map(({ id }) => id)
}
