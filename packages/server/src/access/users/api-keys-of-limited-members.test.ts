import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import {
  Browser,
  newApi,
  newMember,
  password,
  publicUrl,
  type Answer,
} from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Item = Record<string, unknown> & { id: string }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let admin: Browser
  let count = 0

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market')
    admin = await newMember(app, store, 'market', 'admin@market.example')
    for (const [id, title] of [
      ['g', 'Gucci Marmont bag, brand new with box'],
      ['p', 'Prada Galleria bag, brand new with box'],
    ]) {
      const { status } = await admin.post('/api/v1/listings', {
        id,
        title,
        brand: title?.split(' ')[0],
      })
      expect(status).toBeLessThan(300)
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const someone = (more: object = {}) =>
    newMember(app, store, 'market', `maker-${++count}@market.example`, { ...more })
  const idOf = async (browser: Browser): Promise<string> =>
    ((await browser.get('/api/v1/session')).body['person'] as { id: string }).id
  const keyOf = async (browser: Browser, scopes = ['listings:read', 'decisions:write']) => {
    const { status, body } = await browser.post('/api/v1/keys', { scopes })
    expect(status).toBe(201)
    return { text: body['text'] as string, key: body['key'] as Item }
  }
  const asKey = (text: string, url: string): Promise<Answer> =>
    new Browser(app).ask('GET', url, undefined, { authorization: `Bearer ${text}` })
  const titlesFor = async (text: string): Promise<string[]> => {
    const { body } = await asKey(text, '/api/v1/listings')
    return (body['items'] as { listing: { title: string } }[])
      .map(({ listing }) => listing.title.split(' ')[0]!)
      .sort()
  }
  const rights = (browser: Browser, change: object): Promise<Answer> =>
    idOf(browser).then((id) =>
      admin.ask('PATCH', `/api/v1/members/${id}`, {
        roles: ['admin'],
        brands: [],
        territories: [],
        ...change,
      }),
    )
  const listed = async (browser: Browser, path: string): Promise<Item[]> =>
    (await browser.get(`/api/v1/${path}`)).body['items'] as Item[]

  test('a key of a limited member sees and reaches no more than the member', async () => {
    const limited = await someone({ brands: ['gucci'] })
    const { text, key } = await keyOf(limited)
    expect(key).toMatchObject({ brands: ['gucci'], territories: [], reaches: 'limited' })
    expect(await titlesFor(text)).toEqual(['Gucci'])
    const all = await listed(admin, 'listings')
    const prada = all.find(({ listing }) =>
      (listing as { title: string }).title.startsWith('Prada'),
    )!
    const none = '00000000-0000-4000-8000-000000000000'
    const [hidden, unknown] = [
      await asKey(text, `/api/v1/listings/${prada.id}`),
      await asKey(text, `/api/v1/listings/${none}`),
    ]
    const bare = ({ status, body }: Answer, id: string) => [
      status,
      JSON.stringify(body)
        .replaceAll(id, 'ID')
        .replaceAll(/"(requestId|instance)":"[^"]*"/g, ''),
    ]
    expect(bare(hidden, prada.id)).toEqual(bare(unknown, none))
    expect((await listed(limited, 'keys')).map(({ id }) => id)).toEqual([key.id])
  })

  test('a key follows when its maker is limited, freed and removed', async () => {
    const maker = await someone()
    const { text, key } = await keyOf(maker)
    const state = async () => (await listed(admin, 'keys')).find(({ id }) => id === key.id)!
    expect(await titlesFor(text)).toEqual(['Gucci', 'Prada'])
    expect(await state()).toMatchObject({
      reaches: 'whole-organisation',
      madeBy: await idOf(maker),
    })
    expect((await rights(maker, { brands: ['prada'] })).status).toBe(200)
    expect(await titlesFor(text)).toEqual(['Prada'])
    expect(await state()).toMatchObject({ reaches: 'limited', brands: ['prada'] })
    expect((await rights(maker, {})).status).toBe(200)
    expect(await titlesFor(text)).toEqual(['Gucci', 'Prada'])
    expect((await admin.ask('DELETE', `/api/v1/members/${await idOf(maker)}`)).status).toBe(200)
    expect((await asKey(text, '/api/v1/listings')).status).toBe(401)
    expect(await state()).toMatchObject({ reaches: 'nothing', revokedAt: expect.any(String) })
  })

  test('a key that shares nothing with its creator’s present visibility opens nothing', async () => {
    const maker = await someone({ brands: ['gucci'] })
    const { text, key } = await keyOf(maker)
    await rights(maker, { brands: ['prada'] })
    expect((await asKey(text, '/api/v1/listings')).status).toBe(401)
    const listedKey = (await listed(admin, 'keys')).find(({ id }) => id === key.id)
    expect(listedKey).toMatchObject({ reaches: 'nothing', revokedAt: null })
  })

  test('a key and webhooks of a member who loses the role admin stop; the key works again with the role', async () => {
    const maker = await someone({ roles: ['admin', 'analyst'] })
    const { text, key } = await keyOf(maker, ['listings:read', 'listings:write', 'webhooks:write'])
    const hook = { url: 'https://hooks.example.com/in', types: ['listing.assessed'] }
    const byMaker = await maker.post('/api/v1/webhooks', hook)
    const withKey = (method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> =>
      new Browser(app).ask(method, `/api/v1/${path}`, body, { authorization: `Bearer ${text}` })
    const byKey = await withKey('POST', 'webhooks', hook)
    expect([byMaker.status, byKey.status]).toEqual([201, 201])
    const keyState = async () => (await listed(admin, 'keys')).find(({ id }) => id === key.id)!
    const hookStates = async () =>
      (await listed(admin, 'webhooks'))
        .filter(({ id }) => [byMaker.body['id'], byKey.body['id']].includes(id))
        .map(({ enabled, disabledReason }) => [enabled, disabledReason])
    expect(await hookStates()).toEqual([
      [true, null],
      [true, null],
    ])
    for (const roles of [['auditor'], ['analyst', 'reviewer']]) {
      expect((await rights(maker, { roles })).status).toBe(200)
      const unknown = await asKey(`${text.slice(0, -43)}${'A'.repeat(43)}`, '/api/v1/listings')
      const refused = await withKey('GET', 'listings')
      expect([refused.status, unknown.status]).toEqual([401, 401])
      expect({ ...refused.body, requestId: '', instance: '' }).toEqual({
        ...unknown.body,
        instance: '',
        requestId: '',
      })
      const listing = { id: 'by-key', title: 'Gucci belt, brand new' }
      expect((await withKey('POST', 'listings', listing)).status).toBe(401)
      expect((await withKey('POST', 'webhooks', hook)).status).toBe(401)
      expect(await keyState()).toMatchObject({ reaches: 'nothing', revokedAt: null })
      expect(await hookStates()).toEqual([
        [false, 'maker-limited'],
        [false, 'maker-limited'],
      ])
    }
    expect((await rights(maker, { roles: ['admin', 'auditor'] })).status).toBe(200)
    expect(await keyState()).toMatchObject({ reaches: 'whole-organisation' })
    expect((await withKey('GET', 'listings')).status).toBe(200)
    // As after a new limit, another authorised member enables them again.
    expect((await hookStates()).map(([enabled]) => enabled)).toEqual([false, false])
  })

  test('a response stored under an idempotency key is returned only to the member who sent the request', async () => {
    const [peer, limited] = [await someone(), await someone({ brands: ['gucci'] })]
    for (const [path, row] of [
      ['listings/batch', { id: 'shared', title: 'Prada Cleo bag, brand new', brand: 'Prada' }],
      ['decisions', { listing: 'shared', verdict: 'unclear' }],
    ] as const) {
      const send = (browser: Browser, body: object[] = [row]): Promise<Answer> =>
        browser.ask('POST', `/api/v1/${path}`, body, { origin: publicUrl, 'idempotency-key': path })
      const first = await send(admin)
      expect(first).toMatchObject({ status: 200, body: { taken: 1, failed: 0 } })
      const [{ id }] = first.body['results'] as [Item]
      const own = await send(peer)
      expect(own).toMatchObject({ status: 200, body: { taken: 1, failed: 0 } })
      expect(own.body).not.toEqual(first.body)
      expect(JSON.stringify((await send(limited)).body)).not.toContain(id)
      expect((await send(admin)).body).toEqual(first.body)
      expect((await send(peer)).body).toEqual(own.body)
      expect((await send(peer, [row, row])).status).toBe(409)
    }
  })

  test('a limited member neither lists nor revokes a key beyond its limits', async () => {
    const { key } = await keyOf(admin)
    const limited = await someone({ brands: ['gucci'] })
    expect((await listed(limited, 'keys')).map(({ id }) => id)).not.toContain(key.id)
    expect((await limited.ask('DELETE', `/api/v1/keys/${key.id}`)).status).toBe(404)
    expect((await admin.ask('DELETE', `/api/v1/keys/${key.id}`)).status).toBe(200)
  })

  test('webhooks are for those who see the whole organisation, and stop when their creator no longer does', async () => {
    const hook = { url: 'https://hooks.example.com/in', types: ['listing.assessed'] }
    const limited = await someone({ brands: ['gucci'] })
    const refused = await limited.post('/api/v1/webhooks', hook)
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringContaining('whole organisation') }),
    ])
    expect((await limited.get('/api/v1/webhooks')).status).toBe(403)
    const maker = await someone()
    const { body } = await maker.post('/api/v1/webhooks', hook)
    await rights(maker, { brands: ['gucci'] })
    const state = async () => (await listed(admin, 'webhooks')).find(({ id }) => id === body['id'])!
    expect(await state()).toMatchObject({ enabled: false, disabledReason: 'maker-limited' })
    const again = await admin.ask('PATCH', `/api/v1/webhooks/${body['id'] as string}`, {
      enabled: true,
    })
    expect(again.body).toMatchObject({ enabled: true, disabledReason: null })
    // It now belongs to the other admin.
    await rights(maker, { brands: ['prada'] })
    expect(await state()).toMatchObject({ enabled: true })
  })

  test('an invitation gives no more than its inviter could give when it is accepted', async () => {
    const inviter = await someone()
    const invite = async (brands: string[]) => {
      const email = `guest-${++count}@market.example`
      const { status, body } = await inviter.post('/api/v1/invitations', {
        email,
        roles: ['analyst'],
        brands,
      })
      expect(status).toBe(201)
      return body['token'] as string
    }
    const [whole, some] = [await invite([]), await invite(['gucci'])]
    await rights(inviter, { brands: ['gucci'] })
    const accept = (token: string) =>
      new Browser(app).post('/api/v1/invitation-acceptances', { token, name: 'Guest', password })
    expect((await accept(whole)).status).toBe(404)
    expect((await accept(some)).status).toBe(200)
    const last = await invite(['gucci'])
    await admin.ask('DELETE', `/api/v1/members/${await idOf(inviter)}`)
    expect((await accept(last)).status).toBe(404)
  })
})
