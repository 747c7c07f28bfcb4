import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Answer, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Body = Record<string, unknown>

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let key: string
  let admin: Browser
  let analyst: Browser
  let reviewer: Browser
  let auditor: Browser
  let holder: Browser
  let count = 0
  let url: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market-a')
    await newOrganisation(store, 'prada-house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'prada-house', 'prada')
    key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
    const member = (name: string, role: string, of = 'market-a') =>
      newMember(app, store, of, `${name}@${of}.example`, { roles: [role] })
    admin = await member('ada', 'admin')
    analyst = await member('ann', 'analyst')
    reviewer = await member('rob', 'reviewer')
    auditor = await member('otto', 'auditor')
    holder = await member('hana', 'analyst', 'prada-house')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  beforeEach(async () => {
    const seller = { id: `seller-${++count}`, name: 'Wilma Anders' }
    const listing = { title: 'Prada 钱包 1:1 复刻', marketplace: 'bazaar', seller }
    url = `/api/v1/listings/${await take({ id: `offer-${count}`, ...listing })}/translations`
  })

  async function take(payload: object): Promise<string> {
    const headers = { authorization: `Bearer ${key}` }
    const response = await app.inject({ method: 'POST', url: '/api/v1/listings', headers, payload })
    return response.json<{ id: string }>().id
  }
  const english = { version: 1, language: 'en', title: 'Prada wallet, 1:1 replica' }
  const add = (who: Browser, more: Body = {}): Promise<Answer> =>
    who.post(url, { ...english, ...more })
  const items = async (who: Browser): Promise<Body[]> =>
    ((await who.get(url)).body['items'] ?? []) as Body[]

  test('a translation is stored with author and time, and states what made it', async () => {
    const { status, body } = await add(analyst)
    expect([status, body['machine']]).toEqual([201, null])
    await add(reviewer, { machine: 'browser', description: 'From Wilma' })
    const me = (await analyst.get('/api/v1/session')).body['person'] as { id: string }
    expect(await items(auditor)).toMatchObject([
      { machine: 'browser', title: english.title, description: 'From Wilma' },
      { id: body['id'], machine: null, addedBy: { kind: 'person', id: me.id } },
    ])
  })

  test.each([
    ['that says nothing', { title: undefined }],
    ['of a version that is not there', { version: 2 }],
    ['into no language', { language: 'English' }],
    ['with a character that no store keeps', { title: 'a\0' }],
  ])('one %s is refused', async (_what, more) => {
    expect((await add(analyst, more)).status).toBe(422)
  })

  test('auditors and machines translate nothing', async () => {
    expect((await add(auditor)).status).toBe(403)
    const headers = { authorization: `Bearer ${key}` }
    const { statusCode } = await app.inject({ method: 'POST', url, headers, payload: english })
    expect(statusCode).toBe(403)
  })

  test('each organisation has its own translation of a listing that both see', async () => {
    await add(analyst)
    expect(await items(holder)).toEqual([])
    expect((await add(holder, { title: 'Ours' })).status).toBe(201)
    expect((await items(analyst)).map(({ title }) => title)).toEqual([english.title])
    url = url.replace(
      /listings\/[^/]+/,
      `listings/${await take({ id: `s-${count}`, title: 'Spoon' })}`,
    )
    expect((await add(holder)).status).toBe(404)
    expect((await holder.get(url)).status).toBe(404)
  })

  test('its author removes it, or an admin', async () => {
    const { body } = await add(analyst)
    const one = `/api/v1/translations/${body['id'] as string}`
    expect((await holder.ask('DELETE', one)).status).toBe(404)
    expect((await reviewer.ask('DELETE', one)).status).toBe(403)
    expect((await analyst.ask('DELETE', one)).status).toBe(200)
    expect((await analyst.ask('DELETE', one)).status).toBe(404)
    const { body: second } = await add(analyst)
    const other = `/api/v1/translations/${second['id'] as string}`
    expect((await admin.ask('DELETE', other)).status).toBe(200)
    expect(await items(analyst)).toEqual([])
  })

  test('the texts of an erased seller are removed with its listing', async () => {
    await add(analyst, { description: 'Sold by Wilma Anders' })
    const about = { seller: { marketplace: 'bazaar', id: `seller-${count}` } }
    const { body } = await admin.post('/api/v1/privacy/access-requests', about)
    expect((body['listings'] as Body[])[0]).toMatchObject({
      translations: [{ language: 'en', description: 'Sold by Wilma Anders' }],
    })
    expect((await admin.post('/api/v1/privacy/erasures', about)).status).toBe(200)
    expect(await items(analyst)).toEqual([])
  })

  test('and with the listing itself', async () => {
    await add(analyst)
    const [, listing = ''] = /listings\/([^/]+)/.exec(url) ?? []
    const left = await asOperator(store, async (handle) => {
      await sql`delete from assessments where listing_id = ${listing}::uuid`.execute(handle)
      await sql`delete from listing_versions where listing_id = ${listing}::uuid`.execute(handle)
      const { rows } = await sql`
        select id from translations where listing_id = ${listing}::uuid`.execute(handle)
      await sql`delete from listings where id = ${listing}::uuid`.execute(handle)
      return rows
    })
    expect(left).toEqual([])
  })
})
