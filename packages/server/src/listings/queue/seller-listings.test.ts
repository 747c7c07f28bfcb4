import type { SellerListingsView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const keys: Record<string, string> = {}
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    const scopes = ['listings:write', 'listings:read', 'decisions:write']
    for (const [slug, kind] of [
      ['market', 'marketplace'],
      ['other', 'marketplace'],
      ['prada-house', 'rights-holder'],
    ] as const) {
      await newOrganisation(store, slug, { kind })
      keys[slug] = (await newKey(store, slug, scopes)).text
    }
    await newStandingClaim(store, 'prada-house', 'prada')
    const price = { amount: '40', currency: 'USD' }
    const listing = (id: string, title: string, seller: string | undefined, more = {}) =>
      send('market', {
        id,
        title,
        price,
        marketplace: 'bazaar',
        ...(seller && { seller: { id: seller } }),
        ...more,
      })
    await listing('a', 'Prada wallet, 1:1 replica', 's-1')
    await listing('b', 'Prada purse, 1:1 replica', 's-1')
    await listing('c', 'Wooden spoon', 's-1')
    await listing('d', 'Prada belt, 1:1 replica', 's-2')
    await listing('e', 'Prada scarf', undefined)
    await listing('f', 'Prada hat', 's-1', { marketplace: 'elsewhere' })
    await send('other', {
      id: 'g',
      title: 'Prada glove',
      marketplace: 'bazaar',
      seller: { id: 's-1' },
    })
    await ask('market', 'POST', '/decisions', { id: ids['b'], verdict: 'counterfeit' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask<T>(who: string, method: 'GET' | 'POST', path: string, payload?: object) {
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${keys[who]}` },
      ...(payload && { payload }),
    })
    return { status: response.statusCode, body: response.json<T>() }
  }
  async function send(who: string, listing: { id: string } & Record<string, unknown>) {
    const { body } = await ask<{ id: string }>(who, 'POST', '/listings', listing)
    ids[listing.id] = body.id
  }
  const ofSeller = (who: string, listing: string) =>
    ask<SellerListingsView>(who, 'GET', `/listings/${ids[listing]}/seller-listings`)

  test('the same seller’s listings on the same marketplace are listed, with verdict and decision', async () => {
    const { body } = await ofSeller('market', 'a')
    expect(body).toMatchObject({ known: true, count: 2, more: false })
    expect(body.items.map(({ title }) => title)).toEqual([
      'Wooden spoon',
      'Prada purse, 1:1 replica',
    ])
    expect(body.items[0]).toMatchObject({ id: ids['c'], verdict: 'clear', decided: null })
    expect(body.items[1]).toMatchObject({
      id: ids['b'],
      decided: 'counterfeit',
      price: { amount: '40', currency: 'USD' },
    })
  })

  test('a rights holder sees only those about its brand, and no decision of another', async () => {
    const { status, body } = await ofSeller('prada-house', 'a')
    expect(status).toBe(200)
    expect(body.items.map(({ id, decided }) => [id, decided])).toEqual([[ids['b'], null]])
    expect(body.count).toBe(1)
  })

  test('without a seller nothing is known', async () => {
    expect((await ofSeller('market', 'e')).body).toEqual({
      known: false,
      items: [],
      count: 0,
      more: false,
    })
    expect((await ofSeller('market', 'd')).body).toMatchObject({ known: true, items: [] })
  })

  test('no one requests them by an invisible listing', async () => {
    expect((await ofSeller('other', 'a')).status).toBe(404)
    expect((await ask('market', 'GET', '/listings/no-id/seller-listings')).status).toBe(404)
  })
})
