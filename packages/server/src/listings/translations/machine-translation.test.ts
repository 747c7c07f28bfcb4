import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { startTranslationHost, type TranslationHost } from '../../../test/translation-service.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let plain: FastifyInstance
  let service: TranslationHost
  let key: string
  let admin: Browser
  let analyst: Browser
  let auditor: Browser
  let limited: Browser
  let holder: Browser
  let count = 0
  let url: string

  beforeAll(async () => {
    service = await startTranslationHost()
    store = await openStore(await engine.newStore())
    const { config: translation, host } = service
    app = newApi(store, undefined, {}, { translation, outboundAllow: [host] })
    plain = newApi(store)
    await newOrganisation(store, 'market-a')
    await newOrganisation(store, 'prada-house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'prada-house', 'prada')
    key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
    const member = (name: string, role: string, more: object = {}, of = 'market-a') =>
      newMember(app, store, of, `${name}@${of}.example`, { roles: [role], ...more })
    admin = await member('ada', 'admin')
    analyst = await member('ann', 'analyst')
    auditor = await member('otto', 'auditor')
    limited = await member('lim', 'admin', { brands: ['prada'] })
    holder = await member('hana', 'admin', {}, 'prada-house')
  })
  afterAll(async () => {
    await app?.close()
    await plain?.close()
    await store?.close()
    await service?.close()
  })
  beforeEach(async () => {
    service.answer = undefined
    const seller = { id: `seller-${++count}`, name: 'Wilma Anders' }
    const listing = { title: 'Prada 钱包 re', description: 'gut & <b>', marketplace: 'bazaar' }
    url = `/api/v1/listings/${await take({ id: `one-${count}`, ...listing, seller })}`
    await admin.post('/api/v1/translation-service/actions', {
      action: { type: 'disallow' },
    })
    service.asked.length = 0
  })

  async function take(payload: object): Promise<string> {
    const headers = { authorization: `Bearer ${key}` }
    const response = await app.inject({ method: 'POST', url: '/api/v1/listings', headers, payload })
    return response.json<{ id: string }>().id
  }
  const translate = (who: Browser, language = 'en') =>
    who.post(`${url}/machine-translations`, { language })
  const allow = async (who: Browser = admin) => {
    const { body } = await who.get('/api/v1/translation-service')
    return who.post('/api/v1/translation-service/actions', {
      action: { type: 'allow', name: body['name'] },
    })
  }
  const eventsOf = async (action: string): Promise<unknown[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ detail: unknown }>`
        select detail from audit_events
        where action = ${action} and subject_id = ${url.split('/').at(-1)}`.execute(handle),
    )
    return rows.map(({ detail }) => detail)
  }

  test('nothing leaves until an admin of the whole organisation allows it', async () => {
    expect(await translate(admin)).toMatchObject({
      status: 409,
      body: { code: 'translation-service-not-allowed' },
    })
    expect((await allow(analyst)).status).toBe(403)
    expect((await allow(limited)).status).toBe(403)
    expect((await translate(analyst)).status).toBe(409)
    // Another organisation's yes is not ours.
    expect((await allow(holder)).status).toBe(200)
    expect((await translate(analyst)).status).toBe(409)
    expect(service.asked).toEqual([])
    expect((await allow()).body).toMatchObject({
      name: '127.0.0.1',
      allowed: { at: expect.any(String) },
    })
    expect((await translate(analyst)).status).toBe(201)
    expect(
      (
        await admin.post('/api/v1/translation-service/actions', {
          action: { type: 'disallow' },
        })
      ).body,
    ).toMatchObject({ allowed: null })
    url = url.replace(/[^/]+$/, await take({ id: `more-${count}`, title: 'tas', marketplace: 'b' }))
    expect((await translate(analyst)).status).toBe(409)
    expect(service.asked).toHaveLength(1)
  })

  test('an admin allows the service that was displayed, and no other', async () => {
    const action = { type: 'allow', name: 'elsewhere.example' }
    expect(await admin.post('/api/v1/translation-service/actions', { action })).toMatchObject({
      status: 409,
      body: { code: 'translation-service-changed' },
    })
  })

  test('a server without a service and its key sends nothing, whatever was allowed', async () => {
    await allow()
    const there = new Browser(plain)
    for (const [name, value] of admin.cookies) there.cookies.set(name, value)
    expect((await there.get('/api/v1/translation-service')).body).toMatchObject({ name: null })
    expect(await translate(there)).toMatchObject({
      status: 409,
      body: { code: 'translation-service-not-configured' },
    })
    expect(service.asked).toEqual([])
  })

  test('title and description leave and nothing else, and the log says so before', async () => {
    await allow()
    await translate(analyst, 'id')
    expect(service.asked).toEqual([
      {
        path: '/translate',
        body: {
          q: ['Prada 钱包 re', 'gut & <b>'],
          source: 'auto',
          target: 'id',
          format: 'text',
          api_key: 'the-key',
        },
      },
    ])
    expect(await eventsOf('listing-sent-for-translation')).toEqual([
      { service: '127.0.0.1', language: 'id', version: 1, characters: 20 },
    ])
  })

  test('the same texts are sent once per language, and listed as a machine translation', async () => {
    await allow()
    const first = await translate(analyst)
    const again = await translate(admin)
    expect([first.status, again.status, again.body['id']]).toEqual([201, 200, first.body['id']])
    expect(service.asked).toHaveLength(1)
    await translate(admin, 'zh')
    expect(service.asked).toHaveLength(2)
    const { body } = await auditor.get(`${url}/translations`)
    const items = body['items'] as { language: string }[]
    expect(items.find(({ language }) => language === 'en')).toMatchObject({
      title: 'PRADA 钱包 RE',
      description: 'GUT & <B>',
      machine: '127.0.0.1',
    })
    // New words are new texts.
    await take({ id: `one-${count}`, title: 'neu', marketplace: 'bazaar' })
    expect((await translate(analyst)).body).toMatchObject({ title: 'NEU', version: 2 })
    expect(service.asked).toHaveLength(3)
  })

  test('what another organisation submitted stays in the alliance', async () => {
    await allow(holder)
    expect(await translate(holder)).toMatchObject({
      status: 409,
      body: { code: 'translation-own-listing-required' },
    })
    expect(service.asked).toEqual([])
  })

  test.each([
    ['an error', { status: 500, body: '{}' }, 'responded with status 500'],
    ['a refusal of the key', { status: 403, body: '{"error":"x"}' }, 'refused the operator’s key'],
    ['no JSON', { status: 200, body: '<html>' }, 'no translation of the texts'],
    [
      'fewer texts',
      { status: 200, body: '{"translatedText":["x"]}' },
      'no translation of the texts',
    ],
    [
      'text that no store keeps',
      { status: 200, body: '{"translatedText":["\\u0000","x"]}' },
      'no translation of the texts',
    ],
  ])('%s of the service is said plainly, and nothing is stored', async (_what, given, words) => {
    await allow()
    service.answer = given
    const { status, body } = await translate(analyst)
    expect([status, body['code']]).toEqual([503, 'translation-service-failed'])
    expect(body['detail']).toContain(words)
    expect((await analyst.get(`${url}/translations`)).body['items']).toEqual([])
    expect((await analyst.get(`${url}/gloss`)).status).toBe(200)
  })

  test('auditors and programs have nothing translated', async () => {
    await allow()
    expect((await translate(auditor)).status).toBe(403)
    const headers = { authorization: `Bearer ${key}` }
    const request = { method: 'POST', url: `${url}/machine-translations`, headers } as const
    expect((await app.inject({ ...request, payload: { language: 'en' } })).statusCode).toBe(403)
    expect(service.asked).toEqual([])
  })
})
