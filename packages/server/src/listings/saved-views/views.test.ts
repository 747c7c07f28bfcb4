import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type View = { id: string; name: string; own: boolean; mayChange: boolean; query: unknown }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const people: Record<string, Browser> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'rival')
    for (const [who, slug, role] of [
      ['ana', 'market', 'analyst'],
      ['rev', 'market', 'reviewer'],
      ['ada', 'market', 'admin'],
      ['riv', 'rival', 'admin'],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@house.example`, { roles: [role] })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const viewsOf = async (who: string): Promise<View[]> => {
    const { body } = await people[who]!.get('/api/v1/saved-views')
    return body['items'] as View[]
  }
  const save = async (who: string, input: object): Promise<View> => {
    const { status, body } = await people[who]!.post('/api/v1/saved-views', input)
    expect([status, body]).toMatchObject([201, {}])
    return body as View
  }
  const change = (who: string, id: string, input: object) =>
    people[who]!.ask('PATCH', `/api/v1/saved-views/${id}`, input)
  const query = { verdict: 'review', probabilityFrom: 0.5, decided: 'false', sort: 'most-probable' }

  test('a view is its keeper’s alone until it is shared', async () => {
    const kept = await save('ana', { name: ' Mine ', query })
    expect(kept).toMatchObject({ name: 'Mine', shared: false, own: true, mayChange: true, query })
    for (const who of ['rev', 'ada', 'riv']) {
      expect(await viewsOf(who)).toEqual([])
      expect((await change(who, kept.id, { name: 'x' })).status).toBe(404)
    }
    const shared = await change('ana', kept.id, { shared: true, name: 'Ours' })
    expect(shared).toMatchObject({ status: 200, body: { name: 'Ours', query } })
    expect(await viewsOf('rev')).toMatchObject([{ name: 'Ours', own: false, mayChange: false }])
    expect(await viewsOf('ada')).toMatchObject([{ name: 'Ours', own: false, mayChange: true }])
    expect(await viewsOf('riv')).toEqual([])
    expect((await change('rev', kept.id, { name: 'x' })).status).toBe(403)
    expect((await change('ada', kept.id, { shared: false })).status).toBe(403)
    expect((await change('ada', kept.id, { name: 'All of ours' })).status).toBe(200)
    for (const [who, status] of [
      ['riv', 404],
      ['rev', 403],
      ['ada', 200],
      ['ana', 404],
    ] as const) {
      const removed = await people[who]!.ask('DELETE', `/api/v1/saved-views/${kept.id}`)
      expect([who, removed.status]).toEqual([who, status])
    }
  })

  test('other filters are saved under the existing name', async () => {
    const { id } = await save('ana', { name: 'Brand', query: { brand: 'a' } })
    const changed = await change('ana', id, { query: { brand: 'b' } })
    expect(changed.body).toMatchObject({ name: 'Brand', query: { brand: 'b', sort: 'newest' } })
  })

  test.each([
    { name: '', query: {} },
    { name: 'x'.repeat(101), query: {} },
    { name: 'x', query: { verdict: 'fake' } },
    { name: 'x', query: { colour: 'red' } },
    { name: 'x' },
  ])('%o is refused', async (input) => {
    expect((await people['ana']!.post('/api/v1/saved-views', input)).status).toBe(422)
  })

  test('machines keep no views', async () => {
    const { text } = await newKey(store, 'market', ['listings:read'])
    const headers = { authorization: `Bearer ${text}` }
    const { statusCode } = await app.inject({ url: '/api/v1/saved-views', headers })
    expect(statusCode).toBe(403)
  })
})
