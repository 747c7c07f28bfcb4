import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { EmailUpdatesRow } from './types.ts'

const columns = sql`link_id as "linkId", organisation_id as "organisationId", sealed, locale,
  requested_at as "requestedAt", confirmed_at as "confirmedAt", seen, notified_at as "notifiedAt"`

type NewRow = Pick<
  EmailUpdatesRow,
  'linkId' | 'organisationId' | 'sealed' | 'locale' | 'requestedAt'
> & { tokenHash: Buffer }

/** Replaces the address of the link, if it has one; it has to be confirmed again. */
export async function replaceEmailUpdates(handle: Transaction, row: NewRow): Promise<void> {
  await sql`
    insert into email_updates (link_id, organisation_id, sealed, token_hash, locale, requested_at)
    values (${row.linkId}::uuid, ${row.organisationId}::uuid, ${row.sealed}::bytea,
      ${row.tokenHash}::bytea, ${row.locale}, ${row.requestedAt}::timestamptz)
    on conflict (link_id) do update set sealed = excluded.sealed, token_hash = excluded.token_hash,
      locale = excluded.locale, requested_at = excluded.requested_at, confirmed_at = null,
      checked_at = null, notified_at = null`.execute(handle)
}

export async function findEmailUpdates(
  handle: Transaction,
  linkId: string,
): Promise<EmailUpdatesRow | undefined> {
  const { rows } = await sql<EmailUpdatesRow>`
    select ${columns} from email_updates where link_id = ${linkId}::uuid`.execute(handle)
  return rows[0]
}

/** For a visitor with the token of an email. */
export async function findEmailUpdatesByToken(
  handle: Transaction,
  tokenHash: Buffer,
): Promise<EmailUpdatesRow | undefined> {
  const { rows } = await sql<EmailUpdatesRow>`
    select ${columns} from email_updates where token_hash = ${tokenHash}::bytea`.execute(handle)
  return rows[0]
}

/** False if it was confirmed before, or has another token by now. */
export async function markConfirmed(
  handle: Transaction,
  { linkId, tokenHash, now }: { linkId: string; tokenHash: Buffer; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update email_updates set confirmed_at = ${now}::timestamptz
    where link_id = ${linkId}::uuid and token_hash = ${tokenHash}::bytea
      and confirmed_at is null`.execute(handle)
  return numAffectedRows === 1n
}

export async function deleteEmailUpdates(handle: Transaction, linkId: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from email_updates where link_id = ${linkId}::uuid`.execute(handle)
  return numAffectedRows === 1n
}

export async function markSeen(
  handle: Transaction,
  { linkId, seen }: { linkId: string; seen: Buffer },
): Promise<void> {
  await sql`
    update email_updates set seen = ${seen}::bytea
    where link_id = ${linkId}::uuid and seen is distinct from ${seen}::bytea`.execute(handle)
}

type CountedRequest = {
  linkId: string
  organisationId: string
  addressHash: Buffer
  now: Date
}

/** Counts a request; returns how many the link made, and how many the address had, within a day. */
export async function countRequest(
  handle: Transaction,
  { linkId, organisationId, addressHash, now }: CountedRequest,
): Promise<{ ofLink: number; toAddress: number }> {
  // Requests at once would not see each other.
  const address = `${organisationId} ${addressHash.toString('hex')}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${linkId}, 0)),
    pg_advisory_xact_lock(hashtextextended(${address}, 0))`.execute(handle)
  await sql`
    insert into email_update_requests (id, organisation_id, link_id, address_hash, requested_at)
    values (${randomUUID()}::uuid, ${organisationId}::uuid, ${linkId}::uuid, ${addressHash}::bytea,
      ${now}::timestamptz)`.execute(handle)
  const { rows } = await sql<{ ofLink: number; toAddress: number }>`
    select count(*) filter (where link_id = ${linkId}::uuid)::int as "ofLink",
      count(*) filter (where address_hash = ${addressHash}::bytea)::int as "toAddress"
    from email_update_requests
    where organisation_id = ${organisationId}::uuid
      and (link_id = ${linkId}::uuid or address_hash = ${addressHash}::bytea)
      and requested_at > ${now}::timestamptz - interval '1 day'`.execute(handle)
  return rows[0] ?? { ofLink: 1, toAddress: 1 }
}

/** Deletes what is not needed any more: addresses of ended links, unconfirmed ones, and old requests. */
export async function deleteEnded(
  handle: Transaction,
  { now, confirmationMilliseconds }: { now: Date; confirmationMilliseconds: number },
): Promise<void> {
  await sql`
    delete from email_updates u using appeal_links l
    where l.id = u.link_id and (l.revoked_at is not null or l.expires_at <= ${now}::timestamptz
      or (u.confirmed_at is null and u.requested_at <= ${now}::timestamptz
        - ${confirmationMilliseconds} * interval '1 millisecond'))`.execute(handle)
  await sql`
    delete from email_update_requests
    where requested_at <= ${now}::timestamptz - interval '1 day'`.execute(handle)
}

export type DueCheck = { linkId: string; organisationId: string }

const isDue = (before: Date) => sql`confirmed_at is not null
  and (checked_at is null or checked_at < ${before}::timestamptz)`

/** Confirmed addresses whose pages were not compared since, the longest waiting first. */
export async function findDueChecks(
  handle: Transaction,
  { before, limit }: { before: Date; limit: number },
): Promise<DueCheck[]> {
  const { rows } = await sql<DueCheck>`
    select link_id as "linkId", organisation_id as "organisationId" from email_updates
    where ${isDue(before)}
    order by checked_at nulls first, link_id limit ${limit}`.execute(handle)
  return rows
}

/** Claims a due check: undefined if another process was faster, or the address was removed. */
export async function claimCheck(
  handle: Transaction,
  { linkId, before, now }: { linkId: string; before: Date; now: Date },
): Promise<EmailUpdatesRow | undefined> {
  const { rows } = await sql<EmailUpdatesRow>`
    update email_updates set checked_at = ${now}::timestamptz
    where link_id = ${linkId}::uuid and ${isDue(before)}
    returning ${columns}`.execute(handle)
  return rows[0]
}

export async function markNotified(
  handle: Transaction,
  { linkId, seen, now }: { linkId: string; seen: Buffer; now: Date },
): Promise<void> {
  await sql`
    update email_updates set seen = ${seen}::bytea, notified_at = ${now}::timestamptz
    where link_id = ${linkId}::uuid`.execute(handle)
}
