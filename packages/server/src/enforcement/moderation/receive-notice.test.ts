import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { validNotice, MarketplaceFixture } from './test/marketplace-fixture.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { urgenciesOf } from './types.ts'
import { pageOfQueue, type QueueFilter } from './repository.ts'

type Answer = { status: number; body: Record<string, unknown> }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let market: MarketplaceFixture
  let address = 0
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = await MarketplaceFixture.in(store, 'pasar')
    app = createApi({
      store,
      screening: screenInProcess(starterEngine),
      checkAnswers: true,
      sendsMail: true,
      people: { clock: () => market.now.getTime() },
    })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const post = async (
    url: string,
    payload: unknown,
    from = `10.0.${address++}.1`,
  ): Promise<Answer> => {
    const response = await app.inject({
      method: 'POST',
      url,
      payload: payload as object,
      remoteAddress: from,
    })
    return { status: response.statusCode, body: response.json() }
  }
  const send = (payload: unknown, from?: string) =>
    post('/api/v1/marketplaces/pasar/notices', payload, from)
  const queue = () =>
    market.as((handle) =>
      pageOfQueue(handle, { organisationId: market.organisationId, limit: 200 }),
    )

  test('a notice that lacks everything is received, and what lacks is asked for', async () => {
    const { status, body } = await send({})
    expect([status, body['items'], body['acknowledged']]).toEqual([201, 1, 'response'])
    expect((body['missing'] as { element: string }[]).map(({ element }) => element).sort()).toEqual(
      ['good-faith', 'location', 'name', 'reasons'],
    )
    const { body: seen } = await post('/api/v1/notice-receipts', { receipt: body['receipt'] })
    expect(seen).toMatchObject({ items: [{ position: 0, state: 'received', decision: null }] })
  })

  test('receipt is confirmed once, by words that are the house’s alone', async () => {
    const before = (await market.readMessages()).length
    const notice = validNotice('81', { email: 'anna@velmoraq.example' })
    const { status, body } = await send(notice)
    expect([status, body['acknowledged'], body['missing']]).toEqual([201, 'mail', []])
    const [message, ...others] = (await market.readMessages()).slice(before)
    expect([message?.to, others]).toEqual(['anna@velmoraq.example', []])
    const emailText = `${message?.subject} ${message?.text}`
    for (const theirs of ['Maren', 'replica', '018000001', String(body['receipt'])]) {
      expect(emailText).not.toContain(theirs)
    }
    await expect(
      post('/api/v1/notice-receipts', { receipt: 'y'.repeat(43) }),
    ).resolves.toMatchObject({ status: 404 })
  })

  test('no one can make the server write to an address repeatedly, and no network floods the marketplace', async () => {
    const victim = validNotice('82', { email: 'victim@elsewhere.example' })
    const answers: unknown[] = []
    for (let number = 0; number < 7; number++)
      answers.push((await send(victim)).body['acknowledged'])
    expect(answers).toEqual([...Array<string>(5).fill('mail'), 'response', 'response'])
    const statuses: number[] = []
    for (let number = 0; number < 31; number++) {
      statuses.push((await send({}, `2001:db8:1:2::${number.toString(16)}`)).status)
    }
    expect(statuses).toEqual([...Array<number>(30).fill(201), 429])
  })

  test('oversized notices are refused, and unstorable characters are replaced legibly', async () => {
    const many = { items: Array.from({ length: 51 }, () => ({ identifiers: ['1'] })) }
    expect((await send(many)).status).toBe(413)
    const large = { items: Array.from({ length: 40 }, () => ({ reasons: 'x'.repeat(9000) })) }
    expect((await send(large)).status).toBe(413)
    const { status } = await send({
      ground: 'counterfeit',
      reasons: 'bad\0 text \ud800',
      name: '\0',
    })
    expect(status).toBe(201)
    // The queue reads it nevertheless.
    expect((await queue()).length).toBeGreaterThan(0)
  })

  test('a closed door and none at all look alike', async () => {
    await newOrganisation(store, 'shut')
    const answers = await Promise.all(
      ['shut', 'none', 'x'.repeat(63)].map((slug) =>
        app.inject({ url: `/api/v1/marketplaces/${slug}/notices` }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404])
    const open = await app.inject({ url: '/api/v1/marketplaces/pasar/notices' })
    expect(open.json()).toMatchObject({ marketplace: 'Pasar', mostItems: 50 })
  })

  test('items are separate proceedings, and those on one listing wait together', async () => {
    const [one, other] = [await market.take('901'), await market.take('902')]
    const items = [
      { urls: ['https://pasar.example/item/901?utm_source=x'] },
      { identifiers: ['902'] },
      { urls: ['https://pasar.example/item/903'] },
    ]
    const first = await market.receive({ items })
    expect(new Set(first.items.map(({ proceedingId }) => proceedingId)).size).toBe(3)
    const second = await market.receive({ items: [{ urls: ['https://pasar.example/item/901/'] }] })
    expect(second.items[0]?.proceedingId).toBe(first.items[0]?.proceedingId)
    const noticeView = await market.read(first)
    expect(noticeView.items.map(({ listing }) => listing)).toEqual([one, other, null])
    expect(['review', 'block']).toContain(noticeView.items[0]?.assessment?.verdict)
    expect(noticeView.items[0]?.others).toEqual([
      { notice: second.id, position: 0, state: 'received' },
    ])
  })

  test('a listing is known by the address that it states, whatever its number', async () => {
    const title = 'Velmoraq sandal, replica 1:1'
    const stated = 'https://pasar.example/toko-lumen/sandal-velmoraq?variant=2'
    const listing = await market.take('SKU-77-A', title, stated)
    const named = 'https://PASAR.example/toko-lumen/sandal-velmoraq/?utm_source=mail&variant=2#top'
    const received = await market.receive({ items: [{ urls: [stated] }, { urls: [named] }] })
    expect((await market.read(received)).items.map((one) => one.listing)).toEqual([
      listing,
      listing,
    ])
    // Known by another address from now on.
    await market.take('SKU-77-A', title, 'https://pasar.example/toko-lumen/sandal-baru')
    const later = await market.receive({ items: [{ urls: [stated] }] })
    expect((await market.read(later)).items[0]?.listing).toBeNull()
  })

  test('the queue leaves out items that wait for an answer, and includes decided ones with open steps', async () => {
    const { organisationId } = market
    const of = (filter: Partial<QueueFilter>) =>
      market.as(async (handle) => {
        const query = { organisationId, limit: 200, filter: { work: 'undecided', ...filter } }
        return pageOfQueue(handle, query as never)
      })
    await market.take('911', 'Velmoraq belt, replica')
    const [design, life] = [
      await market.receive(validNotice('911', { ground: 'design' })),
      await market.receive({
        items: [{ urls: ['https://pasar.example/item/912'] }],
        reasons: 'A charger that burns.',
      }),
    ]
    expect(await of({ ground: 'design' })).toMatchObject([
      { noticeId: design.id, title: 'Velmoraq belt, replica', follows: [] },
    ])
    expect(await of({ urgencies: urgenciesOf({ lifeSafety: true }) })).toMatchObject([
      { noticeId: life.id, title: null, named: 'https://pasar.example/item/912' },
    ])
    expect(urgenciesOf({ notifierType: 'normal', lifeSafety: false })).toEqual([2, 5])
    const over = (hours: number) =>
      of({ ground: 'design', overAt: new Date(market.now.getTime() + hours * 3_600_000) })
    expect([(await over(119)).length, (await over(121)).length]).toEqual([0, 1])
    expect(await of({ ground: 'design', state: 'triaged' })).toEqual([])
    const reasons = 'Its title says so.'
    await market.upTo(design, { type: 'decide', outcome: 'restrict', reasons })
    expect(await of({ ground: 'design' })).toEqual([])
    const following = () => of({ work: 'following', ground: 'design' })
    const [waits] = await following()
    expect(waits).toMatchObject({
      noticeId: design.id,
      state: 'decided',
      follows: [{ workflow: 'restriction', state: 'proposed' }],
    })
    expect(waits?.dueAt).toBeInstanceOf(Date)
    const instance = `n-${design.id}-0/restriction`
    await market.act(design, { type: 'drop', instance, reason: 'The name is another one.' })
    expect(await following()).toEqual([])
  })

  test('senders are named beside their items, and reading strangers’ names is logged', async () => {
    const quiet = await MarketplaceFixture.in(store, 'pasar-quiet')
    const from = { organisationId: randomUUID(), noticeId: randomUUID() }
    const notifications = async () => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ detail: unknown }>`
          select detail from audit_events where action = 'notice-senders-read'
            and organisation_id = ${quiet.organisationId}::uuid`.execute(handle),
      )
      return rows.map(({ detail }) => detail)
    }
    const inside = await quiet.receive(validNotice('921', { name: 'House of Velmoraq' }), from)
    const sender = { organisation: from.organisationId, name: 'House of Velmoraq' }
    expect(await quiet.waiting()).toMatchObject([{ from: sender }])
    expect((await quiet.read(inside)).from).toEqual(sender)
    await quiet.receive(validNotice('922', { name: undefined }))
    expect((await quiet.waiting()).map((one) => one.from)).toContainEqual({
      organisation: null,
      name: null,
    })
    expect(await notifications()).toEqual([])
    const items = ['923', '924'].map((number) => ({ identifiers: [number] }))
    const stranger = await quiet.receive(validNotice('923', { items }))
    const noticeView = (await quiet.waiting()).filter(({ notice }) => notice === stranger.id)
    expect(noticeView.map((one) => one.from.name)).toEqual(['Maren Osk', 'Maren Osk'])
    expect(await notifications()).toEqual([{ count: 1 }])
  })

  test('a notice from inside is the same one however often it is sent', async () => {
    const from = { organisationId: randomUUID(), noticeId: randomUUID() }
    const first = await market.receive(validNotice('905'), from)
    const second = await market.receive(validNotice('905'), from)
    expect([second.id, second.items]).toEqual([first.id, first.items])
    expect(market.messages.filter(({ about }) => about.id === first.id)).toEqual([])
  })
})
