import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { bindMarketplaces } from '../marketplace-bindings/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { marketplaceNamer } from './index.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let ids: Record<'bazaar' | 'brand', string>
  const people: Record<string, Browser> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    const bazaar = await newOrganisation(store, 'bazaar')
    const brand = await newOrganisation(store, 'brand', { kind: 'rights-holder' })
    ids = { bazaar: bazaar.id, brand: brand.id }
    for (const [who, slug, role] of [
      ['market', 'bazaar', 'admin'],
      ['brand', 'brand', 'admin'],
      ['analyst', 'brand', 'analyst'],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@${slug}.example`, { roles: [role] })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const named = async (who: string): Promise<unknown> =>
    (await people[who]!.get('/api/v1/marketplace-names')).body['items']
  const name = async (who: string, marketplace: string, to: string): Promise<number> =>
    (await people[who]!.ask('PUT', `/api/v1/marketplace-names/${marketplace}`, { name: to })).status
  const bind = (marketplaces: string[]): Promise<unknown> =>
    asOperator(store, (handle) =>
      bindMarketplaces({
        handle,
        actor: operator,
        input: { organisation: 'bazaar', marketplaces },
      }),
    )

  test('a name is its organisation’s own until that organisation answers for the marketplace', async () => {
    expect(await name('market', 'bzr-01', 'Bazaar')).toBe(200)
    expect(await named('market')).toEqual([
      { marketplace: 'bzr-01', name: 'Bazaar', source: 'own', own: true },
    ])
    expect(await named('brand')).toEqual([])
    await bind(['bzr-01'])
    const shared = { marketplace: 'bzr-01', name: 'Bazaar', source: 'responsible' }
    expect(await named('brand')).toEqual([{ ...shared, own: false }])
    expect(await named('market')).toEqual([{ ...shared, own: true }])
    await bind([])
    expect(await named('brand')).toEqual([])
  })

  test('the name of the responsible organisation comes before one’s own, and that before the address book', async () => {
    await bind(['bzr-01'])
    const address = { marketplace: 'bzr-02', name: 'Bazaar Two, notices', email: 'n@two.example' }
    expect((await people['brand']!.post('/api/v1/notice-addresses', address)).status).toBe(201)
    const two = {
      marketplace: 'bzr-02',
      name: 'Bazaar Two, notices',
      source: 'address-book',
      own: false,
    }
    expect(await named('brand')).toContainEqual(two)
    expect(await named('market')).not.toContainEqual(
      expect.objectContaining({ marketplace: 'bzr-02' }),
    )
    expect(await name('brand', 'bzr-01', 'Ours')).toBe(200)
    expect(await name('brand', 'bzr-02', 'Bazaar Two')).toBe(200)
    expect(await named('brand')).toEqual([
      { marketplace: 'bzr-01', name: 'Bazaar', source: 'responsible', own: false },
      { marketplace: 'bzr-02', name: 'Bazaar Two', source: 'own', own: true },
    ])
    expect(await named('market')).toEqual([
      { marketplace: 'bzr-01', name: 'Bazaar', source: 'responsible', own: true },
    ])
    const nameOf = await asOperator(store, (handle) => marketplaceNamer(handle, ids.brand))
    expect(['bzr-01', 'bzr-02', 'bzr-03'].map(nameOf)).toEqual(['Bazaar', 'Bazaar Two', 'bzr-03'])
    expect((await people['brand']!.ask('DELETE', '/api/v1/marketplace-names/bzr-02')).status).toBe(
      200,
    )
    expect(await named('brand')).toContainEqual(two)
  })

  test('only admins name marketplaces, colleagues read the names', async () => {
    expect(await name('analyst', 'bzr-03', 'Bazaar Three')).toBe(403)
    expect(
      (await people['analyst']!.ask('DELETE', '/api/v1/marketplace-names/bzr-03')).status,
    ).toBe(403)
    expect(await named('analyst')).toEqual(await named('brand'))
    expect((await people['brand']!.ask('DELETE', '/api/v1/marketplace-names/bzr-03')).status).toBe(
      404,
    )
  })
})
