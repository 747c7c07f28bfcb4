import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  asOperator,
  newKey,
  newOrganisation,
  tenantContext,
  webhookSettings,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, inviteByOperator, newApi, newMember, password } from '../../../test/users.ts'
import { listEvents } from '../audit/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { openCommandChannel, dispatchOperation } from '../../app/command-operations/index.ts'
import { ensureFirstAdmin } from '../users/index.ts'
import { readServerConfig, type ServerConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { defineJob, startJobs, type Jobs } from '../../platform/jobs/index.ts'
import { startDelivery } from '../../messaging/webhooks/index.ts'

const email = 'installation@example.com'
const base = '/api/v1/installation'
type Item = Record<string, unknown>

onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-installation-'))
  let store: Store
  let config: ServerConfig
  let jobs: Jobs
  let app: FastifyInstance
  let admin: Browser
  let adminId: string
  let member: Browser
  let fails = true
  const shaky = defineJob(
    'shaky',
    z.object({}),
    async () => {
      if (fails) throw new Error('not yet')
    },
    { retries: 0, cron: '5 4 * * *' },
  )

  beforeAll(async () => {
    const storeConfig = await engine.newStore()
    config = { ...readServerConfig({ DATA_DIR: dataDir }), store: storeConfig }
    store = await openStore(storeConfig)
    jobs = await startJobs({
      store,
      jobs: [shaky],
      onFault: () => undefined,
      pollingSeconds: 0.5,
    })
    app = newApi(store, undefined, {}, { jobs })
    const first = await ensureFirstAdmin(store, { email, dataDir })
    admin = new Browser(app)
    await admin.signIn(email, first!.password)
    const { body } = await admin.post('/api/v1/password', {
      current: first!.password,
      next: password,
    })
    adminId = (body['person'] as { id: string }).id
    await newOrganisation(store, 'market')
    member = await newMember(app, store, 'market', 'ana@market.example')
  })
  afterAll(async () => {
    await app?.close()
    await jobs?.stop()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  const organisations = async (): Promise<Item[]> =>
    (await admin.get(`${base}/organisations`)).body['items'] as Item[]

  test.each([
    ['organisations', 'GET'],
    ['engines', 'GET'],
    ['jobs', 'GET'],
    ['outbox', 'GET'],
    ['store', 'GET'],
    ['retention', 'GET'],
    ['organisations', 'POST'],
    ['jobs/shaky/retries', 'POST'],
  ] as const)('%s (%s) is refused to members and without sign-in', async (path, method) => {
    const body = method === 'POST' ? { kind: 'host', slug: 'own', name: 'Own' } : undefined
    expect((await member.ask(method, `${base}/${path}`, body)).status).toBe(403)
    expect((await new Browser(app).ask(method, `${base}/${path}`, body)).status).toBe(401)
  })

  describe('an organisation', () => {
    test('is added with its group, in the name of the person who does it', async () => {
      const group = { kind: 'rights-holder', slug: 'group', name: 'Group' }
      expect((await admin.post(`${base}/organisations`, group)).status).toBe(201)
      const added = await admin.post(`${base}/organisations`, {
        kind: 'rights-holder',
        slug: 'house',
        name: 'House',
        parent: 'group',
      })
      expect(added.body).toMatchObject({ slug: 'house', parent: 'group', members: 0 })
      const refused = await admin.post(`${base}/organisations`, group)
      expect([refused.status, refused.body]).toEqual([
        409,
        expect.objectContaining({ pointer: '/slug' }),
      ])
      const { rows } = await asOperator(store, (handle) =>
        sql<{ id: string; kind: string; who: string }>`
          select organisation_id as id, actor_kind as kind, actor_id as who from audit_events
          where action = 'organisation-created' and detail ->> 'slug' = 'house'`.execute(handle),
      )
      expect(rows).toEqual([{ id: expect.any(String), kind: 'person', who: adminId }])
    })

    test('has its first admin invited, and no other: that one invites', async () => {
      const path = `${base}/organisations/house/invitations`
      const { status, body } = await admin.post(path, { email: 'ada@house.example' })
      expect([status, body['invitation']]).toEqual([
        201,
        expect.objectContaining({ roles: ['admin'] }),
      ])
      const { token } = body
      const ada = new Browser(app)
      await ada.post('/api/v1/invitation-acceptances', { token, name: 'Ada', password })
      expect((await ada.signIn('ada@house.example')).status).toBe(200)
      const refused = await admin.post(path, { email })
      expect(refused).toMatchObject({ status: 409, body: { pointer: '/slug' } })
      const none = await admin.post(`${base}/organisations/none/invitations`, { email })
      expect(none.status).toBe(404)
    })

    test('is listed by slug, in pages without gaps, with its permissions', async () => {
      const naming = await admin.ask('PUT', `${base}/organisations/market/claim-approver`, {
        named: true,
      })
      expect(naming.status).toBe(200)
      expect(await organisations()).toMatchObject([
        { slug: 'group', members: 0, parent: null },
        { slug: 'house', members: 1, parent: 'group' },
        { slug: 'market', members: 1, decidesOnClaims: true },
      ])
      const publish = (published: boolean) =>
        admin.ask('PUT', `${base}/organisations/market/error-ledger`, { published })
      await publish(true)
      expect(await organisations()).toMatchObject([
        { publishesErrorLedger: false },
        { publishesErrorLedger: false },
        { slug: 'market', publishesErrorLedger: true },
      ])
      await publish(false)
      expect((await organisations())[2]).toMatchObject({ publishesErrorLedger: false })
      const binding = (slug: string, marketplaces: string[]) =>
        admin.ask('PUT', `${base}/organisations/${slug}/marketplaces`, { marketplaces })
      expect(await binding('market', ['b', 'a', 'a'])).toMatchObject({
        status: 200,
        body: { marketplaces: ['a', 'b'] },
      })
      expect(await organisations()).toMatchObject([
        { marketplaces: [] },
        { marketplaces: [] },
        { slug: 'market', marketplaces: ['a', 'b'] },
      ])
      expect((await binding('market', ['b'])).body).toEqual({ marketplaces: ['b'] })
      expect((await binding('house', ['b'])).status).toBe(422)
      expect((await binding('none', ['b'])).status).toBe(404)
      const firstPage = (await admin.get(`${base}/organisations?limit=2`)).body
      const two = (
        await admin.get(`${base}/organisations?limit=2&after=${String(firstPage['next'])}`)
      ).body
      const slugs = [firstPage, two].flatMap(({ items }) =>
        (items as Item[]).map(({ slug }) => slug),
      )
      expect([slugs, two['next']]).toEqual([['group', 'house', 'market'], null])
    })
  })

  test('the engines are named, and how far the judging again is', async () => {
    const { body } = await admin.get(`${base}/engines`)
    expect(body).toMatchObject({ running: [body['current']], candidate: null, due: 0, pass: null })
  })

  test('a queue lists its failed jobs, and retries them', async () => {
    const queues = async (): Promise<Item[]> =>
      (await admin.get(`${base}/jobs`)).body['items'] as Item[]
    await jobs.send(shaky, {})
    await expect.poll(queues).toMatchObject([{ failed: 1 }])
    expect(await queues()).toMatchObject([
      { name: 'shaky', cron: '5 4 * * *', waiting: 0, lastDoneAt: null },
    ])
    fails = false
    // It waits for the operator, with the time since when and the way to run it again.
    const inboxOf = async (browser: Browser): Promise<Item[]> =>
      (await browser.get('/api/v1/inbox')).body['items'] as Item[]
    const failedJobs = async (): Promise<Item[]> =>
      (await inboxOf(admin)).filter(({ kind }) => kind === 'failed-job')
    const [{ firstFailedAt } = {}] = await queues()
    expect(await failedJobs()).toMatchObject([
      {
        id: 'shaky',
        detail: 'shaky',
        since: firstFailedAt,
        path: '/operator/jobs',
        action: 'retry',
      },
    ])
    expect((await inboxOf(member)).map(({ kind }) => kind)).not.toContain('failed-job')
    const { body } = await admin.post(`${base}/jobs/shaky/retries`)
    expect(body).toEqual({ retried: 1 })
    await expect.poll(queues).toMatchObject([{ failed: 0, lastDoneAt: expect.any(String) }])
    expect((await admin.post(`${base}/jobs/none/retries`)).status).toBe(404)
  })

  test('what webhooks did not receive is listed by host, and resent', async () => {
    const { body: hook } = await member.post('/api/v1/webhooks', {
      url: 'https://hooks.market.example/secret-path',
    })
    const id = hook['id'] as string
    const organisationId = await asOperator(store, async (handle) => {
      const { rows } = await sql<{ id: string }>`
        select id from organisations where slug = 'market'`.execute(handle)
      return rows[0]!.id
    })
    const context = tenantContext(organisationId)
    await store.transact(context, (handle) =>
      recordOutbox(handle, organisationId, [{ type: 'listing.assessed', data: {} }]),
    )
    const delivering = startDelivery({
      store,
      ...webhookSettings,
      onFault: () => undefined,
      pollMilliseconds: 50,
      pace: {
        retryMilliseconds: [],
        holdMilliseconds: 1,
        mostHoldMilliseconds: 1,
        disableMilliseconds: 1e9,
      },
    })
    const outbox = async (): Promise<Item> => (await admin.get(`${base}/outbox`)).body
    await expect.poll(outbox).toMatchObject({ webhooks: [{ failed: 1, pending: 0 }] })
    await delivering.stop()
    const events = await outbox()
    expect(events).toMatchObject({
      webhooks: [{ id, organisation: 'market', host: 'hooks.market.example', enabled: true }],
    })
    expect(JSON.stringify(events)).not.toContain('secret-path')
    expect((await admin.post(`${base}/webhooks/${id}/retries`)).body).toEqual({ resent: 1 })
    expect(await outbox()).toMatchObject({ pending: 1, webhooks: [{ failed: 0, pending: 1 }] })
    const log = await store.transact(context, (handle) => listEvents({ handle, organisationId }))
    expect(log[0]).toMatchObject({
      action: 'webhook-resent',
      actorKind: 'person',
      actorId: adminId,
      detail: { events: 1 },
    })
    const none = '00000000-0000-4000-8000-000000000000'
    expect((await admin.post(`${base}/webhooks/${none}/retries`)).status).toBe(404)
  })

  test('retention is listed by organisation, with the number of holds and not their reasons', async () => {
    await member.ask('PUT', '/api/v1/retention', { clearDays: 10, personalDays: 20 })
    await member.post('/api/v1/legal-holds', {
      scope: { kind: 'organisation' },
      reason: 'file 2026/7',
    })
    const { body } = await admin.get(`${base}/retention`)
    expect(body['items']).toMatchObject([
      {
        organisation: 'group',
        name: expect.any(String),
        clearDays: 30,
        personalDays: 30,
        holds: 0,
        oldestHoldAt: null,
      },
      { organisation: 'house' },
      { organisation: 'market', clearDays: 10, holds: 1, oldestHoldAt: expect.any(String) },
    ])
    expect(JSON.stringify(body)).not.toContain('2026/7')
  })

  test('the store reports its size, its migrations and its last backup', async () => {
    const { body: before } = await admin.get(`${base}/store`)
    expect(before).toMatchObject({ engine: store.engine, pending: 0, backup: { last: null } })
    expect(before['bytes']).toBeGreaterThan(1_000_000)
    expect((before['migrations'] as Item[])[0]).toMatchObject({ version: 1, name: 'access' })
    // The embedded store can be opened once: the command asks the process that has it open.
    const channel = await openCommandChannel({ store, config })
    const file = join(dataDir, 'one.backup')
    await dispatchOperation({ config, actor: 'root', name: 'db.backup', input: { file } })
    await channel.close()
    const { body: after } = await admin.get(`${base}/store`)
    expect(after['backup']).toMatchObject({
      last: { at: expect.any(String), rows: expect.any(Number) },
    })
  })

  test('while he acts for an organisation he looks after nothing', async () => {
    await newKey(store, 'market')
    const token = await inviteByOperator(store, 'market', email)
    expect((await admin.post('/api/v1/invitation-acceptances', { token })).status).toBe(200)
    await admin.post('/api/v1/session/organisation', { organisation: 'market' })
    expect((await admin.get(`${base}/organisations`)).status).toBe(403)
    await admin.post('/api/v1/session/organisation', { organisation: null })
    expect((await admin.get(`${base}/organisations`)).status).toBe(200)
  })
})
