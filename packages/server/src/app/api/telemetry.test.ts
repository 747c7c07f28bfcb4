import { Writable } from 'node:stream'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  operator,
  tenantContext,
  webhookSettings,
} from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { Secret } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { createLog, createMetrics, type Metrics } from '../../platform/telemetry/index.ts'
import { screenInProcess, type Engine } from '../../listings/screening/index.ts'
import { addWebhook, startDelivery } from '../../messaging/webhooks/index.ts'
import { createApi } from './app.ts'

const stores = embeddedStores()
// The engine fails on one listing with an error that quotes it.
const engine: Engine = {
  ...starterEngine,
  screen: (listing) => {
    if (listing.id === 'break') throw new Error(`cannot judge "${listing.title}"`)
    return starterEngine.screen(listing)
  },
}
const perMinute = 60
const planted = {
  mail: 'anna.kowalczyk@example.com',
  name: 'Wioletta Zaremba',
  query: 'planted-query-value',
  cookie: 'planted-cookie-value',
  header: 'planted-header-value',
  path: 'planted-path-value',
  body: 'planted-body-value',
  phone: '+49 30 5550 1234',
}

let store: Store
let app: FastifyInstance
let metrics: Metrics
let key: { id: string; text: string }
let organisation: string
let lines: string[] = []
const destination = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(...chunk.toString('utf8').trimEnd().split('\n'))
    done()
  },
})

beforeAll(async () => {
  store = await openStore(stores.next())
  organisation = (await newOrganisation(store, 'market-a')).id
  key = await newKey(store, 'market-a', ['listings:read', 'listings:write'])
  metrics = createMetrics()
  app = createApi({
    store,
    screening: screenInProcess(engine),
    log: createLog('info', destination),
    metrics,
    rateLimit: perMinute,
  })
})
afterAll(async () => {
  await app.close()
  metrics.close()
  await store.close()
})

const bearer = () => ({ authorization: `Bearer ${key.text}` })
const send = (payload: unknown, more: InjectOptions = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/listings',
    headers: { ...bearer(), 'content-type': 'application/json' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    ...more,
  })

test('a hostile run leaves no personal data in the log, and a line for each request', async () => {
  lines = []
  const text = Object.values(planted).join(' ')
  const answers = [
    await send({ id: '1', title: text, seller: { id: planted.mail, name: planted.name } }),
    await send({ id: 'break', title: text }),
    await send({ id: '1', title: 7, [planted.mail]: planted.name }),
    await send(`{"id": "${planted.body}`),
    await send([text], { headers: { ...bearer(), 'content-type': `text/${planted.header}` } }),
    await app.inject({
      url: `/api/v1/listings?after=${planted.query}&mail=${planted.mail}`,
      headers: { ...bearer(), cookie: `a=${planted.cookie}`, 'user-agent': planted.header },
    }),
    await app.inject({ url: `/${planted.path}/${planted.mail}?q=${planted.query}` }),
    await app.inject({
      url: '/api/v1/listings',
      headers: { authorization: `Bearer ${key.text}x`, 'x-request-id': planted.header },
    }),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([
    201, 500, 422, 400, 415, 422, 404, 401,
  ])
  const log = lines.join('\n')
  for (const value of [...Object.values(planted), key.text, key.text.slice(-20)]) {
    expect(log).not.toContain(value)
  }
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(parsed.filter(({ msg }) => msg === 'answered')).toHaveLength(answers.length)
  expect(parsed[0]).toMatchObject({
    level: 'info',
    requestId: answers[0]?.headers['x-request-id'],
    method: 'POST',
    route: '/api/v1/listings',
    status: 201,
    milliseconds: expect.any(Number) as number,
    organisation,
    actor: { kind: 'key', id: key.id },
  })
  const fault = parsed.find(({ level }) => level === 'error')
  expect(fault).toMatchObject({
    requestId: answers[1]?.headers['x-request-id'],
    err: {
      problem: 'cannot judge "…"',
      stack: expect.arrayContaining([expect.stringContaining('telemetry.test.ts')]) as string[],
    },
  })
})

test('the numbers are by route and never by address, and the pool and the process are among them', async () => {
  const { body, headers, statusCode } = await app.inject({ url: '/metrics' })
  expect([statusCode, headers['content-type']]).toEqual([
    200,
    expect.stringContaining('text/plain') as string,
  ])
  expect(body).toContain(
    'touchstone_http_requests_total{method="POST",route="/api/v1/listings",status="201"} 1',
  )
  expect(body).toContain('route="none",status="404"} 1')
  expect(body).toContain('touchstone_pool_connections{pool="requests",state="idle"} 1')
  expect(body).toContain('touchstone_listings_taken_total{state="new",verdict="')
  expect(body).toMatch(/touchstone_screening_seconds_count [1-9]/)
  expect(body).toMatch(/nodejs_eventloop_lag_p99_seconds [0-9]/)
  for (const value of Object.values(planted)) expect(body).not.toContain(value)
})

test('a number of another domain is requested when read, and one that fails hides none', async () => {
  metrics.gauge({ name: 'outbox_lag_seconds', help: 'x', read: () => [{ value: 7 }] })
  metrics.gauge({ name: 'broken', help: 'x', read: () => Promise.reject(new Error('away')) })
  const { body } = await app.inject({ url: '/metrics' })
  expect(body).toContain('touchstone_outbox_lag_seconds 7')
})

test('pending work is counted: events, failed deliveries, age of the oldest, listings to assess', async () => {
  const read = async (): Promise<Record<string, number>> => {
    const { body } = await app.inject({ url: '/metrics' })
    const found = body.matchAll(/^touchstone_((?:outbox_|judgements_)\w+) (\S+)$/gm)
    return Object.fromEntries([...found].map(([, name, value]) => [name, Number(value)]))
  }
  const none = {
    outbox_waiting_deliveries: 0,
    outbox_failing_deliveries: 0,
    outbox_oldest_age_seconds: 0,
    judgements_due: 0,
  }
  expect(await read()).toMatchObject(none)
  const receiver = await startReceiver()
  receiver.answer = (response) => response.writeHead(500).end()
  const settings = { ...webhookSettings, allow: [receiver.host] }
  await asOperator(store, (handle) =>
    addWebhook({
      handle,
      actor: operator,
      settings,
      organisationId: organisation,
      input: { url: receiver.url },
    }),
  )
  await store.transact(tenantContext(organisation), (handle) =>
    recordOutbox(handle, organisation, [{ type: 'listing.assessed', data: {} }]),
  )
  expect(await read()).toMatchObject({
    outbox_waiting_deliveries: 1,
    outbox_failing_deliveries: 0,
    outbox_oldest_age_seconds: expect.any(Number) as number,
  })
  const delivering = startDelivery({ store, ...settings, onFault: console.error })
  await expect.poll(read).toMatchObject({
    outbox_waiting_deliveries: 1,
    outbox_failing_deliveries: 1,
  })
  await delivering.stop()
  await receiver.stop()
  const aged = await read()
  expect(aged['outbox_oldest_age_seconds']).toBeGreaterThan(0)
  await asOperator(store, async (handle) => {
    await sql`insert into judgements_due (listing_id, organisation_id)
      select id, organisation_id from listings limit 1`.execute(handle)
    await sql`update webhooks set enabled = false`.execute(handle)
  })
  expect(await read()).toMatchObject({ ...none, judgements_due: 1 })
})

test('the metrics are for this machine, not through a proxy, or for holders of the token', async () => {
  const status = async (on: FastifyInstance, more: InjectOptions): Promise<number> =>
    (await on.inject({ url: '/metrics', ...more })).statusCode
  expect(await status(app, { remoteAddress: '203.0.113.7' })).toBe(403)
  expect(await status(app, { headers: { 'x-forwarded-for': '203.0.113.7' } })).toBe(403)
  expect(await status(app, { remoteAddress: '::1' })).toBe(200)
  for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000']) {
    expect([host, await status(app, { headers: { host } })]).toEqual([host, 200])
  }
  // A page whose name was made to resolve to this machine sends its own name as the host.
  for (const host of ['rebound.example', 'localhost.rebound.example', '127.0.0.1.example']) {
    expect([host, await status(app, { headers: { host } })]).toEqual([host, 403])
  }
  const token = 'a-token-for-metrics'
  const guarded = createApi({
    store,
    screening: screenInProcess(engine),
    metrics: createMetrics(),
    metricsToken: new Secret(token),
  })
  expect(await status(guarded, {})).toBe(401)
  expect(await status(guarded, { headers: { authorization: `Bearer ${token}x` } })).toBe(401)
  expect(
    await status(guarded, {
      headers: { authorization: `Bearer ${token}` },
      remoteAddress: '203.0.113.7',
    }),
  ).toBe(200)
  await guarded.close()
})

test('callers with too many requests learn how long to wait; others and monitors continue', async () => {
  const list = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    app.inject({ url: '/api/v1/listings', headers, remoteAddress })
  let last = await list(bearer())
  expect(Number(last.headers['ratelimit-remaining'])).toBeLessThan(perMinute)
  for (let at = 0; at < perMinute; at++) last = await list(bearer())
  expect(last.statusCode).toBe(429)
  expect(last.json()).toMatchObject({ class: 'rate-limited', retryable: true })
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(last.headers['retry-after'])).toBeLessThanOrEqual(60)
  const other = await newKey(store, 'market-a')
  expect((await list({ authorization: `Bearer ${other.text}` })).statusCode).toBe(200)
  expect((await app.inject({ url: '/health' })).statusCode).toBe(200)
  // Guesses of keys are counted by address.
  const guess = { authorization: 'Bearer tsk_000000000000_x' }
  for (let at = 0; at < perMinute; at++) last = await list(guess, '203.0.113.9')
  expect(last.statusCode).toBe(401)
  expect((await list(guess, '203.0.113.9')).statusCode).toBe(429)
  expect((await list(guess, '203.0.113.10')).statusCode).toBe(401)
})
