import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import { startServing, type Serving } from '../../../test/start-server.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openStore } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { createApi } from './app.ts'

const stores = embeddedStores()
const mebibyte = 1024 * 1024

let server: Serving
let key: string
beforeAll(async () => {
  const config = stores.next()
  const store = await openStore(config)
  await newOrganisation(store, 'market-a')
  key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
  await store.close()
  server = await startServing(config)
})
afterAll(() => server.kill())

type Sent = { status: number | undefined; body: string; bytes: number }

/** Sends chunks until the server responds or closes the connection. */
async function pour(
  url: string,
  headers: Record<string, string>,
  chunk: Buffer,
  most: number,
  first?: Buffer,
): Promise<Sent> {
  const outgoing: ClientRequest = request(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
  })
  let answer: IncomingMessage | undefined
  let gone = false
  outgoing.on('response', (response) => (answer = response))
  outgoing.on('error', () => (gone = true))
  outgoing.on('close', () => (gone = true))
  let bytes = 0
  if (first !== undefined) outgoing.write(first)
  while (answer === undefined && !gone && bytes < most) {
    bytes += chunk.length
    outgoing.write(chunk)
    while (outgoing.writableNeedDrain && answer === undefined && !gone) await sleep(2)
  }
  if (answer === undefined) {
    outgoing.end()
    while (answer === undefined && !gone) await sleep(5)
  }
  let body = ''
  const response = answer
  if (response !== undefined) {
    try {
      for await (const part of response) body += String(part)
    } catch {
      // The server closed the connection after its response.
    }
  }
  outgoing.destroy()
  return { status: response?.statusCode, body, bytes }
}

async function residentMebibytes(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const [, bytes] = /^process_resident_memory_bytes (\d+)/m.exec(text) ?? []
  return Number(bytes) / mebibyte
}

const chunk = Buffer.alloc(mebibyte, '{"id":"x","title":"y"}\n')

test('a file that declares 2 GB is refused before it is read', async () => {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(2e9) }
  const { status, body, bytes } = await pour(
    `${server.url}/api/v1/listings/file`,
    headers,
    chunk,
    2e9,
  )
  expect(status).toBe(413)
  expect(body).toContain('the file is larger than 1024 MiB; split it into several')
  expect(bytes).toBeLessThan(200 * mebibyte)
})

test('2 GB of a batch without a declared length are stopped at the limit, and the memory is freed', async () => {
  const before = await residentMebibytes()
  const headers = { 'content-type': 'application/x-ndjson' }
  const { status, bytes } = await pour(`${server.url}/api/v1/listings/batch`, headers, chunk, 2e9)
  // A client that continues writing may find the connection closed before the response.
  expect([413, undefined]).toContain(status)
  expect(bytes).toBeLessThan(300 * mebibyte)
  expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  expect((await residentMebibytes()) - before).toBeLessThan(400)
})

test('a file of one endless line fills no memory', async () => {
  const before = await residentMebibytes()
  const endless = Buffer.alloc(mebibyte, 'x')
  const headers = { 'content-type': 'application/octet-stream' }
  const { status, body } = await pour(
    `${server.url}/api/v1/listings/file`,
    headers,
    endless,
    200 * mebibyte,
  )
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ taken: 0 })
  expect((await residentMebibytes()) - before).toBeLessThan(400)
})

test('2 GB of a file without a declared length are stopped at the limit, and earlier rows remain', async () => {
  const before = await residentMebibytes()
  const rows = [1, 2, 3].map((n) => `{"id":"before-${n}","title":"Bag ${n}"}\n`).join('')
  const { status, body, bytes } = await pour(
    `${server.url}/api/v1/listings/file`,
    { 'content-type': 'application/octet-stream' },
    // An endless line follows, of which nothing is stored.
    Buffer.alloc(mebibyte, 'x'),
    2e9,
    Buffer.from(rows),
  )
  expect(bytes).toBeGreaterThan(1000 * mebibyte)
  expect(bytes).toBeLessThan(1300 * mebibyte)
  expect([status, JSON.parse(body)]).toMatchObject([
    200,
    {
      taken: 3,
      faults: [{ message: expect.stringContaining('is larger than 1 GiB; found more than 1 GiB') }],
    },
  ])
  expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  expect((await residentMebibytes()) - before).toBeLessThan(400)
})

const bombs: [what: string, bytes: () => Uint8Array, says: string][] = [
  [
    'a workbook that unpacks to 400 MB',
    () => zipSync({ 'xl/workbook.xml': new Uint8Array(400 * mebibyte) }),
    'decompresses to more than 250 times its size',
  ],
  [
    'gzip that unpacks to 400 MB',
    () => gzipSync(Buffer.alloc(400 * mebibyte, ' ')),
    'decompresses to more than 250 times its size',
  ],
  [
    'a feed whose entities grow',
    () =>
      Buffer.from(
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>',
      ),
    'declares a document type (DOCTYPE), which is refused',
  ],
]

test.each(bombs)(
  '%s is reported, stores nothing and fills no memory',
  async (_what, bytes, says) => {
    const before = await residentMebibytes()
    const response = await fetch(`${server.url}/api/v1/listings/file`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
      body: Buffer.from(bytes()),
    })
    const answer = (await response.json()) as { taken: number; faults: { message: string }[] }
    expect([response.status, answer.taken]).toEqual([200, 0])
    expect(answer.faults[0]?.message).toContain(says)
    expect((await residentMebibytes()) - before).toBeLessThan(200)
  },
)

test('an endless body is abandoned, and other requests are answered meanwhile', async () => {
  const store = await openStore(stores.next())
  await newOrganisation(store, 'market-a')
  const { text } = await newKey(store, 'market-a', ['listings:write'])
  const app = createApi({
    store,
    screening: screenInProcess(starterEngine),
    requestMilliseconds: 1_000,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    const { port } = app.server.address() as AddressInfo
    const slow = request({
      port,
      method: 'POST',
      path: '/api/v1/listings',
      headers: {
        authorization: `Bearer ${text}`,
        'content-type': 'application/json',
        'content-length': '1000',
      },
    })
    const ended = new Promise<string>((resolve) => {
      slow.on('response', ({ statusCode }) => resolve(String(statusCode)))
      slow.on('error', () => resolve('hung up'))
    })
    slow.write('{')
    const drip = setInterval(() => slow.write(' '), 100)
    expect((await app.inject({ url: '/health' })).statusCode).toBe(200)
    const end = await ended
    clearInterval(drip)
    slow.destroy()
    expect(['408', 'hung up']).toContain(end)
  } finally {
    await app.close()
    await store.close()
  }
})
