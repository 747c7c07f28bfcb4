import type { Listing, SellerPortfolioView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { bag, Installation, readListings } from './test/portfolio-fixture.ts'

const brands = ['Prada', 'Gucci', 'Dior']

onOneEngine((engine) => {
  let installation: Installation
  let app: FastifyInstance
  let count = 0

  beforeAll(async () => {
    installation = new Installation(await openStore(await engine.newStore()))
    app = newApi(installation.store, undefined, {}, { intake: installation.intake })
  })
  afterAll(async () => {
    await app?.close()
    await installation?.close()
  })

  type Market = { slug: string; send: Send; admin: Browser }
  type Send = (listings: readonly Listing[], by?: string) => Promise<void>

  /** An organisation of its own, with a key for each source. */
  async function newMarket({ bound }: { bound?: string } = {}): Promise<Market> {
    const { store, intake } = installation
    const slug = `market-${count++}`
    const { id: organisationId } = await newOrganisation(store, slug)
    if (bound !== undefined) {
      const input = { organisation: slug, marketplaces: [bound] }
      await asOperator(store, (handle) => bindMarketplaces({ handle, actor: operator, input }))
    }
    const admin = await newMember(app, store, slug, `admin@${slug}.example`)
    const keys = new Map<string, string>()
    return {
      slug,
      admin,
      send: async (listings, by = 'feed') => {
        if (!keys.has(by)) keys.set(by, (await newKey(store, slug)).id)
        const sender = { kind: 'key', id: keys.get(by)!, organisationId, scopes: [] } as const
        await intake.ingest(sender, listings, {})
        await installation.settle()
      },
    }
  }

  const cheap = (
    number: number,
    more: (at: number) => Partial<Listing> = () => ({}),
    mark = 'bag',
  ): Listing[] =>
    Array.from({ length: number }, (_, at) => bag(`${mark}-${at}`, brands[at % 3]!, more(at)))
  const queueOf = async ({ admin }: Market): Promise<SellerPortfolioView[]> => {
    const { status, body } = await admin.get('/api/v1/seller-portfolios')
    expect(status).toBe(200)
    return body['items'] as SellerPortfolioView[]
  }

  test('IDs that differ by case or marketplace are different sellers, never added up', async () => {
    const market = await newMarket({ bound: 'case-bazaar' })
    const places = [
      { id: 's-9', marketplace: 'case-bazaar' },
      { id: 'S-9', marketplace: 'case-bazaar' },
      { id: 's-9', marketplace: 'Case-Bazaar' },
      { id: 's-9 ', marketplace: 'elsewhere' },
    ]
    // Two of each are too few for a fact about prices; eight together would be flagged.
    await market.send(
      places.flatMap(({ id, marketplace }, place) =>
        cheap(2, (at) => ({
          marketplace,
          seller: { id },
          id: `${place}-${at}`,
          price: { amount: `${9 + at}`, currency: 'USD' },
        })),
      ),
    )
    expect(await queueOf(market)).toEqual([])
    const more = cheap(3, () => ({ marketplace: 'case-bazaar', seller: { id: 'S-9' } }), 'more')
    await market.send(more)
    expect(await queueOf(market)).toMatchObject([{ listings: 5, seller: { seller: 'S-9' } }])
  })

  test('accounts that are linked by contacts, pictures and words are judged apart, never added up', async () => {
    const market = await newMarket({ bound: 'linked-bazaar' })
    const accounts = ['l-1', 'l-2', 'l-3', 'l-4']
    const of = (id: string, account: number, at: number): Partial<Listing> => ({
      id: `${account}-${at}`,
      marketplace: 'linked-bazaar',
      seller: { id, name: 'Harbour Finds' },
      description: 'Write to harbour.finds@mail.example or call +48 600 100 200.',
      price: { amount: `${9 + at}`, currency: 'USD' },
    })
    // Two of each are too few for a fact about prices; the same eight of one account are flagged.
    for (const [account, id] of accounts.entries())
      await market.send(cheap(2, (at) => of(id, account, at)))
    expect(await queueOf(market)).toEqual([])
    await market.send(cheap(8, (at) => of('l-5', 5, at)))
    expect(await queueOf(market)).toMatchObject([{ listings: 8, seller: { seller: 'l-5' } }])
  })

  test('a flood under a rival’s name from one source convicts nobody, whatever its size', async () => {
    const watcher = await newMarket()
    const flood = cheap(60, () => ({ marketplace: 'rival-bazaar', seller: { id: 'rival' } }))
    await watcher.send(flood)
    const one = (at: number) => ({
      ...bag(`other-${at}`, brands[at % 3]!),
      marketplace: 'rival-bazaar',
      seller: { id: 'rival' },
    })
    // A second source that is not enough by itself changes nothing.
    await watcher.send([one(0), one(1)], 'second')
    const [alone] = await queueOf(watcher)
    expect(alone).toMatchObject({ standing: 'one-source', counts: false, flagged: true })
    for (const { listing, assessment } of await readListings(installation.store)) {
      if (listing.marketplace !== 'rival-bazaar') continue
      const codes = assessment.signals.map(({ code }) => code)
      expect(codes.filter((code) => code.startsWith('seller.portfolio'))).toEqual([])
    }
    // The marketplace's own account of the same seller knows nothing of the flood.
    const rivalMarket = await newMarket({ bound: 'rival-bazaar' })
    const usual = { price: { amount: '2900', currency: 'USD' }, seller: { id: 'rival' } }
    await rivalMarket.send(cheap(6, () => ({ ...usual, marketplace: 'rival-bazaar' })))
    expect(await queueOf(rivalMarket)).toEqual([])
    await watcher.send(
      Array.from({ length: 8 }, (_, at) => one(at)),
      'second',
    )
    expect(await queueOf(watcher)).toMatchObject([{ standing: 'several-sources', counts: true }])
  })

  test('sellers on the word of one source come after all others', async () => {
    const market = await newMarket({ bound: 'queue-bazaar' })
    await market.send([
      ...cheap(12, (at) => ({ id: `x-${at}`, marketplace: 'unbound', seller: { id: 'a' } })),
      ...cheap(4, (at) => ({ id: `y-${at}`, marketplace: 'queue-bazaar', seller: { id: 'b' } })),
    ])
    expect((await queueOf(market)).map(({ standing }) => standing)).toEqual([
      'marketplace',
      'one-source',
    ])
  })

  test.each<[string, (at: number) => Partial<Listing>]>([
    ['prices of 0', () => ({ price: { amount: '0', currency: 'USD' } })],
    ['prices of 1', () => ({ price: { amount: '1', currency: 'USD' } })],
    ['prices of 999,999', () => ({ price: { amount: '999999', currency: 'USD' } })],
    [
      'a bait price of one variant, beside the goods at their usual price',
      (at) => {
        const price = { amount: `${9 + at}`, currency: 'USD' }
        const variants = [
          { name: 'Sticker', price },
          { name: 'Bag', price: { amount: '2400', currency: 'USD' } },
        ]
        return { price, variants }
      },
    ],
  ])('%s put no seller in the queue', async (_what, more) => {
    const market = await newMarket({ bound: `bait-${count}` })
    const marketplace = `bait-${count - 1}`
    await market.send(cheap(9, (at) => ({ ...more(at), marketplace })))
    expect(await queueOf(market)).toEqual([])
  })

  test('variants that are all cheap hide nothing', async () => {
    const marketplace = `variants-${count}`
    const market = await newMarket({ bound: marketplace })
    await market.send(
      cheap(8, (at) => {
        const price = { amount: `${9 + at}`, currency: 'USD' }
        const other = { amount: '12', currency: 'USD' }
        return {
          marketplace,
          price,
          variants: [
            { name: 'Black', price },
            { name: 'Red', price: other },
          ],
        }
      }),
    )
    expect(await queueOf(market)).toMatchObject([{ listings: 8, flagged: true }])
  })

  test('an erased seller has no portfolio, also when listings come in under the name again', async () => {
    const marketplace = `erased-${count}`
    const market = await newMarket({ bound: marketplace })
    const seller = { id: 'gone', name: 'Lumira' }
    await market.send(cheap(6, () => ({ marketplace, seller })))
    const [before] = await queueOf(market)
    expect(before).toMatchObject({ listings: 6 })
    const erased = await market.admin.post('/api/v1/privacy/erasures', {
      seller: { marketplace, id: seller.id },
    })
    expect(erased.status).toBe(200)
    await installation.settle()
    expect(await queueOf(market)).toEqual([])
    await market.send(cheap(6, () => ({ marketplace, seller }), 'again'))
    expect(await queueOf(market)).toEqual([])
    const stored = await readListings(installation.store)
    const again = stored.filter(({ listing }) => listing.id.startsWith('again-'))
    expect(again.map(({ account }) => account)).toEqual(again.map(() => null))
    expect(again).toHaveLength(6)
  })
})
