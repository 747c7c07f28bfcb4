import type { SellerPriorView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let admin: Browser
  let house: Browser
  const clock = newClock()
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, clock)
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    admin = await newMember(app, store, 'market', 'admin@market.example')
    house = await newMember(app, store, 'house', 'admin@house.example')
    const sent = [
      ['a', 's-1', 'Prada tote, 1:1 replica'],
      ['b', 's-1', 'Prada purse, 1:1 replica'],
      ['c', 's-1', 'Prada belt, mirror quality'],
      ['other', 's-2', 'Prada hat, 1:1 replica'],
    ] as const
    for (const [id, seller, title] of sent) {
      const listing = { id, title, marketplace: 'bazaar', seller: { id: seller } }
      const { status, body } = await admin.post('/api/v1/listings', listing)
      if (status >= 300) throw new Error(JSON.stringify(body))
    }
    const { body } = await admin.get('/api/v1/listings?limit=10')
    for (const { id, listing } of body['items'] as { id: string; listing: { id: string } }[]) {
      ids[listing.id] = id
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const priorOn = async (browser: Browser, listing: string): Promise<SellerPriorView> => {
    const { status, body } = await browser.get(`/api/v1/listings/${ids[listing]}/seller-prior`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body as unknown as SellerPriorView
  }
  const decide = async (browser: Browser, listing: string, verdict: string): Promise<string> => {
    const { body } = await browser.post('/api/v1/decisions', { id: ids[listing], verdict })
    return (body['results'] as { id: string }[])[0]!.id
  }
  const verdictOf = async (listing: string): Promise<unknown> => {
    const { body } = await admin.get(`/api/v1/listings/${ids[listing]}`)
    return (body['assessment'] as { verdict: string }).verdict
  }

  test('decisions on the seller’s other listings count until they are undone', async () => {
    const none = await priorOn(admin, 'a')
    expect(none).toMatchObject({ confirmed: 0, cleared: 0, latestAt: null, logOdds: 0 })
    const verdict = await verdictOf('a')
    const decision = await decide(admin, 'b', 'counterfeit')
    const confirmed = await priorOn(admin, 'a')
    expect(confirmed).toMatchObject({ confirmed: 1, cleared: 0, logOdds: 0.8 })
    expect(confirmed.probability!).toBeGreaterThanOrEqual(none.probability!)
    expect(await verdictOf('a')).toBe(verdict)
    // Not on the listing itself, nor on another seller's.
    expect(await priorOn(admin, 'b')).toMatchObject({ confirmed: 0 })
    expect(await priorOn(admin, 'other')).toMatchObject({ confirmed: 0 })
    await admin.post('/api/v1/decisions/withdrawals', { decisions: [decision] })
    expect(await priorOn(admin, 'a')).toEqual(none)
  })

  test('a cleared listing speaks for the seller, and so does one whose seller was right', async () => {
    await decide(admin, 'b', 'genuine')
    const cleared = await priorOn(admin, 'a')
    expect(cleared).toMatchObject({ confirmed: 0, cleared: 1, logOdds: -0.8 })
    await decide(admin, 'c', 'counterfeit')
    expect(await priorOn(admin, 'a')).toMatchObject({ confirmed: 1, cleared: 1, logOdds: 0 })
    await admin.post('/api/v1/outcomes', { id: ids['c'], outcome: 'seller-proved-genuine' })
    expect(await priorOn(admin, 'a')).toMatchObject({ confirmed: 0, cleared: 2, logOdds: -1.6 })
  })

  test('each organisation learns from its own decisions alone', async () => {
    expect(await priorOn(house, 'a')).toMatchObject({ confirmed: 0, cleared: 0 })
    await decide(house, 'b', 'counterfeit')
    expect(await priorOn(house, 'a')).toMatchObject({ confirmed: 1, cleared: 0, logOdds: 0.8 })
    expect(await priorOn(admin, 'a')).toMatchObject({ confirmed: 0, cleared: 2 })
  })

  test('after sixty days a decision counts half, after 180 nothing', async () => {
    const now = clock.now
    // The session ends meanwhile.
    const pass = async (days: number): Promise<void> => {
      clock.now = now + days * 86_400_000
      await house.signIn('admin@house.example')
    }
    await pass(60)
    expect((await priorOn(house, 'a')).logOdds).toBeCloseTo(0.4, 2)
    await pass(181)
    expect(await priorOn(house, 'a')).toMatchObject({ confirmed: 0, latestAt: null, logOdds: 0 })
    await pass(0)
  })

  test('a listing that the reader does not see looks like none', async () => {
    await newOrganisation(store, 'stranger')
    const stranger = await newMember(app, store, 'stranger', 'admin@stranger.example')
    const hidden = await stranger.get(`/api/v1/listings/${ids['a']}/seller-prior`)
    const unknown = await stranger.get(
      '/api/v1/listings/3f5c9a52-7d11-4e0b-9c57-1b0f6f1d2a99/seller-prior',
    )
    expect([hidden.status, unknown.status]).toEqual([404, 404])
  })
})
