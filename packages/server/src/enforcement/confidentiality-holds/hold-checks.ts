import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { caseListings } from '../../investigation/cases/queries.ts'
import { listingVersions } from '../../listings/ingest/queries.ts'

/** The only information about a hold for others: that it exists, not why. */
export const onHoldMessage = 'This is on hold: nothing is sent about it until it is released.'

/**
 * A subject of outgoing messages, by its row, from which the store derives the listings, cases and sellers concerned.
 */
export type HoldSubject = {
  kind: 'listing' | 'case' | 'proceeding' | 'proof-request' | 'appeal-link' | 'appeal' | 'notice'
  id: string
}

type At = { organisationId: string; now: Date }
/** An outgoing item, with its recipient if its row does not name the seller yet. */
export type HeldItem = At &
  ({ about: HoldSubject; sellerHash?: Buffer | null } | { about?: undefined; sellerHash: Buffer })

/** Since when a confidentiality hold covers any part of this subject; undefined if none does. */
export async function onHoldSince(handle: Transaction, item: HeldItem): Promise<Date | undefined> {
  const { organisationId, now, about, sellerHash } = item
  const organisation = sql`${organisationId}::uuid`
  // The kind stands in the text: as a parameter it would leave all kinds in the cached plan, whose cost would then
  // have PostgreSQL plan each call anew.
  const subjects = [
    about &&
      sql`select listing, file, seller
        from items_about(${organisation}, ${sql.lit(about.kind)}, ${about.id}::uuid)`,
    sellerHash && sql`select null::uuid, null::uuid, ${sellerHash}::bytea`,
  ].filter((subject) => subject != null)
  // As `held_since` in the store, whose body would be planned anew with each call, for ten times as long as it runs.
  const query = sql<{ since: Date | null }>`
    select min(e.set_at) as since
    from (${sql.join(subjects, sql` union all `)}) i (listing, file, seller)
    cross join lateral confidentiality_holds_on(${organisation}, i.listing, i.file, i.seller) e
    where e.ends_at > ${now}::timestamptz`
  const { rows } = await runPrepared(query, handle)
  return rows[0]?.since ?? undefined
}

export async function isOnHold(handle: Transaction, item: HeldItem): Promise<boolean> {
  return (await onHoldSince(handle, item)) !== undefined
}

/**
 * Whether a confidentiality hold blocks a link, and otherwise until when it is valid: the time under the hold is
 * added.
 */
export async function openingOfLink(
  handle: Transaction,
  { organisationId, now, link }: At & { link: string },
): Promise<{ held: boolean; until: Date | undefined }> {
  const { rows } = await sql<{ held: boolean; until: Date | null }>`
    select held_since(${organisationId}::uuid, array['appeal-link'], array[${link}::uuid], null,
        ${now}::timestamptz) is not null as held,
      link_opens_until(${link}::uuid) as until`.execute(handle)
  const [{ held = false, until = null } = {}] = rows
  return { held, until: until ?? undefined }
}

/** Refuses outgoing messages about a held subject. */
export async function assertNotOnHold(handle: Transaction, item: HeldItem): Promise<void> {
  if (!(await isOnHold(handle, item))) return
  throw new AppError({ code: 'on-hold', message: onHoldMessage })
}

/** The held listings among these, of an organisation. */
export async function findHeldListings(
  handle: Transaction,
  options: { organisationId: string; now: Date; listings: readonly string[]; case?: string },
): Promise<Set<string>> {
  const { organisationId, now, listings } = options
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...listings]}::uuid[]) as given (id)
    where is_on_confidentiality_hold(${organisationId}::uuid, id, ${options.case ?? null}::uuid, null,
      ${now}::timestamptz)`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

/** The ids of the active confidentiality holds, or of those that touch a seller. */
export async function listActiveHoldIds(
  handle: Transaction,
  options: { organisationId: string; now: Date; sellerHash?: Buffer },
): Promise<string[]> {
  const { organisationId, now, sellerHash } = options
  const ofSeller =
    sellerHash === undefined
      ? sql``
      : sql`and (e.seller_hash = ${sellerHash}::bytea or exists (
          select from ${listingVersions} v
          where v.organisation_id = e.organisation_id and v.seller_hash = ${sellerHash}::bytea
            and (v.listing_id = e.listing_id or exists (select from ${caseListings} o
              where o.case_id = e.case_id and o.listing_id = v.listing_id))))`
  const namedOfSeller =
    sellerHash === undefined
      ? sql``
      : sql`where exists (
          select from ${listingVersions} v
          where v.organisation_id = ${organisationId}::uuid and v.listing_id = h.listing_id
            and v.seller_hash = ${sellerHash}::bytea)`
  const { rows } = await sql<{ id: string }>`
    select id from (
      select e.id, e.set_at from confidentiality_holds e
      where e.organisation_id = ${organisationId}::uuid and e.lifted_at is null
        and e.expires_at > ${now}::timestamptz ${ofSeller}
      union
      select h.confidentiality_hold_id, h.set_at
      from held_by_authorities(${organisationId}::uuid, ${now}::timestamptz) h ${namedOfSeller}
    ) standing
    order by set_at, id`.execute(handle)
  return rows.map(({ id }) => id)
}
