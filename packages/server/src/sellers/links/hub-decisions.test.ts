import type { Listing } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore } from '../../platform/db/index.ts'
import { checkLinks } from './check-links.ts'
import { LinkedStore, listingsOf, storedGraph } from './test/links-fixture.ts'

type Body = Record<string, unknown>
type Hub = { id: string; type: string; accounts: number; decision: Body | null }

onOneEngine((engine) => {
  let linked: LinkedStore
  let app: FastifyInstance
  let organisation: string
  let admin: Browser
  let analyst: Browser
  let stranger: Browser

  const ring = (name: string, count: number, more: (at: number) => Partial<Listing>): Listing[] =>
    Array.from({ length: count }, (_, at) =>
      listingsOf(`${name}-${at}`, { count: 2, words: [`${name}${at}`] }).map((listing) => ({
        ...listing,
        ...more(at),
      })),
    ).flat()
  const hubPhone = { description: 'WhatsApp 0812 3456 7001' }
  const pairPhone = { description: 'WhatsApp 0812 3456 7002' }
  const stock = { images: [{ url: 'https://pictures.example/stock.jpg' }] }

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
      ...ring('hub', 35, () => hubPhone),
      ...ring('pair', 2, () => pairPhone),
      ...ring('stock', 25, () => stock),
    ])
    await linked.settle()
  })
  afterAll(async () => {
    await app?.close()
    await linked?.close()
  })

  const hubs = async (browser = admin): Promise<Hub[]> =>
    (await browser.get('/api/v1/hubs')).body['items'] as Hub[]
  const hubOf = async (type: string): Promise<Hub> =>
    (await hubs()).find((hub) => hub.type === type)!
  const act = (hub: Hub, action: Body, browser = admin) =>
    browser.post(`/api/v1/hubs/${hub.id}/actions`, { action })
  const decisionOf = (body: Body): string => (body['decision'] as { id: string }).id
  /** Linked in a turn, stored, and the same when all listings are linked again. */
  const graph = async () => {
    await linked.settle()
    const { store, sealer } = linked
    const check = await checkLinks({ store, sealer, organisationId: organisation })
    expect(check).toMatchObject({ waiting: 0, differences: [] })
    return storedGraph(store, organisation)
  }
  const largest = ({ networks }: { networks: string[][] }): number =>
    Math.max(0, ...networks.map(({ length }) => length))

  test('a number on many accounts is restored once another person approves it, and taking it back leaves no trace', async () => {
    const before = await graph()
    expect(largest(before)).toBe(2)
    const hub = await hubOf('whatsapp')
    expect(hub).toMatchObject({ accounts: 35, decision: null })
    const asked = await act(hub, { type: 'restore', reason: 'All of it is one workshop.' }, analyst)
    expect(asked).toMatchObject({
      status: 200,
      body: { decision: { decision: 'restored', state: 'awaiting-approval', approvedBy: null } },
    })
    expect(await graph()).toEqual(before)
    const decision = decisionOf(asked.body)
    const alone = await act(hub, { type: 'approve', decision }, analyst)
    expect(alone).toMatchObject({ status: 403, body: { code: 'second-approver-required' } })
    const approved = await act(hub, { type: 'approve', decision })
    expect(approved.body).toMatchObject({ decision: { state: 'in-force' } })
    expect(await act(hub, { type: 'approve', decision })).toMatchObject({
      status: 409,
      body: { code: 'hub-decision-in-force' },
    })
    const restored = await graph()
    expect(largest(restored)).toBe(35)
    // It is listed still, so that it can be taken back.
    expect(await hubOf('whatsapp')).toMatchObject({ accounts: 35, decision: { id: decision } })
    const again = await act(hub, { type: 'confirm', reason: 'A forwarder.' })
    expect(again).toMatchObject({ status: 409, body: { code: 'hub-decided' } })
    const withdrawn = await act(hub, { type: 'withdraw', decision })
    expect(withdrawn.body).toMatchObject({ decision: null })
    expect(await graph()).toEqual(before)
    expect(await act(hub, { type: 'withdraw', decision })).toMatchObject({
      status: 409,
      body: { code: 'hub-decision-withdrawn' },
    })
  })

  test('a confirmed value links nobody on however few accounts, in a process that starts anew too', async () => {
    const before = await graph()
    const hub = await hubOf('whatsapp')
    const { body } = await act(hub, { type: 'confirm', reason: 'A forwarder answers it.' })
    expect(body).toMatchObject({ decision: { decision: 'confirmed', state: 'in-force' } })
    expect((await graph()).networks).toEqual(before.networks)
    // All but two sellers change their number.
    await linked.send(
      organisation,
      ring('hub', 35, (at) => (at < 2 ? hubPhone : { description: `tel 0812 3456 8${100 + at}` })),
    )
    const other = linked.linker()
    await other.idle()
    await other.stop()
    const few = await graph()
    expect(few.networks).toEqual(before.networks)
    expect(await hubOf('whatsapp')).toMatchObject({
      accounts: 2,
      decision: { id: decisionOf(body) },
    })
    // The last ones go, and one comes back together with another.
    await linked.send(
      organisation,
      ring('hub', 2, (at) => ({ description: `tel 0812 3456 8${100 + at}` })),
    )
    await graph()
    expect(await hubOf('whatsapp')).toBeUndefined()
    await linked.send(
      organisation,
      ring('hub', 2, () => hubPhone),
    )
    expect((await graph()).networks).toEqual(before.networks)
    const back = await hubOf('whatsapp')
    await act(back, { type: 'withdraw', decision: decisionOf(body) })
    expect((await graph()).networks).toHaveLength(before.networks.length + 1)
    expect(await hubOf('whatsapp')).toBeUndefined()
  })

  test('a picture is restored, too', async () => {
    const hub = await hubOf('picture')
    const { body } = await act(hub, { type: 'restore', reason: 'Taken in one room.' })
    await act(hub, { type: 'approve', decision: decisionOf(body) }, analyst)
    const { links } = await graph()
    const ofPicture = links.filter(({ codes }) => codes.includes('pictures.same'))
    expect(ofPicture.length).toBeGreaterThan(0)
    await act(hub, { type: 'withdraw', decision: decisionOf(body) })
    expect((await graph()).links.filter(({ codes }) => codes.includes('pictures.same'))).toEqual([])
  })

  test('people who see the whole organisation decide on their own hubs alone, in the audit log', async () => {
    const hub = await hubOf('picture')
    const confirm = { type: 'confirm', reason: 'A stock photo.' }
    const auditor = await newMember(app, linked.store, 'market', 'auditor@market.example', {
      roles: ['auditor'],
    })
    const limited = await newMember(app, linked.store, 'market', 'limited@market.example', {
      roles: ['analyst'],
      brands: ['gucci'],
    })
    for (const browser of [auditor, limited])
      expect((await act(hub, confirm, browser)).status).toBe(403)
    const foreign = await act(hub, confirm, stranger)
    const unknown = await act({ ...hub, id: 'f'.repeat(64) }, confirm, stranger)
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect(await act(hub, { type: 'confirm' })).toMatchObject({ status: 422 })
    const seen = await linked.store.transact(
      tenantContext(await linked.organisation('third')),
      (handle) => sql`select from link_hub_decisions`.execute(handle),
    )
    expect(seen.rows).toEqual([])
    const { rows } = await asOperator(linked.store, (handle) =>
      sql<{ action: string }>`
        select distinct action from audit_events where action like 'link-hub%' order by action`.execute(
        handle,
      ),
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'link-hub-decided',
      'link-hub-decision-approved',
      'link-hub-decision-withdrawn',
    ])
  })
})
