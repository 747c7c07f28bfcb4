import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'

const gtin = '09521234000013'
const nothing = { alerts: [], decision: null, channels: [] }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let maker: Browser
  let market: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder', name: 'Maker & Sons' })
    await newOrganisation(store, 'market', { kind: 'marketplace' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    maker = await newMember(app, store, 'maker', 'ana@maker.example')
    market = await newMember(app, store, 'market', 'mia@market.example')
    await maker.post('/api/v1/catalog/imports', {
      brands: [
        {
          id: 'velum',
          name: 'Velum',
          channels: [
            {
              marketplace: 'market',
              policy: 'authorised-sellers',
              authorisedSellers: ['Velum Shop'],
              published: true,
            },
            { marketplace: '*', policy: 'none' },
            { marketplace: 'past', policy: 'open', validTo: '2020-01-01', published: true },
          ],
        },
      ],
    })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const check = async (listing: string) => {
    const { status, body } = await new Browser(app).post('/api/v1/listing-checks', { listing })
    return status === 200 ? body : { status, ...body }
  }
  const sell = (by: Browser, id: string) =>
    by.post('/api/v1/listings', {
      marketplace: 'market',
      id,
      title: 'A serum',
      url: `https://market.example/item/${id}`,
      attributes: { gtin },
    })
  const publish = async () => {
    const alert = { gtin, title: 'A serum that burns', text: 'Do not use it.', isDangerous: true }
    const { body } = await maker.post('/api/v1/alerts', alert)
    return String(body['id'])
  }

  test('an alert is told by the number in the address, until it is withdrawn', async () => {
    const id = await publish()
    const address = `https://shop.example/serum-${gtin.slice(1)}?ref=1`
    expect(await check(address)).toMatchObject({
      alerts: [{ maker: 'Maker & Sons', gtin, title: 'A serum that burns' }],
      decision: null,
    })
    const action = { type: 'withdraw', reason: 'It was a mistake.' }
    await maker.post(`/api/v1/alerts/${id}/actions`, { action })
    expect(await check(address)).toMatchObject({ alerts: [] })
  })

  test('channels are those that the catalog publishes, on their days', async () => {
    expect(await check(`https://shop.example/${gtin}`)).toMatchObject({
      channels: [
        {
          maker: 'Maker & Sons',
          brand: 'Velum',
          marketplace: 'market',
          policy: 'authorised-sellers',
          authorisedSellers: ['Velum Shop'],
        },
      ],
    })
  })

  test('a listing that only its sender sees is answered as an unknown one is', async () => {
    await publish()
    expect((await sell(maker, 'seen')).status).toBeLessThan(300)
    expect((await sell(market, 'own')).status).toBeLessThan(300)
    expect(await check('https://market.example/item/seen')).toEqual(nothing)
    expect(await check('https://market.example/item/never')).toEqual(nothing)
    expect(await check('https://market.example/item/own')).toMatchObject({ alerts: [{ gtin }] })
  })

  test.each(['market.example/item/1', 'javascript:alert(1)', 'https://'])(
    '%s is refused as no address',
    async (address) => {
      expect(await check(address)).toMatchObject({ status: 422, code: 'address-invalid' })
    },
  )
})
