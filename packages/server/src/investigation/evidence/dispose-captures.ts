import type { CustodyEntry } from '@touchstone/evidence'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { addCustody } from './repository.ts'
import { proceedingListings, runningDeadlines } from '../../enforcement/proceedings/queries.ts'
import { erasedSellers } from '../../privacy/retention/queries.ts'

export type DisposeResult = {
  captures: string[]
  /** Blobs of these captures: each is deleted if no other item needs it. */
  digests: string[]
}

export type DisposeInput = {
  ids: readonly string[]
  reason: string
  actor: CustodyEntry['actor']
}

/**
 * Disposes of captures: deletes their items' bytes, and keeps only the site of the address. Digests and custody stay.
 * Skips captures on hold, unfinished, or already disposed of.
 */
export async function disposeCaptures(
  handle: Transaction,
  { ids, reason, actor }: DisposeInput,
): Promise<DisposeResult> {
  const disposed: DisposeResult = { captures: [], digests: [] }
  const { rows } = await sql<{ id: string; organisationId: string }>`
    update captures
    set disposed_at = now(), disposed_for = ${reason}, also = '{}', seller_hash = null,
      url = substring(url from '^[a-z]+://[^/?#]+') || '/'
    where id in (
        select id from captures where id = any (${ids}::uuid[]) order by id for update
      )
      and held_for is null and disposed_at is null and ended_at is not null
    returning id, organisation_id as "organisationId"`.execute(handle)
  for (const capture of rows) {
    const items = await disposeItems(handle, capture.id)
    const names = items.map(({ name }) => name)
    const details = items.map(({ name, digest }) => `${name} ${digest}`).join('; ')
    await addCustody(handle, capture, [
      {
        action: 'disposed',
        actor,
        reason,
        items: names,
        ...(details !== '' && { details: details.slice(0, 4000) }),
      },
    ])
    disposed.captures.push(capture.id)
    disposed.digests.push(...items.map(({ digest }) => digest))
  }
  return disposed
}

async function disposeItems(
  handle: Transaction,
  captureId: string,
): Promise<{ name: string; digest: string }[]> {
  const { rows } = await sql<{ name: string; digest: string }>`
    update evidence_items set disposed_at = now()
    where capture_id = ${captureId}::uuid and disposed_at is null
    returning name, encode(sha256, 'hex') as digest`.execute(handle)
  return rows.sort((one, other) => (one.name < other.name ? -1 : 1))
}

export type DueCapture = {
  id: string
  endedAt: Date
  listingId: string | null
  heldBySeller: boolean
}

/**
 * Captures that ended before a time, from after a cursor. Skips those in an open case, or in a proceeding with a
 * running deadline, where they are still needed.
 */
export async function listDueCaptures(
  handle: Transaction,
  options: {
    organisationId: string
    before: Date
    /** Sellers whose data is on legal hold. */
    heldSellers: readonly Buffer[]
    after?: { endedAt: Date; id: string } | undefined
    limit: number
  },
): Promise<DueCapture[]> {
  const { organisationId, before, heldSellers, after, limit } = options
  const beyond = after
    ? sql`and (c.ended_at, c.id) > (${after.endedAt}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<DueCapture>`
    select c.id, c.ended_at as "endedAt", c.listing_id as "listingId",
      coalesce(c.seller_hash = any (${heldSellers}::bytea[]), false) as "heldBySeller"
    from captures c
    where c.organisation_id = ${organisationId}::uuid and c.disposed_at is null
      and c.held_for is null and c.ended_at < ${before}::timestamptz ${beyond}
      and not exists (
        select from case_listings o join cases k on k.id = o.case_id
        where o.listing_id = c.listing_id and o.organisation_id = c.organisation_id
          and k.closed_at is null
      )
      and not exists (
        select from ${proceedingListings} p join ${runningDeadlines} r on r.proceeding_id = p.id
        where p.listing_id = c.listing_id and p.organisation_id = c.organisation_id
      )
    order by c.ended_at, c.id limit ${limit}::int4`.execute(handle)
  return rows
}

export type SellerPseudonym = { organisationId: string; sellerHash: Buffer }

/** Existing captures of a seller's listings, and which of them are on hold. */
export async function listCapturesOfSeller(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ id: string; heldFor: string | null; ended: boolean }[]> {
  const beyond = after === undefined ? sql`` : sql`and id > ${after}::uuid`
  const { rows } = await sql<{ id: string; heldFor: string | null; ended: boolean }>`
    select id, held_for as "heldFor", ended_at is not null as ended from captures
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea ${beyond}
    order by id limit ${limit}::int4`.execute(handle)
  return rows
}

/** Captures of erased sellers: those running or on hold when the erasure was made. */
export async function listCapturesOfErased(
  handle: Transaction,
  { organisationId, limit }: { organisationId: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from ${erasedSellers} e
    join captures c on c.organisation_id = e.organisation_id and c.seller_hash = e.seller_hash
    where e.organisation_id = ${organisationId}::uuid and c.held_for is null
      and c.ended_at is not null
      and not is_on_confidentiality_hold(c.organisation_id, c.listing_id, null, c.seller_hash, now())
    order by c.id limit ${limit}::int4`.execute(handle)
  return rows.map(({ id }) => id)
}
