import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { markDecided } from './mark-decided.ts'

export type ListingToWithdraw = {
  id: string
  marketplace: string
  externalId: string
  version: number
  withdrawnAt: Date | null
}

/** Those of these listings that the organisation submitted, locked until the transaction ends. */
export async function lockListingsToWithdraw(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, ListingToWithdraw>> {
  const { rows } = await sql<ListingToWithdraw>`
    select id, marketplace, external_id as "externalId", version, withdrawn_at as "withdrawnAt"
    from listings
    where id = any (${[...ids]}::uuid[]) and organisation_id = ${organisationId}::uuid
    order by id for update`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Withdraws locked listings that are not withdrawn; returns when. */
export async function insertWithdrawals(
  handle: Transaction,
  ids: readonly string[],
): Promise<Date | undefined> {
  if (ids.length === 0) return undefined
  const { rows } = await sql<{ withdrawnAt: Date }>`
    update listings set withdrawn_at = now(), undecided = false, changed_xid = pg_current_xact_id()
    where id = any (${[...ids]}::uuid[])
    returning withdrawn_at as "withdrawnAt"`.execute(handle)
  return rows[0]?.withdrawnAt
}

/** Ends the withdrawal of locked listings; those without a decision are open work again. */
export async function deleteWithdrawals(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update listings set withdrawn_at = null where id = any (${[...ids]}::uuid[])`.execute(handle)
  await markDecided(handle, organisationId, ids)
}
