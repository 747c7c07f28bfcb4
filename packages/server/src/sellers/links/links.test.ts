import type { Listing } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore } from '../../platform/db/index.ts'
import { LinkedStore, listingsOf, storedGraph } from './test/links-fixture.ts'

type Body = Record<string, unknown>
type Link = {
  a: Body
  b: Body
  linked: boolean
  weight: number
  reasons: Reason[]
  judgement: string | null
}
type Reason = { code: string; weight: number; identifier: Body | null; places: Body[] }

onOneEngine((engine) => {
  let linked: LinkedStore
  let app: FastifyInstance
  let organisation: string
  let admin: Browser
  let analyst: Browser
  let stranger: Browser
  let accounts: Record<string, string>

  beforeAll(async () => {
    linked = new LinkedStore(await openStore(await engine.newStore()))
    const { store, sealer } = linked
    app = newApi(store, undefined, { sealer })
    organisation = await linked.organisation('market')
    await linked.organisation('other')
    admin = await newMember(app, store, 'market', 'admin@market.example')
    analyst = await newMember(app, store, 'market', 'analyst@market.example', {
      roles: ['analyst'],
    })
    stranger = await newMember(app, store, 'other', 'admin@other.example')
    await linked.send(organisation, [
      ...ring('pair', 2, '0812 3456 7001'),
      ...ring('left', 11, '0812 3456 7002'),
      ...ring('right', 11, '0812 3456 7003'),
      ...ring('one', 2, '0812 3456 7007'),
      ...ring('two', 2, '0812 3456 7008'),
    ])
    await linked.settle()
    accounts = await accountsBySeller()
  })
  afterAll(async () => {
    await app?.close()
    await linked?.close()
  })

  function ring(name: string, count: number, phone: string): Listing[] {
    return Array.from({ length: count }, (_, at) =>
      listingsOf(`${name}-${at}`, {
        count: 2,
        contact: `WhatsApp ${phone}`,
        words: [`${name}${at}`],
      }),
    ).flat()
  }
  async function accountsBySeller(): Promise<Record<string, string>> {
    const { rows } = await asOperator(linked.store, (handle) =>
      sql<{ id: string; seller: string }>`
        select id, seller_id as seller from seller_accounts
        where organisation_id = ${organisation}::uuid`.execute(handle),
    )
    return Object.fromEntries(rows.map(({ id, seller }) => [seller, id]))
  }
  const get = async (path: string, browser = admin): Promise<Body> => {
    const { status, body } = await browser.get(`/api/v1/${path}`)
    expect([path, status]).toEqual([path, 200])
    return body
  }
  const linksOf = async (seller: string, browser = admin) => {
    const answer = await get(`seller-accounts/${accounts[seller]}/links`, browser)
    const items = answer['items'] as Link[]
    return {
      network: answer['network'] as string | null,
      items: items.filter(({ linked: isLinked }) => isLinked),
    }
  }
  const judge = (judgements: Body[], browser = admin) =>
    browser.post('/api/v1/judgements', { judgements })
  const act = (id: unknown, type: string, browser = admin) =>
    browser.post(`/api/v1/judgements/${id as string}/actions`, { action: { type } })
  const pair = (a: string, b: string, judgement: string): Body => ({
    a: accounts[a],
    b: accounts[b],
    judgement,
  })
  const logged = async (action: string): Promise<Body[]> => {
    const { rows } = await asOperator(linked.store, (handle) =>
      sql<{ detail: Body }>`
        select detail from audit_events where action = ${action} order by at`.execute(handle),
    )
    return rows.map(({ detail }) => detail)
  }

  test('an account’s page names those that seem to be the same seller, with masked reasons', async () => {
    const { network, items } = await linksOf('pair-0')
    expect(network).toMatch(/^[0-9a-f-]{36}$/)
    expect(items).toMatchObject([{ judgement: null }])
    const [{ a, b, reasons }] = items as [Link]
    expect([a['id'], b['id']]).toEqual([accounts['pair-0'], accounts['pair-1']].toSorted())
    expect(reasons.find(({ identifier }) => identifier !== null)).toMatchObject({
      code: 'identifier.whatsapp',
      identifier: { type: 'whatsapp', masked: '+62•••01' },
    })
    expect(JSON.stringify(items)).not.toContain('81234567001')
  })

  test('a value is shown for a purpose, which the log records', async () => {
    const found = await get(`seller-accounts/${accounts['pair-0']}/identifiers`)
    const [identifier] = found['items'] as Body[]
    expect(identifier).toMatchObject({ masked: '+62•••01', accounts: 2 })
    const path = `/api/v1/identifiers/${identifier!['id'] as string}/actions`
    const without = await admin.post(path, { action: { type: 'reveal' } })
    expect(without.status).toBe(422)
    const action = { type: 'reveal', purpose: 'case-preparation' }
    expect(await admin.post(path, { action })).toMatchObject({
      status: 200,
      body: { value: '+6281234567001' },
    })
    expect(await logged('identifier-revealed')).toEqual([
      { type: 'whatsapp', purpose: 'case-preparation' },
    ])
    const unknown = await stranger.post('/api/v1/identifiers/x/actions', { action })
    const foreign = await stranger.post(path, { action })
    expect([foreign.status, foreign.body['code']]).toEqual([unknown.status, unknown.body['code']])
  })

  test('a judgement parts a network, and its withdrawal restores everything', async () => {
    const before = await storedGraph(linked.store, organisation)
    const { network } = await linksOf('pair-0')
    const recorded = await judge([{ ...pair('pair-0', 'pair-1', 'different'), reason: 'Cousins.' }])
    expect(recorded).toMatchObject({ status: 201, body: { items: [{ state: 'in-force' }] } })
    await linked.settle()
    expect((await linksOf('pair-0')).network).toBeNull()
    expect(await get(`networks/${network}`)).toMatchObject({ accounts: 0, members: [] })
    const [{ id }] = recorded.body['items'] as [Body]
    expect(await act(id, 'withdraw', analyst)).toMatchObject({
      status: 200,
      body: { state: 'withdrawn', reason: 'Cousins.' },
    })
    await linked.settle()
    expect(await storedGraph(linked.store, organisation)).toEqual(before)
    expect(await act(id, 'withdraw')).toMatchObject({ status: 409 })
    const { items } = await get('judgements')
    expect(items).toMatchObject([{ id, state: 'withdrawn' }])
  })

  test('a judgement that joins more than 20 accounts binds once another person has approved it', async () => {
    const recorded = await judge([pair('left-0', 'right-0', 'same')])
    const [judgement] = recorded.body['items'] as [Body]
    expect(judgement).toMatchObject({ state: 'awaiting-approval' })
    await linked.settle()
    const [left, right] = [await linksOf('left-0'), await linksOf('right-0')]
    expect(left.network).not.toBe(right.network)
    expect(await act(judgement['id'], 'approve')).toMatchObject({
      status: 403,
      body: { code: 'second-approver-required' },
    })
    expect(await act(judgement['id'], 'approve', analyst)).toMatchObject({
      status: 200,
      body: { state: 'in-force', approvedBy: expect.any(String) as string },
    })
    await linked.settle()
    expect((await linksOf('left-0')).network).toBe((await linksOf('right-0')).network)
    expect(await act(judgement['id'], 'approve', analyst)).toMatchObject({ status: 409 })
    expect(await logged('link-judgement-approved')).toHaveLength(1)
    await act(judgement['id'], 'withdraw')
    await linked.settle()
    expect((await linksOf('left-0')).network).not.toBe((await linksOf('right-0')).network)
  })

  test('the ID of a network that merged leads to the other, and its past can be shown', async () => {
    const [one, two] = [await linksOf('one-0'), await linksOf('two-0')]
    const from = new Date().toISOString()
    const crossing = ['one-0', 'one-1'].flatMap((a) =>
      ['two-0', 'two-1'].map((b) => pair(a, b, 'same')),
    )
    expect((await judge(crossing)).status).toBe(201)
    await linked.settle()
    const { network } = await linksOf('one-1')
    expect([one.network, two.network]).toContain(network)
    const retired = network === one.network ? two.network : one.network
    expect(await get(`networks/${retired}`)).toMatchObject({ id: network, accounts: 4 })
    const earlier = await get(`networks/${retired}?at=${from}`)
    expect(earlier).toMatchObject({ id: retired, accounts: 2, retiredAt: null })
    expect(earlier['members']).toHaveLength(2)
    const told = await asOperator(linked.store, (handle) =>
      sql<{ data: Body }>`
        select data from outbox_events
        where type = 'network.changed' and data ->> 'network' = ${retired}
        order by at desc limit 1`.execute(handle),
    )
    expect(told.rows).toMatchObject([{ data: { retired: true, into: network } }])
    for (const id of ['x', '00000000-0000-4000-8000-000000000000', retired])
      expect((await stranger.get(`/api/v1/networks/${id}`)).status).toBe(404)
  })

  const pairOf = (one: string, other: string, browser = admin) =>
    browser.get(`/api/v1/seller-accounts/${accounts[one]}/links/${accounts[other]}`)
  const sizesIn = (body: Body, judgement: string): number[] => {
    const previews = body['previews'] as { judgement: string; networks: string[][] }[]
    const preview = previews.find((one) => one.judgement === judgement)
    return preview!.networks.map(({ length }) => length).toSorted((a, b) => b - a)
  }
  const sizesOf = async (...sellers: string[]): Promise<number[]> => {
    const { networks } = await storedGraph(linked.store, organisation)
    const ids = sellers.map((seller) => accounts[seller]!)
    const whole = networks.filter((own) => own.some((id) => ids.includes(id)))
    const alone = ids.filter((id) => !networks.some((own) => own.includes(id)))
    return [...whole, ...alone.map((id) => [id])]
      .map(({ length }) => length)
      .toSorted((a, b) => b - a)
  }

  test('a comparison of two accounts says what a judgement would change, and it does', async () => {
    const { body } = await pairOf('pair-0', 'pair-1')
    expect(body).toMatchObject({ link: { linked: true }, path: [{ linked: true }], hubs: [] })
    expect(body['networks']).toHaveLength(1)
    const recorded = await judge([pair('pair-0', 'pair-1', 'different')])
    await linked.settle()
    expect(sizesIn(body, 'different')).toEqual(await sizesOf('pair-0', 'pair-1'))
    const apart = (await pairOf('pair-0', 'pair-1')).body
    expect((apart['judgements'] as Body[])[0]).toMatchObject({ state: 'in-force' })
    expect(apart).toMatchObject({ path: null, networks: [{ id: null }, { id: null }] })
    expect(sizesIn(apart, 'same')).toEqual([2])
    await act((recorded.body['items'] as Body[])[0]!['id'], 'withdraw')
    await linked.settle()
  })

  test('a comparison of accounts of two networks counts whom a judgement would join', async () => {
    const { body } = await pairOf('left-0', 'right-0')
    expect(body).toMatchObject({ path: null, judgements: [{ state: 'withdrawn' }] })
    expect((body['previews'] as Body[])[0]).toMatchObject({ judgement: 'same', joined: 22 })
  })

  test('a comparison names accounts of the own organisation alone', async () => {
    const unknown = { ...accounts, nobody: '00000000-0000-4000-8000-000000000000' }
    accounts = unknown
    const missing = await pairOf('pair-0', 'nobody')
    expect(missing).toMatchObject({ status: 404, body: { pointer: '/other' } })
    expect(await pairOf('pair-0', 'pair-0')).toMatchObject({ status: 422 })
    expect(await pairOf('pair-0', 'pair-1', stranger)).toMatchObject({ status: 404 })
  })

  test('a network is a graph of its accounts, where links lead on to others', async () => {
    const { network } = await linksOf('left-0')
    const graph = await get(`networks/${network}/graph?steps=0`)
    expect(graph).toMatchObject({ network, hubs: [] })
    expect(graph['accounts']).toHaveLength(11)
    const links = graph['links'] as { a: number; b: number; families: string[]; strongest: Body }[]
    expect(links.length).toBeGreaterThanOrEqual(10)
    expect(links.map(({ strongest }) => strongest)).toContainEqual({
      code: 'identifier.whatsapp',
      masked: '+62•••02',
    })
    expect(links[0]!.families).toContain('contact')
    expect(Math.max(...links.map(({ a, b }) => Math.max(a, b)))).toBeLessThan(11)
    // Likeness alone leads on to accounts of other networks.
    const whole = await get(`networks/${network}/graph?accounts=5000&steps=100`)
    expect(whole).toMatchObject({ more: false })
    const others = (whole['accounts'] as Body[]).filter((account) => account['network'] !== network)
    expect([others.length > 0, graph['more']]).toEqual([true, true])
    const part = await get(`networks/${network}/graph?accounts=4`)
    expect(part).toMatchObject({ more: true })
    expect(part['accounts']).toHaveLength(4)
    expect((await stranger.get(`/api/v1/networks/${network}/graph`)).status).toBe(404)
    const before = await admin.get(`/api/v1/networks/${network}/graph?at=2020-01-01T00:00:00Z`)
    expect(before).toMatchObject({ status: 200, body: { accounts: [], links: [] } })
  })

  test('of judgements with one that names an unknown account none is recorded', async () => {
    const count = async () => ((await get('judgements'))['items'] as Body[]).length
    const before = await count()
    const faulty = { a: accounts['pair-0'], b: '00000000-0000-4000-8000-000000000000' }
    const refused = await judge([
      pair('pair-0', 'pair-1', 'same'),
      { ...faulty, judgement: 'same' },
    ])
    expect(refused).toMatchObject({ status: 404, body: { pointer: '/judgements/1/b' } })
    const foreign = await judge([pair('pair-0', 'pair-1', 'same')], stranger)
    expect(foreign).toMatchObject({ status: 404, body: { pointer: '/judgements/0/a' } })
    const alike = await judge([pair('pair-0', 'pair-0', 'same')])
    expect(alike).toMatchObject({ status: 422 })
    expect(await count()).toBe(before)
  })

  test('pages of links, networks, hubs and models hold what is the organisation’s alone', async () => {
    const first = await get('links?limit=1')
    expect(first['items']).toHaveLength(1)
    const second = await get(`links?limit=1&after=${first['next'] as string}`)
    expect(second['items']).not.toEqual(first['items'])
    const { items } = await get('networks')
    expect((items as Body[]).map(({ accounts: size }) => size)).toEqual([11, 11, 4, 2])
    for (const path of ['links', 'networks', 'hubs', 'link-models', 'judgements'])
      expect(await get(path, stranger)).toMatchObject({ items: [] })
  })

  test('a limited member sees a link by what shows in listings about their brands', async () => {
    const ofBrand = ['brand-0', 'brand-1'].flatMap((seller) =>
      listingsOf(seller, { count: 2, words: [seller] }).map((listing, at): Listing => ({
        ...listing,
        ...(at === 0
          ? { title: 'Gucci Marmont bag', description: 'WhatsApp 0812 3456 7004' }
          : { description: 'tel 0812 3456 7005' }),
      })),
    )
    const ofNone = ['none-0', 'none-1'].flatMap((seller) =>
      listingsOf(seller, { count: 2, words: [seller] }).map((listing, at): Listing => ({
        ...listing,
        ...(at === 0 ? { title: 'Gucci Marmont bag' } : { description: 'tel 0812 3456 7006' }),
      })),
    )
    await linked.send(organisation, [...ofBrand, ...ofNone])
    await linked.settle()
    accounts = await accountsBySeller()
    const member = await newMember(app, linked.store, 'market', 'limited@market.example', {
      roles: ['analyst'],
      brands: ['gucci'],
    })
    const whole = await linksOf('brand-0')
    const seen = await linksOf('brand-0', member)
    const [first] = [accounts['brand-0'], accounts['brand-1']].toSorted()
    expect(seen).toMatchObject({ network: first, items: [{ judgement: null }] })
    expect(seen.items[0]!.reasons.map(({ code }) => code)).toEqual(['identifier.whatsapp'])
    expect(seen.items[0]!.weight).toBeLessThan(whole.items[0]!.weight)
    expect((await linksOf('none-0')).items).toHaveLength(1)
    expect((await linksOf('none-0', member)).items).toEqual([])
    // Neither the number of pages nor a cursor tells of what is out of sight.
    expect(await get('links?limit=1', member)).toMatchObject({ items: [{}], next: null })
    expect(await get('links?state=possible', member)).toMatchObject({ items: [], next: null })
    expect(await get('networks?limit=1', member)).toMatchObject({
      items: [{ id: first, accounts: 2, probability: null, weakest: null }],
      next: null,
    })
    const network = await get(`networks/${first!}`, member)
    expect((network['members'] as Body[]).map(({ id }) => id)).toEqual(
      [accounts['brand-0'], accounts['brand-1']].toSorted(),
    )
    expect(network['events']).toEqual([])
    const hidden = (await get('networks'))['items'] as Body[]
    for (const id of [hidden[0]!['id'], accounts['none-0'], whole.network])
      expect((await member.get(`/api/v1/networks/${id as string}`)).status).toBe(404)
    for (const path of [`networks/${first!}`, `networks/${first!}/graph`]) {
      const past = await member.get(`/api/v1/${path}?at=2026-01-01T00:00:00Z`)
      expect(past.status).toBe(403)
    }
    const graph = await get(`networks/${first!}/graph`, member)
    expect(graph).toMatchObject({ network: first, links: [{ judgement: null }], hubs: [] })
    expect((graph['accounts'] as Body[]).map(({ id }) => id)).toEqual(
      [accounts['brand-0'], accounts['brand-1']].toSorted(),
    )
    const beyond = await member.get(`/api/v1/networks/${hidden[0]!['id'] as string}/graph`)
    expect(beyond.status).toBe(404)
    const compare = (one: string, other: string): Promise<Body> =>
      get(`seller-accounts/${accounts[one]}/links/${accounts[other]}`, member)
    const { weight } = seen.items[0]!
    expect(await compare('brand-0', 'brand-1')).toMatchObject({
      link: { weight },
      path: [{ weight }],
      networks: [{ id: first, accounts: [{}, {}] }],
      hubs: [],
      judgements: [],
      previews: null,
    })
    expect(await compare('none-0', 'none-1')).toMatchObject({
      link: null,
      path: null,
      networks: [{ id: null }, { id: null }],
    })
    const identifiers = await get(`seller-accounts/${accounts['brand-0']}/identifiers`, member)
    expect(identifiers['items']).toMatchObject([{ type: 'whatsapp' }])
    for (const path of ['hubs', 'link-models', 'judgements'])
      expect((await member.get(`/api/v1/${path}`)).status).toBe(403)
    expect((await judge([pair('brand-0', 'brand-1', 'same')], member)).status).toBe(403)
  })
})
