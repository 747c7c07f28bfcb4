import type { Assessment, Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import { asOperator } from '../../../../test/builders.ts'
import { starterEngine } from '../../../../test/starter-engine.ts'
import { starterPackNames } from '../../../brands/visibility/index.ts'
import { ListingIngest, startReassessment } from '../../../listings/ingest/index.ts'
import { screenInProcess } from '../../../listings/screening/index.ts'
import type { Store } from '../../../platform/db/index.ts'
import { portfolioKnowledge, startPortfolioUpdates, type PortfolioUpdates } from '../index.ts'

export const names = starterPackNames()
const screening = screenInProcess(starterEngine)

/** A store whose portfolios are kept as on a server. */
export class Installation {
  readonly intake: ListingIngest
  private readonly reassessment: ReturnType<typeof startReassessment>
  private readonly updates: PortfolioUpdates
  readonly store: Store

  constructor(store: Store) {
    this.store = store
    const faults = (error: unknown) => console.error(error)
    this.intake = new ListingIngest({
      store,
      screening,
      names: () => names,
      portfolios: portfolioKnowledge(),
      onDue: () => this.reassessment.wake(),
    })
    this.reassessment = startReassessment({ intake: this.intake, onFault: faults })
    this.updates = startPortfolioUpdates({
      store,
      onDue: () => this.reassessment.wake(),
      onFault: faults,
      everyMs: 60_000,
    })
  }

  async settle(): Promise<void> {
    for (;;) {
      await this.updates.idle()
      this.reassessment.wake()
      await this.reassessment.idle()
      const { rows } = await asOperator(this.store, (handle) =>
        sql<{ count: number }>`
          select (select count(*) from portfolio_changes) + (select count(*) from judgements_due)
            as count`.execute(handle),
      )
      if (Number(rows[0]?.count) === 0) return
    }
  }

  async close(): Promise<void> {
    await this.updates.stop()
    await this.reassessment.stop()
    await this.intake.close()
    await this.store.close()
  }
}

export type StoredListing = {
  id: string
  organisationId: string
  account: string | null
  isOfMarketplace: boolean
  source: string
  listing: Listing
  assessment: Assessment
}

export async function readListings(store: Store): Promise<StoredListing[]> {
  const { rows } = await asOperator(store, (handle) =>
    sql<StoredListing>`
      select l.id, l.organisation_id as "organisationId", l.seller_account_id as account,
        exists (select from marketplace_bindings b
          where b.organisation_id = l.organisation_id and b.marketplace = l.marketplace)
          as "isOfMarketplace",
        v.ingested_by_kind || v.ingested_by_id as source, v.content as listing, a.body as assessment
      from listings l
      join listing_versions v on v.listing_id = l.id and v.version = l.version
      join assessments a on a.listing_id = l.id and a.version = l.version
      order by l.id`.execute(handle),
  )
  return rows
}

/** A bag far below its usual price. */
export const bag = (id: string, brand: string, more: Partial<Listing> = {}): Listing => ({
  id,
  title: `${brand} leather bag`,
  marketplace: 'bazaar',
  condition: 'new',
  price: { amount: '9', currency: 'USD' },
  seller: { id: 's-1', name: 'Lumira', type: 'private' },
  ...more,
})
