import type { Assessment, Catalog } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  asOperator,
  newClaim,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { createApi } from '../../app/api/index.ts'
import { engineCatalog, importCatalog } from '../catalog/index.ts'
import { approvedPairs, contestClaim, resolveClaim } from '../claims/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { compileEngine, screenInProcess } from '../../listings/screening/index.ts'
import { compileBrandNames } from './index.ts'

type Item = { id: string; listing: { id: string }; assessment: Assessment }

const catalogOf = (seller: string, amount: string): Catalog => ({
  brands: [
    {
      id: 'velmoraq',
      name: 'Velmoraq',
      channels: [{ marketplace: '*', policy: 'authorised-sellers', authorisedSellers: [seller] }],
    },
  ],
  products: [
    {
      id: `bag-of-${seller}`,
      brand: 'velmoraq',
      name: 'Velmoraq Tarn',
      styleCodes: ['VLQ900X'],
      msrp: [{ amount, currency: 'USD' }],
    },
  ],
})
const aListing = (id: string, amount: string) => ({
  id,
  title: 'Velmoraq VLQ900X handbag',
  condition: 'new',
  marketplace: 'bazaar',
  price: { amount, currency: 'USD' },
  seller: { id: 'shop-9' },
})
const listings = [
  aListing('cheap', '90'),
  aListing('dear', '395'),
  { ...aListing('quiet', '90'), title: 'Velmoraq scarf, 1:1 replica' },
]
/** The house whose catalog the engine uses, and its rival with the same right. */
const parties = [
  { slug: 'house-1', number: '1', seller: 'shop-1', amount: '1000' },
  { slug: 'house-2', number: '2', seller: 'shop-2', amount: '400' },
]
const fromCatalog = /channel\.|product\.|msrp|list price|authorised|bag-of|"price":\{"against/

onOneEngine((kind) => {
  let store: Store
  let app: FastifyInstance
  const keys: Record<string, string> = {}
  let [taken, rival] = ['', '']

  beforeAll(async () => {
    store = await openStore(await kind.newStore())
    const add = async (slug: string, more: Record<string, unknown>): Promise<string> => {
      const { id } = await newOrganisation(store, slug, more)
      keys[slug] = (await newKey(store, slug, ['listings:read', 'listings:write'])).text
      return id
    }
    await add('market', { kind: 'marketplace' })
    const ids = []
    for (const { slug, seller, amount } of parties) {
      await add(`above-${slug}`, { kind: 'rights-holder' })
      await add(`agent-${slug}`, { kind: 'counsel' })
      const organisationId = await add(slug, { kind: 'rights-holder', parent: `above-${slug}` })
      ids.push({ slug, organisationId })
      const source = { document: catalogOf(seller, amount) }
      await importCatalog({ store, actor: operator, organisationId, source })
    }
    await newStandingClaim(store, 'house-1', 'velmoraq', { number: '1' })
    const { id } = await newClaim(store, 'house-2', 'velmoraq', { number: '2' })
    const decide = (
      what: typeof contestClaim | typeof resolveClaim,
      decision: Record<string, string>,
    ) => asOperator(store, (handle) => what({ handle, actor: operator, input: { id, decision } }))
    await decide(contestClaim, { reason: 'both proofs are sound' })
    await decide(resolveClaim, { standing: 'all', reason: 'both have a right' })
    const pairs = await approvedPairs((work) => asOperator(store, work))
    const first = ids.find(({ organisationId }) => organisationId === pairs[0]?.organisationId)!
    taken = first.slug
    rival = ids.find(({ slug }) => slug !== taken)!.slug
    const catalog = await engineCatalog({
      read: (work) => asOperator(store, work),
      approved: pairs,
      today: new Date().toISOString().slice(0, 10),
    })
    const screening = screenInProcess(compileEngine(catalog))
    const names = compileBrandNames(catalog)
    app = createApi({ store, screening, names: () => names, checkAnswers: true })
    const { seller, amount } = parties.find(({ slug }) => slug === taken)!
    expect(catalog.products?.[0]).toMatchObject({ id: `bag-of-${seller}`, msrp: [{ amount }] })
    const answer = await ask('market', '/api/v1/listings/batch', listings)
    expect(answer).toMatchObject({ taken: 3 })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask(slug: string, url: string, payload?: unknown): Promise<object> {
    const response = await app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url,
      headers: {
        authorization: `Bearer ${keys[slug]}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
      },
      ...(payload !== undefined && { payload: JSON.stringify(payload) }),
    })
    return response.json<object>()
  }
  const list = async (slug: string, query = ''): Promise<Item[]> => {
    const { items } = (await ask(slug, `/api/v1/listings${query}`)) as { items: Item[] }
    const filters = query.replace(/[?&]sort=most-probable$/, '')
    const { count } = (await ask(slug, `/api/v1/listings/count${filters}`)) as { count: number }
    // Counts reveal no more than the list itself.
    expect([slug, query, count]).toEqual([slug, query, items.length])
    return items
  }
  const codes = ({ assessment }: Item): string[] => assessment.signals.map(({ code }) => code)
  const seen = async (slug: string, query: string): Promise<string[]> =>
    (await list(slug, query)).map(({ listing }) => listing.id).sort()

  test('the owner of the catalog, and the group above, read its signals', async () => {
    for (const slug of [taken, `above-${taken}`]) {
      const items = await list(slug)
      expect(items).toHaveLength(3)
      const cheap = items.find(({ listing }) => listing.id === 'cheap')!
      expect(codes(cheap)).toEqual(
        expect.arrayContaining(['price.far-below-msrp', 'channel.seller-not-authorised']),
      )
      expect(cheap.assessment.price?.against).toBe('list-price')
      expect(await seen(slug, '?signal=price')).toContain('cheap')
      expect(await seen(slug, '?signal=channel')).toEqual(['cheap', 'dear', 'quiet'])
    }
  })

  test('a rival with the same right reads nothing of it, in lists, individually or in versions', async () => {
    for (const slug of [rival, `above-${rival}`]) {
      const items = await list(slug)
      expect(items.map(({ listing }) => listing.id).sort()).toEqual(['cheap', 'dear', 'quiet'])
      for (const { id, ...item } of items) {
        const one = await ask(slug, `/api/v1/listings/${id}`)
        expect(JSON.stringify([item, one])).not.toMatch(fromCatalog)
        expect(item.assessment.brands).toMatchObject([{ id: 'velmoraq' }])
        // Silent families would reveal whether a catalog contributed.
        expect(item.assessment).not.toHaveProperty('silent')
      }
      const quiet = items.find(({ listing }) => listing.id === 'quiet')!
      expect(codes(quiet)).toContain('text.replica-term')
    }
  })

  test.each(['price', 'channel', 'product', 'price.far-below-msrp'])(
    'no filter by %s tells its rival anything',
    async (signal) => {
      expect(await seen(rival, `?signal=${signal}`)).toEqual([])
      expect(await seen(rival, `?signal=${signal}&sort=most-probable`)).toEqual([])
    },
  )

  test('each organisation’s list is sorted by its visible probability', async () => {
    const shown = async (slug: string): Promise<number[]> =>
      (await list(slug)).map(({ assessment }) => assessment.probability).sort((a, b) => b - a)
    for (const slug of [taken, rival]) {
      const all = await shown(slug)
      const sorted = await list(slug, '?sort=most-probable')
      expect(sorted.map(({ assessment }) => assessment.probability)).toEqual(all)
      for (const from of all) {
        const at = `?probabilityFrom=${from}`
        const expected = all.filter((one) => one >= from)
        expect(await list(slug, at)).toHaveLength(expected.length)
        expect(await list(slug, `${at}&sort=most-probable`)).toHaveLength(expected.length)
      }
    }
    const [own, others] = [await shown(taken), await shown(rival)]
    expect(own[1]).toBeGreaterThan(others[1]!)
    // By page, each appears once.
    const first = (await ask(rival, '/api/v1/listings?sort=most-probable&limit=2')) as {
      items: Item[]
      next: string
    }
    const second = (await ask(
      rival,
      `/api/v1/listings?sort=most-probable&limit=2&after=${first.next}`,
    )) as { items: Item[] }
    const paged = [...first.items, ...second.items].map(({ listing }) => listing.id)
    expect(paged.sort()).toEqual(['cheap', 'dear', 'quiet'])
  })

  test('an agent hears the catalog of the one for whose entry it speaks, and no other', async () => {
    const { number } = parties.find(({ slug }) => slug === taken)!
    const document = { reference: 'file 7' }
    const agent = `agent-${taken}`
    // Beside a rival, an agent of either is decided on by the operator, as a contest.
    const { id } = await newClaim(store, agent, 'velmoraq', {
      basis: 'agent',
      number,
      powerOfAttorney: { document, validFrom: '2020-01-01', validTo: '2099-12-31' },
    })
    const act = (what: typeof contestClaim | typeof resolveClaim, decision: object) =>
      asOperator(store, (handle) => what({ handle, actor: operator, input: { id, decision } }))
    await act(contestClaim, { reason: 'both stand' })
    await act(resolveClaim, { standing: 'all', reason: 'both have a right' })
    expect(await seen(agent, '?signal=channel')).toEqual(['cheap', 'dear', 'quiet'])
    expect(await seen(rival, '?signal=channel')).toEqual([])
  })

  test('no one learns whose catalog contributed, and the marketplace reads everything', async () => {
    const items = await list('market')
    expect(items.flatMap(codes)).toContain('channel.seller-not-authorised')
    const everybody = await Promise.all(Object.keys(keys).map((slug) => list(slug)))
    const answer = await ask('market', '/api/v1/listings', aListing('later', '90'))
    expect(JSON.stringify([everybody, answer])).not.toContain('"catalogs"')
  })

  describe('assessments stored before catalogs were recorded', () => {
    test('no one but the marketplace sees it', async () => {
      await asOperator(store, (handle) =>
        sql`update listing_mentions set heard_by = null`.execute(handle),
      )
      expect(await seen(rival, '?signal=channel')).toEqual([])
      expect(await seen(taken, '?signal=channel')).toEqual([])
    })
  })
})
