import { shippedThresholds, signalNames, verdicts, type Assessment } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newAllianceApi } from '../../../test/leaks/alliance.ts'
import { approvedPairs } from '../../brands/claims/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Item = { id: string; assessment: Assessment | null }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const keys: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'market')
    // The engine uses prices, channels and products that only this house may see.
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    await newStandingClaim(store, 'rival', 'gucci')
    const claims = await approvedPairs((work) => asOperator(store, work))
    const ofHouse = claims.find(({ brandId }) => brandId === 'prada')!.keys
    app = newAllianceApi(store, undefined, { prada: [...ofHouse] })
    for (const who of ['market', 'house', 'rival']) {
      keys[who] = (await newKey(store, who, ['listings:read', 'listings:write'])).text
    }
    const listing = {
      condition: 'new',
      price: { amount: '40', currency: 'EUR' },
      seller: { id: 's' },
    }
    const signals = { externalSignals: [{ name: 'repeat offender', weight: 0.8 }] }
    const rows = [
      {
        id: '1',
        title: 'Gucci bag and Prada wallet PRX73198, 1:1 replica',
        ...listing,
        ...signals,
      },
      { id: '2', title: 'Gucci bag', ...listing },
      { id: '3', title: 'Prada wallet PRX73198', ...listing, ...signals },
      { id: '4', title: 'Gucci bag, 1:1 replica', description: 'Prada replica too', ...listing },
      { id: '5', title: 'Wooden spoon', ...listing },
    ]
    for (const who of ['market', 'house', 'rival']) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/listings/batch',
        headers: { authorization: `Bearer ${keys[who]}` },
        payload: rows,
      })
      expect(response.json()).toMatchObject({ failed: 0 })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function list(who: string, query: Record<string, string>): Promise<Item[]> {
    const search = new URLSearchParams({ limit: '200', ...query }).toString()
    const headers = { authorization: `Bearer ${keys[who]}` }
    const response = await app.inject({ url: `/api/v1/listings?${search}`, headers })
    expect(response.statusCode).toBe(200)
    return response.json<{ items: Item[] }>().items
  }
  const idsOf = (items: readonly Item[]): string[] => items.map(({ id }) => id).sort()

  test.each(['market', 'house', 'rival'])(
    'a filter of %s finds what it is shown, and tells of nothing else',
    async (who) => {
      const all = await list(who, {})
      expect(all.length).toBeGreaterThan(2)
      for (const signal of signalNames) {
        const shown = all.filter(({ assessment }) =>
          assessment?.signals.some(({ code, family }) => [code, family].includes(signal)),
        )
        expect([signal, idsOf(await list(who, { signal }))]).toEqual([signal, idsOf(shown)])
      }
      const { askProof, review, block } = shippedThresholds
      const least = { clear: 0, 'ask-proof': askProof, review, block }
      for (const verdict of verdicts) {
        const shown = all.filter(({ assessment }) => assessment!.verdict === verdict)
        expect([verdict, idsOf(await list(who, { verdict }))]).toEqual([verdict, idsOf(shown)])
        for (const { assessment } of shown) {
          expect(assessment!.probability * 100).toBeGreaterThanOrEqual(least[verdict])
        }
      }
      const probabilities = all.map(({ assessment }) => assessment!.probability)
      for (const probability of new Set(probabilities)) {
        const [from, to] = [
          { probabilityFrom: String(probability) },
          { probabilityTo: String(probability) },
        ]
        const above = all.filter(({ assessment }) => assessment!.probability >= probability)
        const below = all.filter(({ assessment }) => assessment!.probability <= probability)
        expect(idsOf(await list(who, from))).toEqual(idsOf(above))
        expect(idsOf(await list(who, to))).toEqual(idsOf(below))
      }
      const sorted = await list(who, { sort: 'most-probable' })
      expect(sorted.map(({ assessment }) => assessment!.probability)).toEqual(
        [...probabilities].sort((a, b) => b - a),
      )
    },
  )

  test('hidden fields differ by viewer, so that the filters above have something to hide', async () => {
    const codes = async (who: string): Promise<string[]> =>
      (await list(who, {})).flatMap(({ assessment }) => assessment!.signals.map(({ code }) => code))
    expect(await codes('market')).toContain('external.marketplace')
    expect(await codes('house')).toContain('price.far-below-msrp')
    expect(await codes('rival')).not.toContain('price.far-below-msrp')
  })
})
