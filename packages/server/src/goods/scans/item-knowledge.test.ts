import type { Assessment, Listing } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'

const gtin = '09521234000013'
const bare = '09521234000020'
const codeOf = (serial: string, of = gtin): string => `(01)${of}(21)${serial}`

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let maker: Browser
  let key: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder' })
    await newOrganisation(store, 'market')
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    maker = await newMember(app, store, 'maker', 'ana@maker.example')
    key = (await newKey(store, 'market', ['listings:write', 'listings:read'])).text
    const range = { kind: 'range', gtin, batch: 'LOT', prefix: 'S', first: '1000', last: '1999' }
    await maker.post('/api/v1/codes', range)
    await maker.post('/api/v1/unit-events', {
      events: [
        { code: codeOf('S1001'), kind: 'destroyed', at: new Date(Date.now() - 1000) },
        { code: codeOf('S1002'), kind: 'recalled', at: new Date(Date.now() - 1000) },
        { code: codeOf('S1003'), kind: 'sold', at: new Date(Date.now() - 1000) },
      ],
    })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const send = async (description: string): Promise<Assessment> => {
    const listing: Listing = { id: description.slice(0, 60), title: 'Leather bag', description }
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/listings',
      headers: { authorization: `Bearer ${key}` },
      payload: listing,
    })
    expect(response.statusCode).toBe(201)
    return response.json<{ assessment: Assessment }>().assessment
  }
  const itemSignals = ({ signals }: Assessment) =>
    signals.filter(({ family }) => family === 'item').map(({ code }) => code)

  test.each([
    ['destroyed', `code ${codeOf('S1001')} here`, ['item.withdrawn']],
    ['recalled', `code ${codeOf('S1002')} here`, ['item.recalled']],
    ['sold, as goods are that someone resells', `code ${codeOf('S1003')} here`, []],
    ['one sign from an issued code', `code ${codeOf('S10x4')} here`, ['item.not-issued']],
    ['never issued', `code ${codeOf('QQ-7-11')} here`, ['item.not-issued']],
    ['perhaps not written to its end', `the code is ${codeOf('QQ-7-12')}.`, []],
    ['of a product without codes here', `code ${codeOf('S1', bare)} here`, []],
    ['of a maker who is not here', `code (01)09528765000017(21)A1 here`, []],
    ['missing', 'no code on this one', []],
  ])('a unit that is %s', async (_what, description, expected) => {
    expect(itemSignals(await send(description))).toEqual(expected)
  })

  test('a batch of listings gets the same as each alone', async () => {
    const listings = ['S1001', 'S1003'].map((serial) => ({
      id: `batch ${serial}`,
      title: 'Leather bag',
      description: `code ${codeOf(serial)} here`,
    }))
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/listings/batch',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      payload: listings.map((listing) => JSON.stringify(listing)).join('\n'),
    })
    expect(response.statusCode).toBe(200)
    const { results } = response.json<{ results: { verdict: string }[] }>()
    expect(results.map(({ verdict }) => verdict)).toEqual(['ask-proof', 'clear'])
  })
})
