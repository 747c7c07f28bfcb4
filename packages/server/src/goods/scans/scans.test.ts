import type { CheckView, CodeView } from '@touchstone/contract'
import { noHistory } from '@touchstone/recognition/items'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'
import { storedPosition } from './cells.ts'
import { maxMisses } from './missed-codes.ts'
import { publishCodes } from './publish-codes.ts'
import { purgeScans, withoutScansBefore } from './purge-scans.ts'

const gtin = '09521234000013'
const sealer = sealerOf(Buffer.alloc(32, 5))
const paris = { lat: 48.8566, lon: 2.3522, accuracyKm: 0.05 }
const tokyo = { lat: 35.6762, lon: 139.6503, accuracyKm: 0.05 }
const lima = { lat: -12.0464, lon: -77.0428, accuracyKm: 0.05 }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let maker: Browser
  let rival: Browser
  let batch: string
  let serial = 'S1000'
  let units = 0

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, undefined, { sealer })
    await newOrganisation(store, 'maker', { kind: 'rights-holder', name: 'Maker & Sons' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    maker = await newMember(app, store, 'maker', 'ana@maker.example')
    rival = await newMember(app, store, 'rival', 'riv@rival.example')
    const range = { kind: 'range', gtin, batch: 'LOT', prefix: 'S', first: '1000', last: '1999' }
    batch = (await maker.post('/api/v1/codes', range)).body['id'] as string
  })
  /** Each test has a unit of its own. */
  beforeEach(() => {
    serial = `S${1000 + units++}`
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const codeOf = (text: string): string => `(01)${gtin}(21)${text}`
  const deviceOf = (name: string): string => name.padEnd(22, '-')
  const check = async (
    more: { code?: string; device?: string; position?: object } = {},
    address = '192.0.2.1',
  ): Promise<CheckView> => {
    const input = { code: codeOf(serial), ...more }
    const { status, body } = await new Browser(app, address).post('/api/v1/checks', input)
    expect([status, body]).toMatchObject([200, {}])
    return body as CheckView
  }
  const read = async (): Promise<CodeView> =>
    (await maker.get(`/api/v1/codes/${encodeURIComponent(codeOf(serial))}`)).body as CodeView
  const record = (kind: string, at = new Date(Date.now() - 1000)) =>
    maker.post('/api/v1/unit-events', { events: [{ code: codeOf(serial), kind, at }] })
  const scansStored = async (): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ count: number }>`
        select count(*)::int as count from item_scans where serial = ${serial}`.execute(handle),
    )
    return rows[0]!.count
  }

  test('whoever asks is told what the maker knows, without an account', async () => {
    const device = deviceOf('first')
    expect(await check({ device })).toEqual({
      answer: 'issued',
      maker: 'Maker & Sons',
      gtin,
      serial,
      batch: 'LOT',
      askedBefore: 0,
      recordedAt: null,
      alerts: [],
    })
    expect(await check({ device })).toMatchObject({ answer: 'issued', askedBefore: 0 })
    const link = `https://maker.example/01/${gtin}/10/LOT/21/${serial}?x=1`
    expect(await check({ code: link, device: deviceOf('second') }, '192.0.2.2')).toMatchObject({
      answer: 'asked-before',
      askedBefore: 1,
    })
  })

  test.each([
    ['a code that was never issued', codeOf('Q7-77-1'), 'unknown'],
    ['one wrong sign', codeOf('S1O55'), 'mistyped'],
    ['no unit', gtin, 'no-serial'],
    ['a number of which nobody here answers', '(01)09528765000017(21)A', 'not-covered'],
    ['no code', 'hello', 'unreadable'],
    ['a wrong check digit', '(01)09521234000014(21)A', 'unreadable'],
  ])('%s is answered as such', async (_what, code, answer) => {
    expect(await check({ code })).toMatchObject({ answer, askedBefore: 0 })
  })

  test('a network that tries many codes is no longer told which ones come close', async () => {
    const from = '203.0.113.90'
    const near = { code: codeOf('S1O55') }
    expect(await check(near, from)).toMatchObject({ answer: 'mistyped' })
    for (let at = 1; at < maxMisses; at++) await check({ code: codeOf(`Q${at}`) }, from)
    expect(await check(near, from)).toMatchObject({ answer: 'unknown' })
    expect(await check({}, from)).toMatchObject({ answer: 'issued' })
    expect(await check(near, '198.51.100.90')).toMatchObject({ answer: 'mistyped' })
  })

  test('a recall, of a unit or of all, is told before anything else', async () => {
    expect((await record('recalled')).status).toBe(201)
    expect(await check()).toMatchObject({ answer: 'recalled', recordedAt: expect.any(String) })
    expect((await record('issued', new Date())).status).toBe(201)
    expect(await check()).toMatchObject({ answer: 'issued' })
    const recall = async (kind: string, code: string) => {
      const event = { batch, kind, at: new Date() }
      await maker.post('/api/v1/unit-events', { events: [event] })
      return check({ code })
    }
    for (const code of [codeOf(serial), `(01)${gtin}(10)LOT`])
      expect(await recall('recalled', code)).toMatchObject({ answer: 'recalled' })
    expect(await recall('issued', codeOf(serial))).toMatchObject({ answer: 'issued' })
  })

  test('devices far apart raise one alarm, which a webhook hears of', async () => {
    const places = [paris, tokyo, lima]
    for (const [at, position] of [...places, ...places, ...places].entries())
      await check({ device: deviceOf(`far-${at}`), position }, `198.51.100.${at}`)
    const known = await read()
    expect(known).toMatchObject({ state: 'suspected-clone', scans: 9 })
    expect(known.alarmAt).not.toBeNull()
    expect(known.reasons[0]?.sentence).toMatch(/\.$/)
    expect(await check({ device: deviceOf('buyer') }, '192.0.2.9')).toMatchObject({
      answer: 'copies-suspected',
    })
    const { rows } = await asOperator(store, (handle) =>
      sql<{ data: object }>`
        select data from outbox_events where type = 'item.alarmed'
          and data ->> 'serial' = ${serial}`.execute(handle),
    )
    expect(rows).toEqual([{ data: { gtin, serial, batch, alarmAt: known.alarmAt } }])
    const suspected = await maker.get('/api/v1/codes?state=suspected-clone')
    expect(suspected.body['items']).toMatchObject([{ serial }])
  })

  test('a code that a picture of a listing shows is public, and scans from everywhere are explained', async () => {
    await check({ device: deviceOf('owner'), position: paris })
    const link = `https://id.gs1.org/01/${gtin}/21/${serial}`
    const digest = 'ab'.repeat(32)
    const pictured = [{ symbology: ']Q1', text: link }, { text: 'hello' }, { text: gtin }]
    await publishCodes({ store, sealer }, digest, pictured)
    const { publishedAt } = await read()
    await publishCodes({ store, sealer }, digest, pictured)
    const places = [paris, tokyo, lima]
    for (let at = 0; at < 9; at++)
      await check({ device: deviceOf(`seen-${at}`), position: places[at % 3]! }, `198.51.100.${at}`)
    expect(await read()).toMatchObject({
      state: 'public',
      publishedAt,
      alarmAt: null,
      scans: 10,
      reasons: [{ code: 'published' }],
    })
    expect(await check({}, '192.0.2.50')).toMatchObject({ answer: 'public' })
  })

  test('a flood from one network counts once, wherever it claims to be', async () => {
    const places = [paris, tokyo, lima]
    for (let at = 0; at < 30; at++)
      await check({ device: deviceOf(`flood-${at}`), position: places[at % 3]! }, '203.0.113.7')
    const known = await read()
    expect(['plain', 'watched']).toContain(known.state)
    expect(known.alarmAt).toBeNull()
    expect(await scansStored()).toBe(1)
    expect(await check({ device: deviceOf('owner') }, '192.0.2.40')).toMatchObject({
      answer: 'asked-before',
      askedBefore: 1,
    })
  })

  test('without a device a scan counts for no alarm and leaves no row', async () => {
    for (let at = 0; at < 12; at++)
      await check({ position: at % 2 === 0 ? paris : tokyo }, `198.51.100.${at}`)
    expect(await read()).toMatchObject({
      state: 'plain',
      probability: expect.any(Number),
      scans: 12,
    })
    expect(await scansStored()).toBe(0)
  })

  test('a unit that is recorded as destroyed and scanned again is proof, unless the record was wrong', async () => {
    await record('destroyed')
    expect(await check({ device: deviceOf('finder') })).toMatchObject({ answer: 'withdrawn' })
    expect(await read()).toMatchObject({
      state: 'suspected-clone',
      reasons: [{ code: 'destroyed' }],
    })
    await record('issued', new Date())
    expect(await read()).toMatchObject({ state: 'plain', unitState: 'issued' })
  })

  test('no address is stored, and positions are cells of 20 km unless their holder is exact', async () => {
    const address = '198.51.100.77'
    await check({ device: deviceOf('a'), position: paris }, address)
    await check({ device: deviceOf('b'), position: { ...paris, exact: true } }, '198.51.100.78')
    const rows = await asOperator(store, async (handle) => {
      const stored = await sql<{ row: string; lat: number; accuracyKm: number }>`
        select s::text as row, lat, accuracy_km as "accuracyKm" from item_scans s
        where serial = ${serial} order by at, id`.execute(handle)
      return stored.rows
    })
    expect(rows.map(({ row }) => row).join()).not.toContain(address)
    expect(rows.map(({ accuracyKm }) => accuracyKm)).toEqual([14.2, 0.05])
    expect(rows[0]!.lat).not.toBeCloseTo(paris.lat, 3)
    expect(rows[1]!.lat).toBe(paris.lat)
  })

  test('members and keys record scans of their own goods alone', async () => {
    const scan = { code: codeOf(serial), source: 'retail', position: paris }
    expect(await maker.post('/api/v1/scans', scan)).toMatchObject({
      status: 201,
      body: { state: 'plain', scans: 1 },
    })
    expect(await rival.post('/api/v1/scans', scan)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    })
    const at = (ms: number): object => ({ ...scan, at: new Date(Date.now() + ms).toISOString() })
    expect((await maker.post('/api/v1/scans', at(3_600_000))).body['code']).toBe('date-in-future')
    const years = -3 * 365 * 24 * 3_600_000
    expect((await maker.post('/api/v1/scans', at(years))).body['code']).toBe('period-invalid')
  })

  test('events of which one names no unit are recorded not at all', async () => {
    const at = new Date(Date.now() - 1000).toISOString()
    const events = [
      { code: codeOf(serial), kind: 'sold', at },
      { code: codeOf('Q7-77-2'), kind: 'sold', at },
    ]
    expect(await maker.post('/api/v1/unit-events', { events })).toMatchObject({
      status: 404,
      body: { pointer: '/events/1/code' },
    })
    expect(await read()).toMatchObject({ unitState: 'issued', scans: 0 })
    const foreign = { batch, kind: 'recalled', at }
    const refused = await rival.post('/api/v1/unit-events', { events: [foreign] })
    expect(refused.status).toBe(404)
  })

  test('scans are forgotten after their time, and yesterday’s key at once', async () => {
    await check({ device: deviceOf('old'), position: paris })
    await asOperator(store, async (handle) => {
      await sql`
        update item_scans set at = at - interval '401 days' where serial = ${serial}`.execute(
        handle,
      )
      await sql`
        update items set first_scan_at = first_scan_at - interval '401 days'
        where serial = ${serial}`.execute(handle)
      await sql`
        insert into network_keys (day, key)
        values (current_date - 2, decode(repeat('ab', 32), 'hex'))`.execute(handle)
    })
    await purgeScans(store)
    expect(await scansStored()).toBe(0)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ days: number }>`select count(*)::int as days from network_keys`.execute(handle),
    )
    expect(rows[0]!.days).toBe(1)
  })
})

test('a cell is about 20 km wide anywhere, and its middle lies in itself', () => {
  for (const [lat, lon] of [
    [0.01, 0.01],
    [48.8566, 2.3522],
    [-77.8, 166.6],
    [89.99, -179.9],
  ] as const) {
    const cell = storedPosition({ lat, lon, accuracyKm: 0.01, exact: false })
    expect(Math.abs(cell.lat - lat)).toBeLessThan(0.1)
    expect(storedPosition({ ...cell, exact: false })).toEqual(cell)
  }
})

test('devices that were last seen before a time are forgotten', () => {
  const sighting = (at: number) => ({ at })
  const record = (device: string, first: number, last: number) => ({
    device,
    source: 'consumer' as const,
    first: sighting(first),
    last: sighting(last),
    best: sighting(first),
    visits: 2 as const,
  })
  const history = {
    ...noHistory,
    devices: [record('gone', 1, 2), record('kept', 1, 9)],
    presences: [sighting(3), sighting(8)],
    counter: { value: 4, device: 'gone' },
  }
  expect(withoutScansBefore(history, 5)).toEqual({
    ...noHistory,
    devices: [{ ...record('kept', 9, 9) }],
    presences: [sighting(8)],
    counter: { value: 4, device: undefined },
  })
})
