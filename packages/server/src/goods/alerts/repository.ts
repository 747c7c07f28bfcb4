import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

/** A statement as it was signed, with what verifies it. */
export type SignedStatement = {
  statement: string
  signature: string
  publicKey: string
  keyStatement: string
  keySignature: string
}

export type AlertRow = {
  id: string
  organisationId: string
  maker: string
  gtin: string
  batches: string[]
  serials: string[]
  title: string
  text: string
  isDangerous: boolean
  publishedAt: Date
  signed: SignedStatement
  withdrawnAt: Date | null
  withdrawalReason: string | null
  signedWithdrawal: SignedStatement | null
}

const columns = sql`a.id, a.organisation_id as "organisationId", o.name as maker, a.gtin, a.batches,
  a.serials, a.title, a.content as text, a.is_dangerous as "isDangerous",
  a.published_at as "publishedAt", a.signed, a.withdrawn_at as "withdrawnAt",
  a.withdrawal_reason as "withdrawalReason", a.signed_withdrawal as "signedWithdrawal"`
const source = sql`item_alerts a join ${organisationProfiles} o on o.id = a.organisation_id`

export async function insertAlert(
  handle: Transaction,
  {
    id,
    organisationId,
    gtin,
    batches,
    serials,
    title,
    text,
    isDangerous,
    publishedAt,
    signed,
  }: Omit<AlertRow, 'maker' | 'withdrawnAt' | 'withdrawalReason' | 'signedWithdrawal'>,
): Promise<void> {
  await sql`
    insert into item_alerts (id, organisation_id, gtin, batches, serials, title, content,
      is_dangerous, published_at, signed)
    values (${id}::uuid, ${organisationId}::uuid, ${gtin}, ${batches}::text[], ${serials}::text[],
      ${title}, ${text}, ${isDangerous}::bool, ${publishedAt}::timestamptz,
      ${JSON.stringify(signed)}::json)`.execute(handle)
}

export async function findAlert(
  handle: Transaction,
  { organisationId, id, lock = false }: { organisationId: string; id: string; lock?: boolean },
): Promise<AlertRow | undefined> {
  const { rows } = await sql<AlertRow>`
    select ${columns} from ${source}
    where a.organisation_id = ${organisationId}::uuid and a.id = ${id}::uuid
    ${lock ? sql`for update of a` : sql``}`.execute(handle)
  return rows[0]
}

export async function updateWithdrawn(
  handle: Transaction,
  { id, at, reason, signed }: { id: string; at: Date; reason: string; signed: SignedStatement },
): Promise<void> {
  await sql`
    update item_alerts set withdrawn_at = ${at}::timestamptz, withdrawal_reason = ${reason},
      signed_withdrawal = ${JSON.stringify(signed)}::json
    where id = ${id}::uuid`.execute(handle)
}

export async function pageOfAlerts(
  handle: Transaction,
  {
    organisationId,
    limit,
    after,
  }: { organisationId: string; limit: number; after?: { at: Date; id: string } },
): Promise<AlertRow[]> {
  const place =
    after === undefined
      ? sql``
      : sql`and (a.published_at, a.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
  const { rows } = await sql<AlertRow>`
    select ${columns} from ${source}
    where a.organisation_id = ${organisationId}::uuid ${place}
    order by a.published_at desc, a.id desc limit ${limit}`.execute(handle)
  return rows
}

/** The alerts of all makers, those that changed last first. */
export async function findNewestAlerts(handle: Transaction, limit: number): Promise<AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select ${columns} from ${source}
    order by coalesce(a.withdrawn_at, a.published_at) desc, a.id desc limit ${limit}`.execute(
    handle,
  )
  return rows
}
