import type { SellerPriorView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const titles = [
  'Prada tote, 1:1 replica',
  'Prada purse, mirror quality',
  'Prada belt',
  'Wooden spoon',
  'Prada wallet, original box',
  'Prada scarf, best copy',
  'Gucci bag, AAA quality',
]

type Item = {
  id: string
  listing: { id: string }
  sellerPrior?: SellerPriorView
}

// The engines may compute a probability differently in its last digits.
onBothEngines((engine, onOne) => {
  let store: Store
  let app: FastifyInstance
  let admin: Browser
  let limited: Browser
  let house: Browser
  const clock = newClock()
  const ids = new Map<string, string>()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, clock)
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    admin = await newMember(app, store, 'market', 'admin@market.example')
    limited = await newMember(app, store, 'market', 'lena@market.example', {
      roles: ['analyst'],
      brands: ['prada'],
    })
    house = await newMember(app, store, 'house', 'admin@house.example')
    for (let n = 0; n < 42; n++) {
      const seller = { id: `s-${n % 5}` }
      const title = `${titles[n % titles.length]!} ${n}`
      const listing = { id: `l-${n}`, title, marketplace: 'bazaar', seller }
      const { status, body } = await admin.post('/api/v1/listings', listing)
      if (status >= 300) throw new Error(JSON.stringify(body))
    }
    for (const { id, listing } of await list(admin, 'sort=newest', 50)) ids.set(listing.id, id)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  /** All pages. */
  async function list(browser: Browser, query: string, limit: number): Promise<Item[]> {
    const items: Item[] = []
    let after = ''
    for (;;) {
      const { status, body } = await browser.get(`/api/v1/listings?${query}&limit=${limit}${after}`)
      if (status !== 200) throw new Error(JSON.stringify(body))
      items.push(...(body['items'] as Item[]))
      if (body['next'] === null) return items
      after = `&after=${body['next'] as string}`
    }
  }

  /** The probability that each listing's own page states. */
  async function statedProbabilities(browser: Browser): Promise<Map<string, number>> {
    const all = await list(browser, 'sort=most-probable', 50)
    const stated = all.map(async ({ id }) => {
      const { body } = await browser.get(`/api/v1/listings/${id}/seller-prior`)
      return [id, (body as unknown as SellerPriorView).probability!] as const
    })
    return new Map(await Promise.all(stated))
  }

  const queries = ['', 'verdict=review', 'brand=prada', 'decided=false', 'probabilityFrom=0.3']
  async function expectOrder(browser: Browser): Promise<void> {
    const stated = await statedProbabilities(browser)
    for (const query of queries) {
      const all = await list(browser, `${query}&sort=most-probable`, 50)
      const expected = all
        .map(({ id }) => ({ id, probability: stated.get(id)! }))
        .sort((a, b) => b.probability - a.probability || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id)
      for (const limit of [3, 50]) {
        const shown = await list(browser, `${query}&sort=learned`, limit)
        expect([query, limit, shown.map(({ id }) => id)]).toEqual([query, limit, expected])
      }
    }
  }

  const decide = async (browser: Browser, listing: string, verdict: string): Promise<string> => {
    const { body } = await browser.post('/api/v1/decisions', { id: ids.get(listing), verdict })
    return (body['results'] as { id: string }[])[0]!.id
  }

  onOne('without decisions the learned order is that of the probability', async () => {
    const byProbability = await list(admin, 'sort=most-probable', 50)
    const learned = await list(admin, 'sort=learned', 4)
    expect(learned).toEqual(byProbability)
  })

  const decisions: string[] = []

  test('decisions on a seller move its other listings, on every page and under every filter', async () => {
    const before = await list(admin, 'sort=learned', 50)
    for (const [listing, verdict] of [
      ['l-0', 'counterfeit'],
      ['l-5', 'counterfeit'],
      ['l-1', 'genuine'],
      ['l-6', 'genuine'],
      ['l-11', 'genuine'],
      ['l-2', 'counterfeit'],
      ['l-7', 'genuine'],
    ] as const) {
      decisions.push(await decide(admin, listing, verdict))
    }
    await expectOrder(admin)
    await expectOrder(limited)
    const after = await list(admin, 'sort=learned', 50)
    expect(after.map(({ id }) => id)).not.toEqual(before.map(({ id }) => id))
    const place = (listing: string) => after.find(({ id }) => id === ids.get(listing))?.sellerPrior
    expect(place('l-10')).toMatchObject({ confirmed: 2, cleared: 0, logOdds: 1.6 })
    // A decision says nothing of the listing on which it was made.
    expect(place('l-0')).toMatchObject({ confirmed: 1, cleared: 0, logOdds: 0.8 })
    expect(place('l-16')).toMatchObject({ confirmed: 0, cleared: 3 })
    expect(place('l-3')).toBeUndefined()
  })

  onOne('another organisation’s list does not change until it decides itself', async () => {
    const byProbability = await list(house, 'sort=most-probable', 50)
    expect(await list(house, 'sort=learned', 7)).toEqual(byProbability)
    const decision = await decide(house, 'l-1', 'counterfeit')
    await expectOrder(house)
    const learned = await list(house, 'sort=learned', 50)
    expect(learned.filter(({ sellerPrior }) => sellerPrior !== undefined).length).toBeGreaterThan(2)
    await house.post('/api/v1/decisions/withdrawals', { decisions: [decision] })
    expect(await list(house, 'sort=learned', 7)).toEqual(byProbability)
  })

  onOne('decisions fade: after 180 days the order is as before', async () => {
    const { now } = clock
    clock.now = now + 181 * 86_400_000
    await admin.signIn('admin@market.example')
    const byProbability = await list(admin, 'sort=most-probable', 50)
    expect(await list(admin, 'sort=learned', 50)).toEqual(byProbability)
    clock.now = now
    await admin.signIn('admin@market.example')
  })

  onOne('what is undone no longer orders anything', async () => {
    const { status } = await admin.post('/api/v1/decisions/withdrawals', { decisions })
    expect(status).toBeLessThan(300)
    const byProbability = await list(admin, 'sort=most-probable', 50)
    expect(await list(admin, 'sort=learned', 50)).toEqual(byProbability)
  })
})
