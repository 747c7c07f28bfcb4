import { createHash } from 'node:crypto'
import type { PortfolioSummary } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

/** What sellers' other listings say together, provided by another leaf. */
export type PortfolioKnowledge = {
  /** For each of these own listings whose seller's portfolio counts, what the seller's other listings say. */
  portfoliosOf(
    handle: Transaction,
    organisationId: string,
    listingIds: readonly string[],
  ): Promise<ReadonlyMap<string, PortfolioSummary>>
}

/** Hash of assessed content together with the portfolio that was taken into account, in hexadecimal. */
export function withPortfolio(judged: string, portfolio: PortfolioSummary | undefined): string {
  if (portfolio === undefined) return judged
  return createHash('sha256')
    .update(`${judged}\n${JSON.stringify(portfolio)}`)
    .digest('hex')
}

/**
 * Queues the listings of an account that were assessed with its portfolio and should not have been, or the other way
 * round, some at a time. Tells whether it queued any, and whether there may be more.
 */
export async function markAccountDue(
  handle: Transaction,
  account: { id: string; organisationId: string },
  { counts, limit }: { counts: boolean; limit: number },
): Promise<{ marked: boolean; more: boolean }> {
  const { numAffectedRows = 0n } = await sql`
    insert into judgements_due (listing_id, organisation_id)
    select l.id, l.organisation_id from listings l
    where l.organisation_id = ${account.organisationId}::uuid
      and l.seller_account_id = ${account.id}::uuid and l.version > 0 and l.redacted_at is null
      and l.verdict is not null and l.portfolio_considered = ${!counts}::bool
      and not exists (select from judgements_due d where d.listing_id = l.id)
    order by l.id limit ${limit}
    on conflict (listing_id) do nothing`.execute(handle)
  const marked = Number(numAffectedRows)
  return { marked: marked > 0, more: marked === limit }
}
