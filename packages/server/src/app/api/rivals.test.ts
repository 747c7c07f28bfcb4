import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  newClaim,
  newKey,
  newOrganisation,
  newStandingClaim,
  webhookSettings,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newAllianceApi } from '../../../test/leaks/alliance.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { house } from '../../../test/leaks/marked-organisation.ts'
import { startReceiver, type Receiver, type Verified } from '../../../test/receiver.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { startDelivery, type EventDelivery } from '../../messaging/webhooks/index.ts'

const scopes = ['listings:read', 'listings:write', 'decisions:write', 'outcomes:write']
type Body = Record<string, unknown>

/** Two rivals with approved claims on one listing's brand, a pending claimant, and the marketplace. */
onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let receiver: Receiver
  let delivering: EventDelivery
  const keys: Record<string, string> = {}
  let shared: string

  const ask = (slug: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Body> =>
    askByKey(app, keys[slug]!, method, `/api/v1${path}`, body)

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    receiver = await startReceiver()
    const settings = { ...webhookSettings, allow: [receiver.host] }
    app = newAllianceApi(store, settings)
    for (const [slug, kind] of [
      ['market', 'marketplace'],
      ['gucci-house', 'rights-holder'],
      ['prada-house', 'rights-holder'],
      ['claimant', 'rights-holder'],
    ] as const) {
      await newOrganisation(store, slug, { kind })
      keys[slug] = (await newKey(store, slug, [...scopes, 'webhooks:write'])).text
      await ask(slug, 'POST', '/webhooks', { url: `${receiver.url}/${slug}` })
    }
    await newStandingClaim(store, 'gucci-house', 'gucci')
    await newStandingClaim(store, 'prada-house', 'prada')
    await newClaim(store, 'claimant', 'prada', { number: '77' })
    const listing = {
      title: 'Prada wallet PRX73198 and Gucci bag, 1:1 replica',
      condition: 'new',
      price: { amount: '40', currency: 'USD' },
      marketplace: 'bazaar',
      seller: { id: 's' },
    }
    shared = (await ask('market', 'POST', '/listings', { ...listing, id: 'both' }))['id'] as string
    // A rival submits a listing to learn about the other's catalog from the response.
    await ask('gucci-house', 'POST', '/listings', { ...listing, id: 'bait' })
    for (const [slug, verdict] of [
      ['gucci-house', 'counterfeit'],
      ['prada-house', 'grey-market'],
    ] as const) {
      const said = { id: shared, note: `${slug} note` }
      await ask(slug, 'POST', '/decisions', { ...said, verdict, reason: `${slug} reason` })
      await ask(slug, 'POST', '/outcomes', { ...said, outcome: 'test-purchase-counterfeit' })
    }
    delivering = startDelivery({
      store,
      ...settings,
      pollMilliseconds: 30,
      onFault: (error) => console.error(error),
    })
    // One for each listing, and two for the rivals' parts.
    const arrived = (): void => expect(receiver.received.length).toBeGreaterThanOrEqual(6)
    await vi.waitFor(arrived, { timeout: 120_000 })
  })
  afterAll(async () => {
    await delivering?.stop()
    await app?.close()
    await store?.close()
    await receiver?.stop()
  })

  const sentTo = (slug: string): Verified[] =>
    receiver.received
      .filter(({ path }) => path.endsWith(`/${slug}`))
      .map(({ text }) => JSON.parse(text) as Verified)
  const told = (events: Verified[]): unknown[] =>
    events.map(({ type, data }) => ({ type, ...data })).sort((a, b) => a.type.localeCompare(b.type))
  const anyId = expect.any(String) as string

  test('each organisation receives only its own events: ids, verdicts and no reasons', () => {
    const listing = { id: shared, marketplace: 'bazaar', externalId: 'both' }
    const assessed = {
      type: 'listing.assessed',
      version: 1,
      verdict: 'block',
      previousVerdict: null,
    }
    const outcome = {
      type: 'outcome.recorded',
      listing,
      id: anyId,
      outcome: 'test-purchase-counterfeit',
    }
    const decided = (verdict: string) => ({
      type: 'decision.recorded',
      listing,
      decision: anyId,
      version: 1,
      verdict,
    })
    expect(told(sentTo('market'))).toEqual([{ ...assessed, listing }])
    expect(told(sentTo('gucci-house'))).toEqual([
      decided('counterfeit'),
      // By the signals that it may see, which are not all.
      { ...assessed, verdict: 'review', listing: { ...listing, id: anyId, externalId: 'bait' } },
      outcome,
    ])
    expect(told(sentTo('prada-house'))).toEqual([decided('grey-market'), outcome])
    expect(sentTo('claimant')).toEqual([])
    const words = receiver.received.map(({ text }) => text).join()
    expect(words).not.toMatch(/note|reason|msrp|authorised|PRX|40 USD/)
    expect(words).not.toContain(house.mark)
  })

  test.each([
    ['gucci-house', 'counterfeit'],
    ['prada-house', 'grey-market'],
  ])('%s reads only its own decisions and outcomes on the one listing', async (slug, verdict) => {
    for (const path of ['/decisions', `/listings/${shared}/decisions`]) {
      const { items } = await ask(slug, 'GET', path)
      expect(items).toMatchObject([{ verdict, note: `${slug} note`, superseded: false }])
      expect(items).toHaveLength(1)
    }
    for (const path of ['/outcomes', `/listings/${shared}/outcomes`]) {
      const { items } = await ask(slug, 'GET', path)
      expect(items).toMatchObject([{ note: `${slug} note` }])
      expect(items).toHaveLength(1)
    }
  })

  test.each(['market', 'claimant'])('%s reads no decision of either', async (slug) => {
    for (const path of ['/decisions', '/outcomes']) {
      expect(await ask(slug, 'GET', path)).toEqual({ items: [], next: null })
    }
  })

  test('the claimant sees and counts nothing, whatever it filters by', async () => {
    for (const query of [
      '',
      '?brand=prada',
      '?brand=gucci',
      '?verdict=block',
      '?marketplace=bazaar',
    ]) {
      expect(await ask('claimant', 'GET', `/listings${query}`)).toEqual({ items: [], next: null })
      const none = { count: 0, more: false }
      expect(await ask('claimant', 'GET', `/listings/count${query}`)).toEqual(none)
    }
  })

  test('the sender of the bait learns the verdict, and nothing of the other’s catalog', async () => {
    const { items } = await ask('gucci-house', 'GET', '/listings')
    const bait = (items as { own: boolean; assessment: Body }[]).find(({ own }) => own)!
    const codes = (bait.assessment['signals'] as { code: string }[]).map(({ code }) => code)
    expect(codes).toContain('text.replica-term')
    expect(codes.filter((code) => /^(channel|product)\.|msrp/.test(code))).toEqual([])
    expect(JSON.stringify(bait.assessment)).not.toContain(house.mark)
    const reader = (await newKey(store, 'gucci-house', ['catalog:read'])).text
    expect(await askByKey(app, reader, 'GET', '/api/v1/catalog')).toEqual({
      brands: [],
      products: [],
    })
  })
})
