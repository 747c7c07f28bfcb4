import type { PortfolioSummary } from '@touchstone/contract'
import { Portfolio, type PortfolioEntry } from '@touchstone/recognition'
import { sql } from 'kysely'
import type { PortfolioKnowledge } from '../../listings/ingest/index.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { toPortfolioEntry, type EntryRow } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

type ListedEntry = EntryRow & { id: string }

/** All listings of an account at one moment. */
type Whole = { portfolio: Portfolio; entries: ReadonlyMap<string, PortfolioEntry>; readAt: number }

/** The listings of a large account are read once for so long, while many of them are assessed. */
const largeAccount = 2000
const keptMs = 60_000

/** The portfolios that count, for the assessment of their sellers' listings. */
export function portfolioKnowledge(): PortfolioKnowledge {
  let large: (Whole & { account: string }) | undefined

  async function wholeOf(
    handle: Transaction,
    organisationId: string,
    account: string,
  ): Promise<Whole> {
    const now = performance.now()
    if (large?.account === account && now - large.readAt < keptMs) return large
    const { rows } = await sql<ListedEntry>`
      select l.id, l.lead_brand_id as brand, l.portfolio_level as level,
        l.portfolio_marks as marks, l.price_amount::text as amount, l.price_currency as currency
      from ${listingFacts} l
      where l.organisation_id = ${organisationId}::uuid and l.seller_account_id = ${account}::uuid
        and l.version > 0`.execute(handle)
    const entries = new Map(rows.map((row) => [row.id, toPortfolioEntry(row)]))
    const whole = { portfolio: new Portfolio(entries.values()), entries, readAt: now }
    if (rows.length > largeAccount) large = { ...whole, account }
    return whole
  }

  return {
    portfoliosOf: async (handle, organisationId, listingIds) => {
      const found = new Map<string, PortfolioSummary>()
      const { rows } = await sql<{ id: string; account: string }>`
        select l.id, l.seller_account_id as account
        from unnest(${[...listingIds]}::uuid[]) as given (id)
        cross join lateral (
          select * from ${listingFacts} f where f.id = given.id and f.organisation_id = ${organisationId}::uuid
          offset 0
        ) l
        join seller_portfolios p on p.organisation_id = l.organisation_id
          and p.seller_account_id = l.seller_account_id
        where p.counts`.execute(handle)
      for (const [account, listings] of Map.groupBy(rows, (row) => row.account)) {
        const { portfolio, entries } = await wholeOf(handle, organisationId, account)
        for (const { id } of listings) {
          const entry = entries.get(id)
          found.set(id, entry === undefined ? portfolio.summary() : portfolio.without(entry))
        }
      }
      return found
    },
  }
}
