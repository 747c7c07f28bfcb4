import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { isNamedInProcedures } from '../../enforcement/appeals/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import { noticeFacts } from '../../enforcement/notices/queries.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import { listingVersions } from '../../listings/ingest/queries.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import {
  deleteAccounts,
  pageOfStaleAccounts,
  type AccountCursor,
  type StaleAccount,
} from '../../sellers/seller-accounts/index.ts'
import { findActiveLegalHolds, lockAgainstNewHolds } from './legal-holds-repository.ts'
import { purgedAtOnce } from './types.ts'

type Work = {
  store: Store
  context: Context
  organisationId: string
  signal: AbortSignal | undefined
}

/** Deletes seller accounts that nothing refers to any more. Returns their number. */
export async function purgeAccounts(
  { store, context, organisationId, signal }: Work,
  before: Date,
): Promise<number> {
  let total = 0
  let after: AccountCursor | undefined
  while (signal?.aborted !== true) {
    const turn = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const { whole, sellers } = await findActiveLegalHolds(handle, organisationId)
      if (whole) return { page: [], gone: [] }
      const query = { organisationId, before, after, limit: purgedAtOnce }
      const page = await pageOfStaleAccounts(handle, query)
      const heldSellers = new Set(sellers.map((hash) => hash.toString('hex')))
      const free = page.filter(({ sellerHash }) => !heldSellers.has(sellerHash.toString('hex')))
      const needed = await findNeededAccounts(handle, organisationId, free)
      const unneeded = free.filter(({ id }) => !needed.has(id)).map(({ id }) => id)
      await deleteAccounts(handle, unneeded)
      return { page, gone: unneeded }
    })
    total += turn.gone.length
    after = turn.page.at(-1)
    if (turn.page.length < purgedAtOnce) break
    await breathe()
  }
  return total
}

/** Which of these accounts a listing, an open case or notice, a measure or a procedure still needs. */
async function findNeededAccounts(
  handle: Transaction,
  organisationId: string,
  accounts: readonly StaleAccount[],
): Promise<Set<string>> {
  if (accounts.length === 0) return new Set()
  const own = sql`${organisationId}::uuid`
  const { rows } = await sql<{ id: string }>`
    select given.id
    from unnest(${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ sellerHash }) => sellerHash)}::bytea[],
      ${accounts.map(({ sellerId }) => sellerId)}::text[])
      as given (id, seller_hash, seller_id)
    where exists (
        select from ${listingVersions} v
        where v.organisation_id = ${own} and v.seller_hash = given.seller_hash offset 0
      )
      or exists (
        select from ${caseListings} o
        join ${caseFacts} c on c.id = o.case_id
        where o.organisation_id = ${own} and o.seller_account_id = given.id and (
          c.closed_at is null
          or exists (
            select from ${noticeFacts} n
            where n.case_id = c.id and n.state in ('proposed', 'sent') and n.decided_at is null
          )
        )
      )
      or exists (
        select from ${allMeasures} m
        where m.organisation_id = ${own} and m.seller = given.seller_id and m.ended_at is null
      )
      or ${isNamedInProcedures(own, sql`given.seller_hash`)}`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}
