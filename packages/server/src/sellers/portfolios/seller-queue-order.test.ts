import type { SellerPortfolioView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { bag, Installation, readListings } from './test/portfolio-fixture.ts'

const brands = ['Prada', 'Gucci', 'Dior']

onBothEngines((engine) => {
  let installation: Installation
  let app: FastifyInstance
  let admin: Browser
  const ids = new Map<string, string>()

  beforeAll(async () => {
    installation = new Installation(await openStore(await engine.newStore()))
    const { store, intake } = installation
    app = newApi(store, undefined, {}, { intake })
    const { id: organisationId } = await newOrganisation(store, 'market')
    const input = { organisation: 'market', marketplaces: ['bazaar'] }
    await asOperator(store, (handle) => bindMarketplaces({ handle, actor: operator, input }))
    const { id } = await newKey(store, 'market')
    admin = await newMember(app, store, 'market', 'admin@market.example')
    const sellers = { one: 4, two: 5, three: 6, four: 7 }
    const listings = Object.entries(sellers).flatMap(([seller, count]) =>
      Array.from({ length: count }, (_, at) => {
        // Two far below the usual price, so that all are flagged and none is certain.
        const price = { amount: at < 2 ? '60' : `${400 + 3 * at}`, currency: 'USD' }
        return bag(`${seller}-${at}`, brands[at % 3]!, { price, seller: { id: seller } })
      }),
    )
    const sender = { kind: 'key', id, organisationId, scopes: [] } as const
    await intake.ingest(sender, listings, {})
    await installation.settle()
    for (const { id: stored, listing } of await readListings(store)) ids.set(listing.id, stored)
  })
  afterAll(async () => {
    await app?.close()
    await installation?.close()
  })

  async function queue(limit: number): Promise<SellerPortfolioView[]> {
    const items: SellerPortfolioView[] = []
    let after = ''
    for (;;) {
      const { status, body } = await admin.get(`/api/v1/seller-portfolios?limit=${limit}${after}`)
      expect(status).toBe(200)
      items.push(...(body['items'] as SellerPortfolioView[]))
      if (body['next'] === null) return items
      after = `&after=${body['next'] as string}`
    }
  }
  const decide = async (listing: string, verdict: string): Promise<string> => {
    const { body } = await admin.post('/api/v1/decisions', { id: ids.get(listing), verdict })
    return (body['results'] as { id: string }[])[0]!.id
  }
  const placeOf = ({ sellerPrior, probability }: SellerPortfolioView): number =>
    sellerPrior?.probability ?? probability

  test('decisions on sellers order the queue, on every page, and undoing them restores it', async () => {
    const before = await queue(50)
    expect(before).toHaveLength(4)
    const [first, last] = [before[0]!, before.at(-1)!]
    const decisions = [
      await decide(`${first.seller.seller}-0`, 'genuine'),
      await decide(`${first.seller.seller}-1`, 'genuine'),
      await decide(`${first.seller.seller}-2`, 'genuine'),
      await decide(`${last.seller.seller}-0`, 'counterfeit'),
    ]
    const learned = await queue(50)
    expect(await queue(1)).toEqual(learned)
    expect(learned.map(placeOf)).toEqual(learned.map(placeOf).toSorted((a, b) => b - a))
    const moved = (id: string | undefined) => learned.find(({ seller }) => seller.id === id)
    expect(moved(first.seller.id)?.sellerPrior).toMatchObject({ confirmed: 0, cleared: 3 })
    expect(moved(last.seller.id)?.sellerPrior).toMatchObject({ confirmed: 1, cleared: 0 })
    expect(placeOf(moved(first.seller.id)!)).toBeLessThan(first.probability)
    expect(placeOf(moved(last.seller.id)!)).toBeGreaterThan(last.probability)
    // Whatever was decided, nobody leaves the queue by it, or enters it.
    expect(learned.map(({ seller }) => seller.id).toSorted()).toEqual(
      before.map(({ seller }) => seller.id).toSorted(),
    )
    expect(Math.min(...learned.map(placeOf))).toBeGreaterThanOrEqual(0.5)
    const undone = await admin.post('/api/v1/decisions/withdrawals', { decisions })
    expect(undone.status).toBeLessThan(300)
    expect(await queue(50)).toEqual(before)
  })
})
