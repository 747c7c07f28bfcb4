import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore } from '../../platform/db/index.ts'
import { LinkedStore, listingsOf, storedGraph } from './test/links-fixture.ts'

type Body = Record<string, unknown>

onOneEngine((engine) => {
  let linked: LinkedStore
  let app: FastifyInstance
  let number = 0

  beforeAll(async () => {
    linked = new LinkedStore(await openStore(await engine.newStore()))
    app = newApi(linked.store, undefined, { sealer: linked.sealer })
  })
  afterAll(async () => {
    await app?.close()
    await linked?.close()
  })

  /** An organisation of so many pairs of accounts, each with a number of its own, under a first model. */
  async function marketOf(pairs: number): Promise<{ organisation: string; admin: Browser }> {
    const slug = `market-${++number}`
    const organisation = await linked.organisation(slug)
    const admin = await newMember(app, linked.store, slug, `admin@${slug}.example`)
    const listings = Array.from({ length: pairs }, (_, at) =>
      ['a', 'b'].flatMap((side) =>
        listingsOf(`${side}${at}`, {
          count: 2,
          contact: `WhatsApp 0812 3456 ${7000 + at}`,
          words: [`own${side}${at}`],
        }),
      ),
    )
    await linked.send(organisation, listings.flat())
    await linked.settle()
    return { organisation, admin }
  }
  const models = async (admin: Browser): Promise<Body[]> =>
    (await admin.get('/api/v1/link-models')).body['items'] as Body[]
  const act = (admin: Browser, version: number, type: string, expectedVersion?: number) =>
    admin.post(`/api/v1/link-models/${version}/actions`, {
      action: { type },
      ...(expectedVersion !== undefined && { expectedVersion }),
    })
  const states = async (admin: Browser) =>
    (await models(admin)).map(({ version, state }) => `${String(version)} ${String(state)}`)
  const linksOf = async (admin: Browser, state: string): Promise<{ a: Body; b: Body }[]> =>
    (await admin.get(`/api/v1/links?state=${state}&limit=100`)).body['items'] as {
      a: Body
      b: Body
    }[]

  test('a version is drafted, tried in shadow, made live and rolled back', async () => {
    const { organisation, admin } = await marketOf(20)
    expect(await states(admin)).toEqual(['1 live'])
    const before = await storedGraph(linked.store, organisation)
    expect(await admin.post('/api/v1/link-models', {})).toMatchObject({
      status: 201,
      body: { version: 2, state: 'draft', fittedAt: null },
    })
    expect((await admin.post('/api/v1/link-models', {})).body['code']).toBe('link-model-drafted')
    expect((await act(admin, 2, 'start-shadow')).body['code']).toBe('link-model-unfitted')
    await linked.settle()
    expect((await act(admin, 2, 'make-live')).body['code']).toBe('link-model-state')
    const [draft] = await models(admin)
    expect(draft).toMatchObject({ state: 'draft', accounts: 40, edits: 1 })
    expect((await act(admin, 2, 'start-shadow', 0)).body['code']).toBe('version-mismatch')
    expect(await act(admin, 2, 'start-shadow', 1)).toMatchObject({
      body: { state: 'shadow', isComparing: true },
    })
    await linked.settle()
    expect((await admin.get('/api/v1/link-models/2')).body).toMatchObject({
      isComparing: false,
      comparison: {
        with: 1,
        live: { links: 20, networks: 20, largest: 2 },
        shadow: { links: 20, networks: 20, largest: 2 },
        onlyLive: [],
        onlyShadow: [],
      },
    })
    // A version in shadow changes nothing.
    expect(await storedGraph(linked.store, organisation)).toEqual(before)
    expect((await act(admin, 2, 'make-live')).status).toBe(200)
    await linked.settle()
    expect(await states(admin)).toEqual(['2 live', '1 retired'])
    expect((await storedGraph(linked.store, organisation)).networks).toEqual(before.networks)
    expect((await act(admin, 2, 'roll-back')).body).toMatchObject({ state: 'retired' })
    await linked.settle()
    expect(await states(admin)).toEqual(['2 retired', '1 live'])
    expect(await storedGraph(linked.store, organisation)).toEqual(before)
    expect((await act(admin, 1, 'roll-back')).body['code']).toBe('link-model-state')
  })

  test('a model whose links are overturned too often returns to shadow, and can be made live again', async () => {
    const { organisation, admin } = await marketOf(32)
    const links = await linksOf(admin, 'linked')
    expect(links).toHaveLength(32)
    const judge = (judged: typeof links, judgement: string) =>
      admin.post('/api/v1/judgements', {
        judgements: judged.map(({ a, b }) => ({ a: a['id'], b: b['id'], judgement })),
      })
    await judge(links.slice(0, 25), 'same')
    await judge(links.slice(25, 29), 'different')
    await linked.settle()
    expect(await models(admin)).toMatchObject([
      { state: 'live', overturned: { judged: 29, overturned: 4 }, returned: null },
    ])
    const { reliability } = (await admin.get('/api/v1/link-models/1')).body as {
      reliability: { pairs: number; same: number }[]
    }
    const sum = (of: 'pairs' | 'same') => reliability.reduce((all, bin) => all + bin[of], 0)
    expect([sum('pairs'), sum('same')]).toEqual([29, 25])
    await judge(links.slice(29, 30), 'same')
    await linked.settle()
    expect(await models(admin)).toMatchObject([
      { state: 'shadow', overturned: null, returned: { judged: 30, overturned: 4 } },
    ])
    // Judgements alone link accounts.
    expect((await storedGraph(linked.store, organisation)).networks).toHaveLength(26)
    expect(await linksOf(admin, 'linked')).toHaveLength(26)
    expect((await linksOf(admin, 'possible')).length).toBeGreaterThanOrEqual(2)
    const inbox = (await admin.get('/api/v1/inbox')).body['items'] as Body[]
    expect(inbox.filter(({ kind }) => kind === 'link-review')).toMatchObject([
      { id: 'model-1', detail: 'model-returned' },
    ])
    const { rows } = await asOperator(linked.store, (handle) =>
      sql`
        select subject_id, detail from audit_events
        where action = 'link-model-returned' and organisation_id = ${organisation}::uuid`.execute(
        handle,
      ),
    )
    expect(rows).toEqual([{ subject_id: '1', detail: { judged: 30, overturned: 4 } }])
    // Listings that arrive neither fit a model nor link anybody.
    await linked.send(organisation, listingsOf('late', { contact: 'WhatsApp 0812 3456 7031' }))
    await linked.settle()
    expect(await linksOf(admin, 'linked')).toHaveLength(26)
    expect(await states(admin)).toEqual(['1 shadow'])

    expect((await act(admin, 1, 'make-live')).status).toBe(200)
    await linked.settle()
    expect(await models(admin)).toMatchObject([
      { state: 'live', overturned: { judged: 0, overturned: 0 } },
    ])
    expect((await storedGraph(linked.store, organisation)).networks).toHaveLength(28)
    expect((await admin.get('/api/v1/inbox')).body['items']).not.toContainEqual(
      expect.objectContaining({ kind: 'link-review' }),
    )
  })

  test('models are of no other organisation, and admins alone manage them', async () => {
    const { admin } = await marketOf(15)
    const { admin: stranger } = await marketOf(1)
    const slug = `market-${number - 1}`
    const analyst = await newMember(app, linked.store, slug, `analyst@${slug}.example`, {
      roles: ['analyst'],
    })
    expect((await stranger.get('/api/v1/link-models')).body['items']).toEqual([])
    expect((await stranger.get('/api/v1/link-models/1')).status).toBe(404)
    expect((await act(stranger, 1, 'return-to-shadow')).status).toBe(404)
    expect((await stranger.post('/api/v1/link-models', {})).body['code']).toBe(
      'link-models-missing',
    )
    expect((await analyst.get('/api/v1/link-models')).status).toBe(200)
    expect((await act(analyst, 1, 'return-to-shadow')).status).toBe(403)
    expect((await admin.get('/api/v1/link-models/01')).status).toBe(404)
  })
})
