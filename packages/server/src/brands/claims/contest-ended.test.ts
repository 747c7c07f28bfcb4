import type { Assessment, Catalog, Thresholds } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newClaim,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
  personOf,
  tenantContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { createApi } from '../../app/api/index.ts'
import { engineCatalog, importCatalog } from '../catalog/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { compileEngine, screenInProcess } from '../../listings/screening/index.ts'
import { compileBrandNames, findViewer } from '../visibility/index.ts'
import { findThresholdView, setThresholds } from '../thresholds/index.ts'
import { approvedPairs, contestClaim, resolveClaim, revokeClaim } from './index.ts'

const catalogOf = (seller: string): Catalog => ({
  brands: [
    {
      id: 'velmoraq',
      name: 'Velmoraq',
      channels: [{ marketplace: '*', policy: 'authorised-sellers', authorisedSellers: [seller] }],
    },
  ],
})
const aListing = (id: string) => ({
  id,
  title: 'Velmoraq handbag, mirror quality',
  condition: 'new',
  marketplace: 'bazaar',
  price: { amount: '90', currency: 'USD' },
  seller: { id: 'shop-9' },
})

type Item = { listing: { id: string }; assessment: Assessment }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const keys: Record<string, string> = {}
  const ids: Record<string, string> = {}
  let [first, second] = ['', '']

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    for (const [slug, kind] of [
      ['market', 'marketplace'],
      ['first', 'rights-holder'],
      ['second', 'rights-holder'],
    ] as const) {
      ids[slug] = (await newOrganisation(store, slug, { kind })).id
      keys[slug] = (await newKey(store, slug, ['listings:read', 'listings:write'])).text
      if (kind !== 'rights-holder') continue
      const source = { document: catalogOf(`shop-of-${slug}`) }
      await importCatalog({ store, actor: operator, organisationId: ids[slug], source })
    }
    first = (await newStandingClaim(store, 'first', 'velmoraq', { number: '1' })).id
    await listen()
    await ask('market', '/api/v1/listings', aListing('before'))
    second = (await newClaim(store, 'second', 'velmoraq', { number: '2' })).id
    await decide(contestClaim, second, { reason: 'both proofs are sound' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const decide = (
    what: typeof contestClaim | typeof resolveClaim | typeof revokeClaim,
    id: string,
    decision: object,
  ) => asOperator(store, (handle) => what({ handle, actor: operator, input: { id, decision } }))

  /** A server whose engine reads the catalogs of all approved claims. */
  async function listen(): Promise<void> {
    await app?.close()
    const read: Parameters<typeof approvedPairs>[0] = (work) => asOperator(store, work)
    const today = new Date().toISOString().slice(0, 10)
    const catalog = await engineCatalog({ read, approved: await approvedPairs(read), today })
    const names = compileBrandNames(catalog)
    app = createApi({
      store,
      screening: screenInProcess(compileEngine(catalog)),
      names: () => names,
    })
  }

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
    expect(response.statusCode).toBeLessThan(300)
    return response.json<object>()
  }
  const list = async (query = ''): Promise<Item[]> =>
    ((await ask('second', `/api/v1/listings${query}`)) as { items: Item[] }).items
  const idsOf = (items: readonly Item[]): string[] => items.map(({ listing }) => listing.id).sort()
  const verdicts = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await list()).map(({ listing, assessment }) => [listing.id, assessment.verdict]),
    )
  async function setOwn(thresholds: Thresholds, version: number): Promise<void> {
    const organisationId = ids['second']!
    const input = { brand: 'velmoraq', thresholds, expectedVersion: version }
    const actor = personOf(organisationId)
    await store.transact(tenantContext(organisationId), (handle) =>
      setThresholds({ handle, actor, organisationId, input }),
    )
  }
  async function marked(slug: string): Promise<string[]> {
    const { besideRivals } = await store.transact(tenantContext(ids[slug]!), (handle) =>
      findViewer(handle, ids[slug]!),
    )
    return [...besideRivals]
  }

  test('with two approved claims each has a rival, and its own thresholds change nothing', async () => {
    await decide(resolveClaim, second, { standing: 'all', reason: 'both have a right' })
    expect([await marked('first'), await marked('second')]).toEqual([['velmoraq'], ['velmoraq']])
    await setOwn({ askProof: 10, review: 11, block: 60 }, 0)
    expect(await verdicts()).toEqual({ before: 'review' })
  })

  test('after one claim ends the other has no rival, and learns nothing about its evidence', async () => {
    await decide(revokeClaim, first, { reason: 'the entry was struck off' })
    expect(await marked('second')).toEqual([])
    const view = await store.transact(tenantContext(ids['second']!), (handle) =>
      findThresholdView(handle, ids['second']!),
    )
    expect([...(view?.special.keys() ?? [])]).toEqual(['velmoraq'])

    // Until reassessed, the listing's stored assessment contains the other's part: no list reveals it.
    expect(idsOf(await list())).toEqual(['before'])
    for (const query of ['?signal=channel', '?signal=channel&sort=most-probable']) {
      expect(await list(query)).toEqual([])
    }
    const [kept] = await list('?sort=most-probable')
    expect(kept!.assessment.signals.map(({ code }) => code)).not.toContain(
      'channel.seller-not-authorised',
    )
    expect(await verdicts()).toEqual({ before: 'review' })
    expect(idsOf(await list('?verdict=review'))).toEqual(['before'])
    const { probability } = kept!.assessment
    expect(idsOf(await list(`?probabilityFrom=${probability}`))).toEqual(['before'])
    expect(await list(`?probabilityFrom=${probability + 0.001}`)).toEqual([])
  })

  test('it reads assessments by its own catalog, and its thresholds apply there', async () => {
    await listen()
    await ask('market', '/api/v1/listings', aListing('after'))
    expect(idsOf(await list('?signal=channel'))).toEqual(['after'])
    const said = (await ask('market', '/api/v1/listings')) as { items: Item[] }
    const engines = Object.fromEntries(
      said.items.map(({ listing, assessment }) => [listing.id, assessment.verdict]),
    )
    expect(engines).toEqual({ before: 'review', after: 'review' })
    await setOwn({ askProof: 10, review: 99, block: 100 }, 1)
    expect(await verdicts()).toEqual({ before: 'review', after: 'ask-proof' })
    expect(idsOf(await list('?verdict=ask-proof'))).toEqual(['after'])
    expect(idsOf(await list('?verdict=review'))).toEqual(['before'])
  })
})

onOneEngine((engine) => {
  test('the winner of a contest has no rival from its end on', async () => {
    const store = await openStore(await engine.newStore())
    try {
      const { id: winner } = await newOrganisation(store, 'winner', { kind: 'rights-holder' })
      await newOrganisation(store, 'loser', { kind: 'rights-holder' })
      await newStandingClaim(store, 'loser', 'velmoraq', { number: '1' })
      const { id } = await newClaim(store, 'winner', 'velmoraq', { number: '2' })
      const act = (what: typeof contestClaim | typeof resolveClaim, decision: object) =>
        asOperator(store, (handle) => what({ handle, actor: operator, input: { id, decision } }))
      await act(contestClaim, { reason: 'both proofs are sound' })
      await act(resolveClaim, { standing: 'this', reason: 'the other entry is younger' })
      const viewer = await store.transact(tenantContext(winner), (handle) =>
        findViewer(handle, winner),
      )
      expect([[...viewer.brands], [...viewer.besideRivals]]).toEqual([['velmoraq'], []])
    } finally {
      await store.close()
    }
  })
})
