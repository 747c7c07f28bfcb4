import { connect, type AddressInfo, type Socket } from 'node:net'
import { bodyLimits, endpoint } from '@touchstone/contract'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp } from './http.ts'
import { addRoute } from './route.ts'

const kibibyte = 1024
const app = createHttp({
  signIn: async (organisationId) => ({ kind: 'key', id: organisationId, organisationId }),
  refusalOf: () => undefined,
  bodies: { signedInBytes: 1024 * kibibyte },
})
const route = endpoint({
  method: 'POST',
  path: '/api/v1/texts',
  summary: 'Send a text',
  access: 'signed-in',
  bodyLimit: bodyLimits.batch,
  body: z.strictObject({ words: z.string() }),
  response: z.object({ length: z.int() }),
})
let url: string

beforeAll(async () => {
  addRoute(app, route, async ({ body: { words } }) => ({ length: words.length }))
  app.server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => app.close())

const sockets: Socket[] = []
/** The server's ends of connections. */
const connections = new Set<Socket>()
/** Those of bodies that were begun. */
const begun: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await expect.poll(() => begun.some((end) => connections.has(end))).toBe(false)
  begun.length = 0
})

/** Begins a body of 60 MiB and sends this part of it. */
async function begin(organisation: string, kibibytes: number): Promise<void> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  sockets.push(socket.on('error', () => undefined))
  const head = [
    'POST /api/v1/texts HTTP/1.1',
    'host: localhost',
    `authorization: Bearer ${organisation}`,
    'content-type: application/json',
    `content-length: ${60 * 1024 * kibibyte}`,
  ]
  const sent = `${head.join('\r\n')}\r\n\r\n${' '.repeat(kibibytes * kibibyte)}`
  socket.write(sent)
  const end = (): Socket | undefined =>
    [...connections].find(({ remotePort }) => remotePort === socket.localPort)
  await expect.poll(() => end()?.bytesRead).toBe(sent.length)
  begun.push(end()!)
}

async function send(organisation: string, kibibytes: number): Promise<number> {
  const response = await fetch(`${url}/api/v1/texts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${organisation}` },
    body: JSON.stringify({ words: 'x'.repeat(kibibytes * kibibyte) }),
  })
  await response.arrayBuffer()
  return response.status
}

test('an organisation whose bodies use its share of the memory is refused more, and others are not', async () => {
  await begin('a', 400)
  expect(await send('a', 300)).toBe(503)
  expect(await send('b', 200)).toBe(200)
  expect(await send('a', 60)).toBe(200)
})

test('answered or aborted bodies no longer count', async () => {
  for (let at = 0; at < 4; at++) expect(await send('a', 400)).toBe(200)
  await begin('a', 400)
  for (const socket of sockets.splice(0)) socket.destroy()
  await expect.poll(() => send('a', 400)).toBe(200)
})
