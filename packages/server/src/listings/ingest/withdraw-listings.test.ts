import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Row = { row: number; id?: string; version?: number; withdrawnAt?: string | null }
type Answered = {
  status: number
  body: {
    code?: string
    pointer?: string
    taken: number
    failed: number
    results: (Row & { error?: { pointer: string; message: string } })[]
    id: string
    version: number
    withdrawnAt: string | null
    items: { id: string; withdrawnAt: string | null }[]
    count: number
  }
}

const withdraw = { type: 'withdraw' }
const undo = { type: 'undo-withdrawal' }
const fake = {
  brand: 'Gucci',
  title: 'Gucci bag, 1:1 replica, mirror quality',
  price: { amount: '40', currency: 'EUR' },
}
const wallet = { ...fake, title: 'Gucci wallet, 1:1 replica' }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const keys: Record<string, string> = {}
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'gucci')
    app = newApi(store)
    const scopes = ['listings:read', 'listings:write', 'decisions:write'] as const
    for (const who of ['market', 'house']) keys[who] = (await newKey(store, who, [...scopes])).text
    keys['reader'] = (await newKey(store, 'market', ['listings:read'])).text
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function call(who: string, method: 'GET' | 'POST', path: string, payload?: object) {
    const response = await app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${keys[who]}` },
      ...(payload && { payload }),
    })
    return { status: response.statusCode, body: response.json<Answered['body']>() }
  }
  const submit = async (id: string, fields: object = fake): Promise<Answered> =>
    call('market', 'POST', 'listings', { id, marketplace: 'bazaar', ...fields })
  const act = async (id: string, action: object, more: object = {}, who = 'market') =>
    call(who, 'POST', `listings/${id}/actions`, { action, ...more })
  const listed = async (who: string, query: string): Promise<string[]> => {
    const { body } = await call(who, 'GET', `listings?${query}`)
    const { body: counted } = await call(
      who,
      'GET',
      `listings/count?${query.replace(/&?sort=[a-z-]+/, '')}`,
    )
    expect(counted.count).toBe(body.items.length)
    return body.items.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id)!).sort()
  }
  const eventsOf = async (type: string): Promise<unknown[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ data: unknown }>`
        select data from outbox_events where type = ${type} order by at, id`.execute(handle),
    )
    return rows.map(({ data }) => data)
  }
  const loggedFor = async (action: string): Promise<unknown[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ subject: string; detail: unknown }>`
        select subject_kind as subject, detail from audit_events where action = ${action}
        order by at, id`.execute(handle),
    )
    return rows
  }

  // Each test begins with three undecided listings, none of them withdrawn.
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c']) ids[name] = (await submit(name)).body.id
    await asOperator(store, (handle) => sql`delete from outbox_events`.execute(handle))
  })

  test('a withdrawn listing leaves the open work of all who see it, and nothing else', async () => {
    const before = await call('market', 'GET', `listings/${ids['a']}`)
    const { status, body } = await act(ids['a']!, withdraw, { expectedVersion: 1 })
    expect(status).toBe(200)
    expect(body).toEqual({
      id: ids['a'],
      marketplace: 'bazaar',
      listing: 'a',
      version: 1,
      withdrawnAt: expect.any(String) as string,
    })
    for (const who of ['market', 'house']) {
      expect(await listed(who, 'decided=false')).toEqual(['b', 'c'])
      expect(await listed(who, 'decided=false&verdict=block')).toEqual(['b', 'c'])
      expect(await listed(who, 'decided=true')).toEqual([])
      expect(await listed(who, 'withdrawn=true')).toEqual(['a'])
      expect(await listed(who, 'withdrawn=false&sort=most-probable')).toEqual(['b', 'c'])
      expect(await listed(who, '')).toEqual(['a', 'b', 'c'])
    }
    const work = await call('market', 'GET', 'overview/work')
    expect(work.body).toMatchObject({ verdicts: { block: { count: 2 } } })
    const after = await call('market', 'GET', `listings/${ids['a']}`)
    expect(after.body).toEqual({ ...before.body, withdrawnAt: body.withdrawnAt })
  })

  test('undoing a withdrawal makes the listing open work again, unless it was decided', async () => {
    await act(ids['a']!, withdraw)
    await act(ids['b']!, withdraw)
    const decision = { id: ids['b'], verdict: 'counterfeit' }
    expect(await call('market', 'POST', 'decisions', decision)).toMatchObject({
      body: { taken: 1 },
    })
    expect(await listed('market', 'decided=true')).toEqual(['b'])
    for (const name of ['a', 'b']) {
      expect(await act(ids[name]!, undo)).toMatchObject({ body: { withdrawnAt: null } })
    }
    expect(await listed('market', 'decided=false')).toEqual(['a', 'c'])
    expect(await listed('market', 'decided=true')).toEqual(['b'])
    // A decision that is withdrawn leaves a withdrawn listing without open work.
    await act(ids['b']!, withdraw)
    const { body } = await call('market', 'GET', `listings/${ids['b']}/decisions`)
    await call('market', 'POST', 'decisions/withdrawals', { decisions: [body.items[0]!.id] })
    expect(await listed('market', 'decided=false')).toEqual(['a', 'c'])
    expect(await listed('market', 'decided=true')).toEqual([])
  })

  test.each([
    ['unchanged', wallet, 1],
    ['changed', { ...wallet, title: 'Gucci wallet, replica' }, 2],
  ])('submitting it again %s ends the withdrawal', async (_how, fields, versions) => {
    const id = (await submit(`again-${versions}`, wallet)).body.id
    ids['again'] = id
    await act(id, withdraw)
    await asOperator(store, (handle) => sql`delete from outbox_events`.execute(handle))
    const { body } = await submit(`again-${versions}`, fields)
    expect(body.version).toBe(versions)
    const stored = await call('market', 'GET', `listings/${id}`)
    expect(stored.body.withdrawnAt).toBeNull()
    expect(
      await listed('market', `marketplace=bazaar&listing=again-${versions}&decided=false`),
    ).toEqual(['again'])
    expect(await eventsOf('listing.offered-again')).toEqual([
      {
        listing: { id, marketplace: 'bazaar', externalId: `again-${versions}` },
        version: 1,
      },
    ])
    await act(id, withdraw)
    delete ids['again']
  })

  test('each change has one event and one entry in the log; repeating it has neither', async () => {
    const logged = (await loggedFor('listings-withdrawn')).length
    const [first, second] = [await act(ids['a']!, withdraw), await act(ids['a']!, withdraw)]
    expect(second.body).toEqual(first.body)
    await act(ids['a']!, undo)
    await act(ids['a']!, undo)
    const data = { listing: { id: ids['a'], marketplace: 'bazaar', externalId: 'a' }, version: 1 }
    expect(await eventsOf('listing.withdrawn')).toEqual([data])
    expect(await eventsOf('listing.offered-again')).toEqual([data])
    expect((await loggedFor('listings-withdrawn')).slice(logged)).toEqual([
      { subject: 'listing', detail: { rows: 1 } },
    ])
    expect((await loggedFor('listing-withdrawals-undone')).at(-1)).toEqual({
      subject: 'listing',
      detail: { rows: 1 },
    })
  })

  test('many are withdrawn at once by submitted ID, each with its result', async () => {
    const { status, body } = await call('market', 'POST', 'listings/actions', {
      action: withdraw,
      listings: [
        { listing: 'a', marketplace: 'bazaar' },
        { id: ids['b'], expectedVersion: 1 },
        { id: ids['b'] },
        { listing: 'a' },
        { id: ids['c'], expectedVersion: 7 },
      ],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      taken: 3,
      failed: 2,
      results: [
        { row: 0, id: ids['a'], version: 1, withdrawnAt: expect.any(String) as string },
        { row: 1, id: ids['b'] },
        { row: 2, id: ids['b'], withdrawnAt: expect.any(String) as string },
        { row: 3, error: { pointer: '/listings/3/listing' } },
        { row: 4, error: { pointer: '/listings/4/expectedVersion' } },
      ],
    })
    expect(await listed('market', 'withdrawn=true&search=bag mirror')).toEqual(['a', 'b'])
    expect(await eventsOf('listing.withdrawn')).toHaveLength(2)
    expect((await loggedFor('listings-withdrawn')).at(-1)).toEqual({
      subject: 'organisation',
      detail: { rows: 2 },
    })
  })

  test('a request of many parts withdraws all of them', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => ({
      id: `many-${at}`,
      title: 'Wooden spoon',
    }))
    await call('market', 'POST', 'listings/batch', rows)
    const listings = rows.map(({ id: listing }) => ({ listing }))
    const { body } = await call('market', 'POST', 'listings/actions', {
      action: withdraw,
      listings,
    })
    expect(body).toMatchObject({ taken: 300, failed: 0 })
    const { body: counted } = await call(
      'market',
      'GET',
      'listings/count?withdrawn=true&verdict=clear',
    )
    expect(counted.count).toBe(300)
  })

  test.each([
    ['a listing of another organisation that the caller sees', 'house', 404, 'not-found'],
    ['a listing, with a key that only reads', 'reader', 403, 'scope-required'],
  ])('refuses %s', async (_what, who, status, code) => {
    expect(await act(ids['a']!, withdraw, {}, who)).toMatchObject({ status, body: { code } })
    expect(await listed('market', 'withdrawn=true&listing=a&marketplace=bazaar')).toEqual([])
  })

  test('refuses another version, and what is no listing', async () => {
    expect(await act(ids['a']!, withdraw, { expectedVersion: 2 })).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch', pointer: '/expectedVersion' },
    })
    expect(await act('none', withdraw)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })
})
