import { randomUUID } from 'node:crypto'
import type { SearchHitView, SearchKind } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const people: Record<string, Browser> = {}
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market')
    const house = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    await newOrganisation(store, 'other')
    await newStandingClaim(store, 'house', 'prada')
    const member = (slug: string, name: string, more: object = {}) =>
      newMember(app, store, slug, `${name}@${slug}.example`, { roles: ['admin'], ...more })
    people['mia'] = await member('market', 'mia')
    people['lim'] = await member('market', 'lim', { roles: ['analyst'], brands: ['gucci'] })
    people['hugo'] = await member('house', 'hugo')
    people['ola'] = await member('other', 'ola')
    const { text } = await newKey(store, 'market', ['listings:write'])
    const send = async (listing: { id: string } & Record<string, unknown>): Promise<void> => {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/listings',
        headers: { authorization: `Bearer ${text}` },
        payload: { marketplace: 'bazaar', ...listing },
      })
      ids[listing.id] = response.json<{ id: string }>().id
    }
    const seller = { id: 'shop-77', name: 'Lumira Bags', type: 'private' }
    const url = 'https://bazaar.example/item/1?utm_source=x'
    await send({ id: 'A-1', title: 'Prada Tote, 1:1 replica', url, seller })
    await send({ id: 'A-2', title: 'Gucci purse, 1:1 replica' })
    await send({ id: 'A-3', title: 'Wooden spoon' })
    await send({ id: 'A-4', title: 'Prada hat with a null\0 character, 1:1 replica' })
    await asOperator(store, async (handle) => {
      for (const [name, organisation] of [
        ['case', house],
        ['notice', house],
      ] as const) {
        ids[name] = randomUUID()
        await sql`
          insert into cases (id, organisation_id, events, title, about, urgency, rest)
          values (${ids[name]}::uuid, ${organisation}::uuid, 1, ${`The ${name} of Lumira`}, 'seller', 1,
            '{}')`.execute(handle)
      }
      await sql`
        insert into notices (id, organisation_id, case_id, regime, ground, content)
        values (${ids['notice']}::uuid, ${house}::uuid, ${ids['notice']}::uuid, 'eu-dsa',
          'counterfeit', '{"items":[]}')`.execute(handle)
      await sql`
        insert into notice_items (notice_id, place, organisation_id, listing_id, claim_id,
          marketplace, external_id)
        values (${ids['notice']}::uuid, 0, ${house}::uuid, ${ids['A-1']}::uuid, gen_random_uuid(),
          'bazaar', 'A-1')`.execute(handle)
    })
    const catalog = { brands: [{ id: 'velmoraq', name: 'Velmoraq' }], products: [] }
    await people['hugo'].post('/api/v1/catalog/imports', catalog)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function hitsOf(who: string, search: string): Promise<SearchHitView[]> {
    const query = new URLSearchParams({ search }).toString()
    const { status, body } = await people[who]!.get(`/api/v1/search-hits?${query}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body['items'] as SearchHitView[]
  }
  const titles = async (who: string, search: string, kind: SearchKind): Promise<string[]> =>
    (await hitsOf(who, search)).filter((hit) => hit.kind === kind).map(({ title }) => title)

  test.each([
    ['replica PRADA', ['Prada Tote, 1:1 replica']],
    ['A-3', ['Wooden spoon']],
    ['https://BAZAAR.example/item/1', ['Prada Tote, 1:1 replica']],
    ['wood', ['Wooden spoon']],
    ['%', []],
  ])('the search for %j finds the listings %j', async (search, expected) => {
    expect(await titles('mia', search, 'listing')).toEqual(expected)
  })

  test('a listing is found by its ID in Touchstone, by those who see it', async () => {
    const tote = ids['A-1']!
    expect(await titles('mia', tote, 'listing')).toEqual(['Prada Tote, 1:1 replica'])
    expect(await titles('hugo', tote, 'listing')).toEqual(['Prada Tote, 1:1 replica'])
    expect(await titles('lim', tote, 'listing')).toEqual([])
    expect(await titles('ola', tote, 'listing')).toEqual([])
  })

  test('a rights holder finds what its claim shows, and a limited member what its brands do', async () => {
    expect(await titles('hugo', '1:1 replica', 'listing')).toEqual(['Prada Tote, 1:1 replica'])
    expect(await titles('lim', '1:1 replica', 'listing')).toEqual(['Gucci purse, 1:1 replica'])
    expect(await hitsOf('ola', 'replica')).toEqual([])
    expect(await titles('lim', 'A-1', 'listing')).toEqual([])
  })

  test('sellers, cases, notices and brands are found, each with what tells them apart', async () => {
    const hits = await hitsOf('hugo', 'lumira')
    // Cases are found newest first; these two may be of the same moment.
    const found = hits.map(({ kind, title, detail }) => [kind, title, detail].join(': '))
    expect(found.toSorted()).toEqual([
      'case: The case of Lumira: open',
      'case: The notice of Lumira: open',
      'notice: The notice of Lumira: draft',
      'seller: Lumira Bags: bazaar · shop-77',
    ])
    expect(await titles('hugo', 'A-1', 'notice')).toEqual(['The notice of Lumira'])
    expect(await titles('hugo', 'velmo', 'brand')).toEqual(['Velmoraq'])
    for (const who of ['mia', 'ola']) {
      expect(await titles(who, 'lumira', 'case')).toEqual([])
      expect(await titles(who, 'velmo', 'brand')).toEqual([])
    }
  })

  test('the place of a hit is the name of its marketplace', async () => {
    const name = { name: 'Lumira Bazaar' }
    expect(
      (await people['hugo']!.ask('PUT', '/api/v1/marketplace-names/bazaar', name)).status,
    ).toBe(200)
    const places = async (who: string): Promise<(string | null)[]> =>
      (await hitsOf(who, 'A-1'))
        .filter(({ kind }) => kind === 'listing')
        .map(({ detail }) => detail)
    expect(await places('hugo')).toEqual(['Lumira Bazaar · A-1'])
    expect(await places('mia')).toEqual(['bazaar · A-1'])
    await people['hugo']!.ask('DELETE', '/api/v1/marketplace-names/bazaar')
  })

  test('reading the name of a private seller is recorded', async () => {
    const count = async (): Promise<number> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ count: number }>`
          select count(*)::int as count from audit_events e
          join organisations o on o.id = e.organisation_id
          where o.slug = 'market' and e.action = 'private-sellers-read'`.execute(handle),
      )
      return rows[0]!.count
    }
    const before = await count()
    await hitsOf('mia', 'lumira')
    expect(await count()).toBe(before + 1)
    await hitsOf('mia', 'spoon')
    expect(await count()).toBe(before + 1)
  })
})
