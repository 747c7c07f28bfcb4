import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openGoodsShop, type ShopServer } from '../../../test/watched-shop.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const tips = '/api/v1/tips'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let shop: ShopServer
  const people: Record<string, Browser> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    shop = await openGoodsShop({ goods: 3 })
    const port = Number(new URL(shop.origin).port)
    app = newApi(store, undefined, {}, { outboundAllow: [{ host: '127.0.0.1', port }] })
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    await newStandingClaim(store, 'house', 'gucci')
    for (const [who, slug, rights] of [
      ['ada', 'house', { roles: ['admin'] }],
      ['rev', 'house', { roles: ['reviewer'] }],
      ['aud', 'house', { roles: ['auditor'] }],
      ['gus', 'house', { roles: ['analyst'], brands: ['gucci'] }],
      ['riv', 'rival', { roles: ['admin'] }],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@${slug}.example`, rights)
    }
  })
  afterAll(async () => {
    shop?.close()
    await app?.close()
    await store?.close()
  })

  const record = (who: string, more = {}) =>
    people[who]!.post(tips, { url: `${shop.origin}/product/1`, source: 'customs', ...more })
  const idsOf = async (who: string): Promise<string[]> =>
    ((await people[who]!.get(tips)).body['items'] as { id: string }[]).map(({ id }) => id)

  test('the listings of its page are submitted, and the tip names them', async () => {
    const { status, body } = await record('ada', { words: 'A parcel was stopped', brand: 'prada' })
    expect([status, body]).toMatchObject([
      201,
      { source: 'customs', words: 'A parcel was stopped', failure: null, listings: [{}] },
    ])
    expect(body['readAt']).not.toBe(null)
    const [listing] = body['listings'] as string[]
    const found = await people['ada']!.get(`/api/v1/listings/${listing}`)
    expect(found.body['listing']).toMatchObject({ title: 'Bag 1' })
  })

  test('a page that cannot be read loses no tip, and can be read again', async () => {
    const { status, body } = await record('rev', { url: `${shop.origin}/product/9` })
    expect([status, body]).toMatchObject([201, { readAt: null, listings: [] }])
    expect(body['failure']).toMatch(/404/)
    const again = await people['rev']!.post(`${tips}/${String(body['id'])}/actions`, {
      action: { type: 'read-page' },
    })
    expect(again.body).toMatchObject({ id: body['id'], readAt: null })
    expect(await idsOf('ada')).toContain(body['id'])
  })

  const shown = (more = {}) => ({
    html: '<script type="application/ld+json">{"@type":"Product","sku":"S-7","name":"Prada Beutel – 牛皮"}</script>',
    sentWith: 'extension',
    shownAt: '2026-11-20T09:00:00.000Z',
    ...more,
  })

  test('a page is read as a browser showed it, and its address is not visited', async () => {
    const url = `${shop.origin}/behind-a-form`
    const { status, body } = await record('rev', { url, page: shown() })
    expect([status, body]).toMatchObject([
      201,
      {
        failure: null,
        page: { sentWith: 'extension', shownAt: '2026-11-20T09:00:00.000Z', signInReason: null },
      },
    ])
    const [listing] = body['listings'] as string[]
    const found = await people['ada']!.get(`/api/v1/listings/${listing}`)
    expect(found.body['listing']).toMatchObject({ title: 'Prada Beutel – 牛皮', url })
    expect(shop.asked.map(({ path }) => path)).not.toContain('/behind-a-form')
    const empty = await record('rev', { page: shown({ html: '<title>No goods</title>' }) })
    expect(empty.body).toMatchObject({
      readAt: null,
      listings: [],
      page: { sentWith: 'extension' },
    })
    expect(empty.body['failure']).toMatch(/no listing/i)
  })

  test('the time of a browser whose clock is ahead becomes now', async () => {
    const { body } = await record('rev', { page: shown({ shownAt: '2999-01-01T00:00:00Z' }) })
    const { shownAt } = body['page'] as { shownAt: string }
    expect(Date.parse(shownAt)).toBeLessThanOrEqual(Date.now())
  })

  test('admins alone have pages read that ask for a sign-in', async () => {
    const page = shown({ signInReason: 'A test purchase under our own name' })
    expect((await record('rev', { page })).body).toMatchObject({
      code: 'permission-required',
      pointer: '/page/signInReason',
    })
    expect((await record('ada', { page })).body).toMatchObject({
      page: { signInReason: 'A test purchase under our own name' },
    })
  })

  test('tips are seen within the organisation and the limits of its members', async () => {
    const { body } = await record('ada', { brand: 'prada' })
    const { body: own } = await record('gus', { brand: 'gucci' })
    expect(await idsOf('gus')).toEqual([own['id']])
    expect(await idsOf('riv')).toEqual([])
    for (const who of ['gus', 'riv']) {
      expect((await people[who]!.get(`${tips}/${String(body['id'])}`)).status).toBe(404)
    }
    expect((await record('gus')).body['code']).toBe('permission-required')
    expect((await record('gus', { brand: 'prada' })).body['code']).toBe('permission-required')
    expect((await record('aud')).body['code']).toBe('permission-required')
    expect((await record('riv', { brand: 'prada' })).body['code']).toBe('not-found')
  })

  test('who recorded a tip deletes it, and so does an admin', async () => {
    const { body } = await record('rev')
    const remove = (who: string) => people[who]!.ask('DELETE', `${tips}/${String(body['id'])}`)
    expect((await remove('aud')).status).toBe(403)
    expect((await remove('rev')).status).toBe(200)
    expect((await remove('ada')).status).toBe(404)
  })

  test.each([
    ['a moment ahead', { receivedAt: '2999-01-01T00:00:00Z' }, 'date-in-future'],
    ['no address of the web', { url: 'javascript:alert(1)' }, 'validation-failed'],
    ['an unknown source', { source: 'rumour' }, 'validation-failed'],
  ])('%s is refused', async (_what, more, code) => {
    expect((await record('ada', more)).body['code']).toBe(code)
  })
})
