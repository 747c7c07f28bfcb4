import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Item = { id: string; listing: { id: string } }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const members: Record<string, Browser> = {}
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'gucci')
    await newStandingClaim(store, 'house', 'prada')
    const { text: key } = await newKey(store, 'market', ['listings:write'])
    for (const [id, title] of Object.entries({
      gucci: 'Gucci bag, 1:1 replica',
      prada: 'Prada wallet',
      both: 'Gucci bag and Prada wallet',
      none: 'Wooden spoon',
    })) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/listings',
        headers: { authorization: `Bearer ${key}` },
        payload: { id, title, condition: 'new', price: { amount: '40', currency: 'USD' } },
      })
      ids[id] = response.json<{ id: string }>().id
    }
    const member = (slug: string, brands: string[]) =>
      newMember(app, store, slug, `${slug}-${brands.length}@house.example`, {
        roles: ['analyst'],
        brands,
      })
    members['of the market'] = await member('market', ['gucci'])
    members['of the house'] = await member('house', ['gucci'])
    members['of all'] = await member('market', [])
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function seen(who: string, query = ''): Promise<string[]> {
    const { body } = await members[who]!.get(`/api/v1/listings${query}`)
    const { body: counted } = await members[who]!.get(`/api/v1/listings/count${query}`)
    const items = body['items'] as Item[]
    expect(counted['count']).toBe(items.length)
    return items.map(({ listing }) => listing.id).sort()
  }

  test.each(['of the market', 'of the house'])(
    'a member %s who is limited to a brand sees and counts only its listings',
    async (who) => {
      expect(await seen(who)).toEqual(['both', 'gucci'])
      expect(await seen(who, '?brand=gucci')).toEqual(['both', 'gucci'])
      expect(await seen(who, '?brand=prada')).toEqual([])
      for (const [id, status] of Object.entries({ gucci: 200, both: 200, prada: 404, none: 404 })) {
        const path = `/api/v1/listings/${ids[id]}`
        const decision = { id: ids[id], verdict: 'unclear' }
        expect([id, (await members[who]!.get(path)).status]).toEqual([id, status])
        expect([id, (await members[who]!.get(`${path}/decisions`)).status]).toEqual([id, status])
        const { status: told } = await members[who]!.post('/api/v1/decisions', decision)
        expect([id, told]).toEqual([id, status])
      }
    },
  )

  test('the names of brands are those of its own listings, within its brands', async () => {
    const brands = async (who: string) =>
      (await members[who]!.get('/api/v1/listings/brands')).body['items'] as { id: string }[]
    expect(await brands('of the market')).toEqual([{ id: 'gucci', name: 'Gucci' }])
    const all = await brands('of all')
    expect(all.map(({ id }) => id).sort()).toEqual(['gucci', 'prada'])
    // It submitted none of them.
    expect(await brands('of the house')).toEqual([])
  })

  test('and only decisions on such listings', async () => {
    const all = members['of all']!
    expect(await seen('of all')).toEqual(['both', 'gucci', 'none', 'prada'])
    await all.post('/api/v1/decisions', { id: ids['none'], verdict: 'genuine' })
    const decided = async (who: string): Promise<Set<string>> => {
      const { body } = await members[who]!.get('/api/v1/decisions')
      return new Set((body['items'] as { listing: Item }[]).map(({ listing }) => listing.id))
    }
    expect(await decided('of all')).toEqual(new Set([ids['both'], ids['gucci'], ids['none']]))
    expect(await decided('of the market')).toEqual(new Set([ids['both'], ids['gucci']]))
  })
})
