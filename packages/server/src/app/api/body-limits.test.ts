import { readFileSync } from 'node:fs'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { bodyLimits, bodyLimitsOf, endpoint, endpoints, type Endpoint } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { byteCount, createHttp } from '../../platform/http/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { createApi } from './app.ts'
import { publicEndpoints, publicEndpointTable } from './public-endpoints.ts'

const stores = embeddedStores()
const bodies = {
  bytesPerSecond: 8192,
  patienceMilliseconds: 700,
  openBytes: 5 * 1024 * 1024,
  unfinishedPerAddress: 4,
}

let store: Store
let app: FastifyInstance
let port: number
let key: string
/** Requests that arrived, and the connections that are open. */
let arrived = 0
const connections = new Set<Socket>()
const arrivals = async (count: number): Promise<void> =>
  expect.poll(() => arrived, { interval: 5 }).toBe(count)
const allClosed = async (): Promise<void> =>
  expect.poll(() => connections.size, { interval: 5 }).toBe(0)
beforeAll(async () => {
  store = await openStore(stores.next())
  await newOrganisation(store, 'market-a')
  key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
  const trustedProxies = ['127.0.0.1']
  app = createApi({ store, screening: screenInProcess(starterEngine), bodies, trustedProxies })
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
  app.server.on('request', () => arrived++)
  app.server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
})
afterAll(async () => {
  await app?.close()
  await store?.close()
})

/** A connection with hand-written requests, and the responses on it. */
class Wire {
  readonly socket: Socket
  private text = ''

  constructor(method: string, path: string, headers: Record<string, string | number>, body = '') {
    this.socket = connect(port, '127.0.0.1')
    this.socket.setEncoding('utf8').on('data', (part: string) => (this.text += part))
    this.socket.on('error', () => undefined)
    const lines = Object.entries({ 'content-type': 'application/json', ...headers })
    const named = lines.map(([name, value]) => `${name}: ${value}`)
    this.socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${named.join('\r\n')}\r\n\r\n${body}`,
    )
  }

  /** Sends a chunk of a body of unknown length. */
  chunk(bytes: string): void {
    this.socket.write(`${bytes.length.toString(16)}\r\n${bytes}\r\n`)
  }

  get isAnswered(): boolean {
    return this.text.includes('\r\n\r\n')
  }

  async answer(): Promise<{ status: number; text: string }> {
    while (!/\r\n\r\n.*\}/s.test(this.text) && !this.socket.closed) await sleep(5)
    this.socket.destroy()
    return { status: Number(this.text.split(' ')[1]), text: this.text }
  }
}

const open = Object.values(endpoints)
  .flatMap((ofRoom) => Object.values<Endpoint>(ofRoom))
  .filter(({ access, method }) => access === 'open' && method !== 'GET')
const pathOf = ({ path }: Endpoint): string =>
  path.replaceAll(/:\w+/g, 'ffffffff-ffff-4fff-bfff-ffffffffffff')

test('docs/api.md lists every address that needs no sign-in, with its limit', () => {
  const docs = readFileSync(new URL('../../../../../docs/api.md', import.meta.url), 'utf8')
  expect(docs).toContain(publicEndpointTable())
  expect(publicEndpoints().length).toBeGreaterThan(15)
})

test('an address that takes bodies of everybody and states no limit is none', async () => {
  const stranger = { method: 'POST', path: '/api/v1/new', summary: '', access: 'open' } as const
  const unstated: Endpoint = { ...stranger, body: z.string(), response: z.string() }
  expect(() => publicEndpoints({ room: { unstated } })).toThrow('states no bodyLimit')
  // @ts-expect-error the types ask for the limit as well
  endpoint({ ...stranger, body: z.string(), response: z.string() })
  const server = createHttp({ signIn: async () => ({}), refusalOf: () => undefined })
  expect(() => server.post('/new', async () => ({}))).toThrow(
    'accepts bodies without a stated limit',
  )
  await server.close()
})

test.each(open.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s refuses a larger body before it is read, and while it arrives',
  async (_name, one) => {
    const { json } = bodyLimitsOf(one)
    // Without an opened link, the request is refused before either.
    const refused = one.path.endsWith('/submissions')
      ? { status: 404, words: 'this link' }
      : { status: 413, words: `larger than ${byteCount(json)}, the limit of` }
    const stated = new Wire(one.method, pathOf(one), { 'content-length': json + 1 })
    const early = await stated.answer()
    expect([early.status, early.text]).toEqual([
      refused.status,
      expect.stringContaining(refused.words),
    ])
    const streamed = new Wire(one.method, pathOf(one), { 'transfer-encoding': 'chunked' })
    const part = Math.min(8192, json)
    for (let sent = 0; sent <= json && !streamed.isAnswered; sent += part) {
      streamed.chunk(' '.repeat(part))
      await sleep(1)
    }
    const late = await streamed.answer()
    expect([late.status, late.text]).toEqual([
      refused.status,
      expect.stringContaining(refused.words),
    ])
  },
)

test('an undeclared body gets a kibibyte, and an unknown address is reported as such', async () => {
  const headers = { 'content-length': bodyLimits.none + 1 }
  const { status, text } = await new Wire('POST', '/nothing-here', headers).answer()
  expect([status, text]).toEqual([404, expect.stringContaining('there is no POST')])
})

test('a body full of faults names twenty of them, counts the rest and repeats little', async () => {
  const wild = Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`unknown${at}`, 1]))
  const bodies = [wild, { email: 1, password: 2, ['x'.repeat(16_000)]: 1 }, ['y'.repeat(16_000)]]
  for (const payload of bodies) {
    const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
    expect([answer.statusCode, answer.body.length < 1500]).toEqual([422, true])
  }
  const items = Array.from({ length: 400 }, () => ({ url: 7, kind: 8, [`z`.repeat(900)]: 9 }))
  const url = '/api/v1/marketplaces/market-a/notices'
  const many = await app.inject({ method: 'POST', url, payload: { items } })
  const { detail: message, faults } = many.json<{ detail: string; faults: unknown[] }>()
  expect(many.statusCode).toBe(422)
  expect(faults).toHaveLength(20)
  expect(message.split('\n')).toHaveLength(2)
  expect(message).toMatch(/\nand [\d,]+ more faults$/)
  // The first fault is in the message, and each has its own entry.
  expect(many.body.length).toBeLessThan(8200)
  const lost = await app.inject({ url: `/${'n'.repeat(9000)}` })
  expect([lost.statusCode, lost.body.length < 500]).toEqual([404, true])
})

test('a trickling body is answered 408, one at the pace of a slow line is accepted', async () => {
  const headers = { authorization: `Bearer ${key}`, 'transfer-encoding': 'chunked' }
  const trickling = new Wire('POST', '/api/v1/listings', headers)
  const file = { ...headers, 'content-type': 'application/octet-stream' }
  const slow = new Wire('POST', '/api/v1/listings/file', file)
  // 30 kB/s, four times as long as the patience, also where this process gets its turns late.
  const began = performance.now()
  let at = 0
  while (at < 28) {
    if (!trickling.isAnswered) trickling.chunk(' ')
    for (const due = (performance.now() - began) / 100; at <= due && at < 28; at++) {
      slow.chunk(`{"id":"slow-${at}","title":"Bag","description":"${'x'.repeat(2950)}"}\n`)
    }
    await sleep(50)
  }
  expect([trickling.isAnswered, slow.isAnswered]).toEqual([true, false])
  const { status, text } = await trickling.answer()
  expect([status, text]).toEqual([408, expect.stringContaining('"code":"body-arrives-too-slowly"')])
  slow.socket.write('0\r\n\r\n')
  const taken = await slow.answer()
  expect([taken.status, taken.text]).toEqual([200, expect.stringContaining('"taken":28')])
})

test('one address may have this many unfinished requests, and others are answered meanwhile', async () => {
  const begin = (address: string): Wire =>
    new Wire('POST', '/api/v1/session', {
      'content-length': 100,
      'x-forwarded-for': address,
      origin: 'http://localhost',
    })
  await allClosed()
  arrived = 0
  const held = Array.from({ length: 4 }, () => begin('203.0.113.7'))
  await arrivals(4)
  expect(held.filter(({ isAnswered }) => isAnswered)).toEqual([])
  const fifth = await begin('203.0.113.7').answer()
  expect([fifth.status, fifth.text]).toEqual([
    429,
    expect.stringContaining('4 requests from this address'),
  ])
  const other = begin('203.0.113.8')
  // An IPv6 network counts as one address.
  const network = Array.from({ length: 4 }, (_, at) => begin(`2001:db8:1:2::${at}`))
  await arrivals(10)
  await sleep(100)
  expect([other.isAnswered, network.some(({ isAnswered }) => isAnswered)]).toEqual([false, false])
  expect((await begin('2001:db8:1:2:ffff::1').answer()).status).toBe(429)
  const elsewhere = begin('2001:db8:1:3::1')
  await sleep(100)
  expect(elsewhere.isAnswered).toBe(false)
  // A request that arrives complete takes no slot from other requests of the address.
  const text = JSON.stringify({ email: 'a@b.example', password: 'x' })
  const headers = { 'content-length': text.length, 'x-forwarded-for': '203.0.113.7' }
  const whole = new Wire(
    'POST',
    '/api/v1/session',
    { ...headers, origin: 'http://localhost' },
    text,
  )
  expect((await whole.answer()).status).toBe(401)
  for (const one of [...held, other, ...network, elsewhere]) one.socket.destroy()
  await allClosed()
  const freed = begin('203.0.113.7')
  await sleep(100)
  expect(freed.isAnswered).toBe(false)
  freed.socket.destroy()
})

test('bodies without sign-in are limited together; callers with a key continue, and all do once they are done', async () => {
  const path = '/api/v1/marketplaces/market-a/notices'
  const held = Array.from({ length: 17 }, (_, at) => {
    const headers = { 'content-length': 400_000, 'x-forwarded-for': `203.0.113.${at}` }
    const wire = new Wire('POST', path, headers)
    wire.socket.write(' '.repeat(300 * 1024))
    return wire
  })
  const readBytes = (): number =>
    [...connections].reduce((sum, { bytesRead }) => sum + bytesRead, 0)
  await expect.poll(readBytes, { interval: 5 }).toBeGreaterThan(17 * 300 * 1024)
  await sleep(100)
  expect(held.filter(({ isAnswered }) => isAnswered)).toEqual([])
  const last = new Wire('POST', path, { 'content-length': 400_000 })
  last.socket.write(' '.repeat(200 * 1024))
  const refused = await last.answer()
  expect([refused.status, refused.text]).toEqual([
    503,
    expect.stringMatching(/retry-after: 5.*"code":"open-requests-full"/s),
  ])
  const listing = { id: 'a', title: 'Bag', description: 'x'.repeat(50_000) }
  const headers = { authorization: `Bearer ${key}` }
  const url = '/api/v1/listings'
  const known = await app.inject({ method: 'POST', url, headers, payload: listing })
  expect(known.statusCode).toBe(201)
  for (const { socket } of held) socket.destroy()
  await allClosed()
  const payload = { reasons: 'y'.repeat(9000) }
  const again = await app.inject({ method: 'POST', url: path, payload })
  expect(again.statusCode).not.toBe(503)
})
