import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type ReplyLinkRow = {
  id: string
  referralId: string
  organisationId: string
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  lastUsedAt: Date | null
}

const columns = sql`l.id, l.referral_id as "referralId", l.organisation_id as "organisationId",
  l.created_at as "createdAt", l.expires_at as "expiresAt", l.revoked_at as "revokedAt",
  l.last_used_at as "lastUsedAt"`

export async function insertReplyLink(
  handle: Transaction,
  link: Pick<ReplyLinkRow, 'id' | 'referralId' | 'organisationId' | 'expiresAt'> & { hash: Buffer },
): Promise<void> {
  await sql`
    insert into referral_reply_links (id, referral_id, organisation_id, token_hash, expires_at)
    values (${link.id}::uuid, ${link.referralId}::uuid, ${link.organisationId}::uuid,
      ${link.hash}, ${link.expiresAt}::timestamptz)`.execute(handle)
}

export async function replyLinksOf(
  handle: Transaction,
  referralId: string,
): Promise<ReplyLinkRow[]> {
  const { rows } = await sql<ReplyLinkRow>`
    select ${columns} from referral_reply_links l where l.referral_id = ${referralId}::uuid
    order by l.created_at desc, l.id desc limit 500`.execute(handle)
  return rows
}

/** By the hash of its token, in the context of a visitor who knows it. */
export async function findReplyLink(
  handle: Transaction,
  hash: Buffer,
): Promise<ReplyLinkRow | undefined> {
  const { rows } = await sql<ReplyLinkRow>`
    select ${columns} from referral_reply_links l where l.token_hash = ${hash}`.execute(handle)
  return rows[0]
}

/** Revokes one link of a referral, or whichever opens now; returns those that it revoked. */
export async function revokeReplyLinks(
  handle: Transaction,
  { referralId, id, now }: { referralId: string; id?: string; now: Date },
): Promise<string[]> {
  const one = id === undefined ? sql`` : sql`and l.id = ${id}::uuid`
  const { rows } = await sql<{ id: string }>`
    update referral_reply_links l set revoked_at = ${now}::timestamptz
    where l.referral_id = ${referralId}::uuid and l.revoked_at is null ${one}
    returning l.id`.execute(handle)
  return rows.map((row) => row.id)
}

export async function noteReplyLinkUse(handle: Transaction, id: string, now: Date): Promise<void> {
  await sql`
    update referral_reply_links set last_used_at = ${now}::timestamptz
    where id = ${id}::uuid`.execute(handle)
}
