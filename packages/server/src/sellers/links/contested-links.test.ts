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
  let organisation: string
  let admin: Browser
  let reviewer: Browser
  let stranger: Browser
  let accounts: Record<string, string>

  beforeAll(async () => {
    linked = new LinkedStore(await openStore(await engine.newStore()))
    const { store, sealer } = linked
    app = newApi(store, undefined, { sealer })
    organisation = await linked.organisation('market')
    await linked.organisation('other')
    admin = await newMember(app, store, 'market', 'admin@market.example')
    reviewer = await newMember(app, store, 'market', 'reviewer@market.example', {
      roles: ['reviewer'],
    })
    stranger = await newMember(app, store, 'other', 'admin@other.example')
    const ring = (name: string, phone: string) =>
      [0, 1].flatMap((at) =>
        listingsOf(`${name}-${at}`, { contact: `WhatsApp ${phone}`, words: [`${name}${at}`] }),
      )
    await linked.send(organisation, [
      ...ring('upheld', '0812 3456 7001'),
      ...ring('shown', '0812 3456 7006'),
      ...ring('rejected', '0812 3456 7002'),
      ...ring('judged', '0812 3456 7003'),
      ...ring('foreign', '0812 3456 7004'),
      ...ring('erased', '0812 3456 7005'),
    ])
    await linked.settle()
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string; seller: string }>`
        select id, seller_id as seller from seller_accounts
        where organisation_id = ${organisation}::uuid`.execute(handle),
    )
    accounts = Object.fromEntries(rows.map(({ id, seller }) => [seller, id]))
  })
  afterAll(async () => {
    await app?.close()
    await linked?.close()
  })

  const inputOf = (name: string): Body => ({
    account: accounts[`${name}-0`],
    other: accounts[`${name}-1`],
    text: 'The phone is the shop’s where we both bought it.',
  })
  const contest = async (name: string, browser = admin) =>
    browser.post('/api/v1/link-contests', inputOf(name))
  const decide = async (id: unknown, type: string, browser = reviewer) =>
    browser.post(`/api/v1/link-contests/${id as string}/actions`, {
      action: { type, reason: 'The shop confirms it.' },
    })
  const judge = (name: string, judgement: string, browser = admin) =>
    browser.post('/api/v1/judgements', {
      judgements: [{ a: accounts[`${name}-0`], b: accounts[`${name}-1`], judgement }],
    })
  /** Whether the link shows in the list, on the seller's page and in a network. */
  const shows = async (name: string) => {
    const own = [accounts[`${name}-0`], accounts[`${name}-1`]].toSorted()
    const isOwn = ({ a, b }: Body) => (a as Body)['id'] === own[0] && (b as Body)['id'] === own[1]
    const ofAccount = (await admin.get(`/api/v1/seller-accounts/${own[0]}/links`)).body
    const all = (await admin.get('/api/v1/links?limit=100')).body
    const { networks } = await storedGraph(linked.store, organisation)
    return {
      list: (all['items'] as Body[]).some(isOwn),
      page: (ofAccount['items'] as Body[]).some(isOwn),
      network: networks.some((members) => own.every((one) => members.includes(one!))),
    }
  }
  const everywhere = { list: true, page: true, network: true }
  const nowhere = { list: false, page: false, network: false }

  test('a contested link shows nowhere, and an upheld contest is a judgement', async () => {
    expect(await shows('upheld')).toEqual(everywhere)
    const recorded = await contest('upheld')
    expect(recorded).toMatchObject({ status: 201, body: { state: 'open', decidedBy: null } })
    expect(await shows('upheld')).toEqual({ list: false, page: false, network: true })
    await linked.settle()
    expect(await shows('upheld')).toEqual(nowhere)
    expect((await contest('upheld')).body['code']).toBe('accounts-not-linked')
    const { id } = recorded.body
    expect(await decide(id, 'uphold', admin)).toMatchObject({
      status: 409,
      body: { code: 'other-reviewer-required' },
    })
    const upheld = await decide(id, 'uphold')
    expect(upheld).toMatchObject({
      status: 200,
      body: { state: 'upheld', reason: 'The shop confirms it.' },
    })
    const judgements = (await admin.get('/api/v1/judgements')).body['items'] as Body[]
    expect(judgements.find((one) => one['id'] === upheld.body['judgement'])).toMatchObject({
      judgement: 'different',
      state: 'in-force',
      reason: 'The shop confirms it.',
    })
    expect((await decide(id, 'reject')).body['code']).toBe('link-contest-decided')
    await linked.settle()
    expect(await shows('upheld')).toEqual(nowhere)
  })

  test('whoever may decide sees what the link rested on, and others why they may not', async () => {
    const { id } = (await contest('shown')).body
    await linked.settle()
    const read = async (browser: Browser) =>
      (await browser.get(`/api/v1/link-contests/${id as string}`)).body
    expect(await read(reviewer)).toMatchObject({
      state: 'open',
      bar: null,
      sides: [{ seller: 'shown-0' }, { seller: 'shown-1' }],
      link: { linked: true, judgement: null },
    })
    const { reasons } = (await read(reviewer))['link'] as { reasons: Body[] }
    expect(reasons).toContainEqual(
      expect.objectContaining({
        code: 'identifier.whatsapp',
        identifier: expect.objectContaining({ type: 'whatsapp' }),
      }),
    )
    expect((await read(admin))['bar']).toBe('recorded')
    await judge('shown', 'unsure', reviewer)
    expect((await read(reviewer))['bar']).toBe('judged')
    const auditor = await newMember(app, linked.store, 'market', 'auditor@market.example', {
      roles: ['auditor'],
    })
    expect((await read(auditor))['bar']).toBe('permission')
    const listed = async (account: string | undefined) =>
      ((await admin.get(`/api/v1/link-contests?account=${account}`)).body['items'] as Body[]).map(
        (one) => one['id'],
      )
    expect(await listed(accounts['shown-1'])).toEqual([id])
    expect(await listed(accounts['rejected-0'])).toEqual([])
    const other = await newMember(app, linked.store, 'market', 'third@market.example')
    await decide(id, 'reject', other)
    await linked.settle()
  })

  test('after a rejected contest everything is as before', async () => {
    const before = await storedGraph(linked.store, organisation)
    const { id } = (await contest('rejected')).body
    await linked.settle()
    expect(await storedGraph(linked.store, organisation)).not.toEqual(before)
    expect((await decide(id, 'reject')).status).toBe(200)
    await linked.settle()
    expect(await storedGraph(linked.store, organisation)).toEqual(before)
    expect(await shows('rejected')).toEqual(everywhere)
  })

  test('a contest suspends what was judged the same, and who judged does not decide', async () => {
    expect((await judge('judged', 'same', reviewer)).status).toBe(201)
    await linked.settle()
    const { id } = (await contest('judged')).body
    await linked.settle()
    expect(await shows('judged')).toEqual(nowhere)
    expect((await decide(id, 'reject', reviewer)).body['code']).toBe('other-reviewer-required')
    const other = await newMember(app, linked.store, 'market', 'second@market.example')
    expect((await decide(id, 'uphold', other)).status).toBe(200)
    await linked.settle()
    expect(await shows('judged')).toEqual(nowhere)
  })

  test('contests are of no other organisation and no limited member', async () => {
    const { id } = (await contest('foreign')).body
    const limited = await newMember(app, linked.store, 'market', 'limited@market.example', {
      brands: ['gucci'],
    })
    expect((await stranger.get('/api/v1/link-contests')).body['items']).toEqual([])
    expect((await limited.get('/api/v1/link-contests')).status).toBe(403)
    expect((await limited.get(`/api/v1/link-contests/${id as string}`)).status).toBe(403)
    expect((await stranger.get(`/api/v1/link-contests/${id as string}`)).status).toBe(404)
    const unknown = await decide('00000000-0000-4000-8000-000000000000', 'uphold', stranger)
    const foreign = await decide(id, 'uphold', stranger)
    expect([foreign.status, foreign.body['code']]).toEqual([unknown.status, unknown.body['code']])
    expect((await contest('rejected', stranger)).status).toBe(404)
    expect((await contest('rejected', limited)).status).toBe(403)
    const open = (await admin.get('/api/v1/link-contests?state=open')).body['items'] as Body[]
    expect(open.map((one) => one['id'])).toEqual([id])
  })

  test('the log names accounts, and not what the seller says', async () => {
    const { rows } = await asOperator(linked.store, (handle) =>
      sql<{ detail: Body }>`
        select detail from audit_events where action = 'link-contested'`.execute(handle),
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain('phone')
  })
})
