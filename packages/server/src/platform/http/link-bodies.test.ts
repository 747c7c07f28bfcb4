import { connect, type AddressInfo, type Socket } from 'node:net'
import { bodyLimits, endpoint } from '@touchstone/contract'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp } from './http.ts'
import { addRoute } from './route.ts'

const kibibyte = 1024
const bodies = {
  bytesPerSecond: 8192,
  // What was begun stays open for longer than a busy machine takes to read it.
  patienceMilliseconds: 60_000,
  openBytes: 1024 * kibibyte,
  unfinishedPerAddress: 64,
}
const app = createHttp<object>({ signIn: async () => ({}), refusalOf: () => undefined, bodies })
const route = endpoint({
  method: 'POST',
  path: '/answers/:organisation/:link',
  summary: 'Answer',
  access: 'open',
  bodyLimit: bodyLimits.answer,
  params: z.strictObject({ organisation: z.string(), link: z.string() }),
  body: z.strictObject({ words: z.string() }),
  response: z.object({ length: z.int() }),
})
let url: string

beforeAll(async () => {
  addRoute(app, route, async ({ body: { words } }) => ({ length: words.length }), {
    prove: async ({ params }) => params,
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => app.close())

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** Begins an answer of 26 MiB and sends this part of it. */
function begin(path: string, kibibytes: number): Socket {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  sockets.push(socket.on('error', () => undefined))
  const head = [
    `POST /answers/${path} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    `content-length: ${26 * 1024 * kibibyte}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${' '.repeat(kibibytes * kibibyte)}`)
  return socket
}

/** Begins an answer, and again if it was refused because one that was sent after it arrived first. */
function hold(path: string, kibibytes: number): void {
  begin(path, kibibytes).once('data', () => hold(path, kibibytes))
}

async function send(path: string, kibibytes: number): Promise<number> {
  const response = await fetch(`${url}/answers/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ words: 'x'.repeat(kibibytes * kibibyte) }),
  })
  await response.arrayBuffer()
  return response.status
}

/** Polls, because the server first has to read what was begun and to release what was aborted. */
async function expectAnswer(path: string, kibibytes: number, status: number): Promise<void> {
  await expect.poll(() => send(path, kibibytes)).toBe(status)
}

test('a link that sends more than its share is refused, and others are not', async () => {
  hold('a/1', 900)
  await expectAnswer('a/1', 300, 503)
  await expectAnswer('a/2', 300, 200)
  await expectAnswer('b/1', 900, 200)
})

test('an organisation whose links send more than its share leaves room for another', async () => {
  for (let link = 0; link < 12; link++) begin(`a/${link}`, 900 - 70 * link)
  await expectAnswer('a/new', 500, 503)
  await expectAnswer('b/1', 900, 200)
})

test('an answer in words passes however much its link sends', async () => {
  hold('a/1', 1000)
  await expectAnswer('a/1', 500, 503)
  await expectAnswer('a/1', 60, 200)
})
