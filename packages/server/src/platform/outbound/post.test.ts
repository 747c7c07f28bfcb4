import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post, refusalOfAddress, type PostResult } from './post.ts'

let server: Server
let port = 0
let answer: RequestListener = (_request, response) => response.end('ok')
const received: { request: IncomingMessage; body: string }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      received.push({ request, body })
      answer(request, response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const send = (path = '/', more: Partial<Parameters<typeof post>[1]> = {}): Promise<PostResult> =>
  post(`http://127.0.0.1:${port}${path}`, {
    headers: { 'content-type': 'application/json', 'x-one': '1' },
    body: '{"a":"ü"}',
    allow: [{ host: '127.0.0.1', port }],
    ...more,
  })

test('the posted body arrives unchanged, and status and response are returned', async () => {
  answer = (_request, response) => response.writeHead(202).end('taken')
  const result = await send('/hook?x=1')
  expect(result).toMatchObject({ ok: true, status: 202, answer: Buffer.from('taken') })
  const { request, body } = received.at(-1)!
  expect([request.method, request.url, request.headers['x-one']]).toEqual([
    'POST',
    '/hook?x=1',
    '1',
  ])
  expect(body).toBe('{"a":"ü"}')
})

test('a redirect is reported and not followed', async () => {
  const before = received.length
  answer = (_request, response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${port}/other` }).end()
  expect(await send()).toMatchObject({ ok: true, status: 307 })
  expect(received).toHaveLength(before + 1)
})

test('the first bytes of a long or endless response are kept, and the received part of a broken one', async () => {
  answer = (_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(700)), 5)
    response.on('close', () => clearInterval(timer))
  }
  expect(await send()).toMatchObject({ ok: true, status: 200, answer: Buffer.alloc(1024, 'x') })
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setTimeout(() => response.destroy(), 20)
  }
  expect(await send()).toMatchObject({ ok: true, status: 200, answer: Buffer.from('half') })
})

test('no response in time, a refused connection and a stop are reported as such', async () => {
  answer = () => undefined
  const patient = new AbortController()
  const other = send('/', { signal: patient.signal })
  const first = send('/', { totalMilliseconds: 150 })
  // A message with more time is still waiting then.
  expect(await Promise.race([first, other])).toEqual({
    ok: false,
    reason: 'too-slow',
    message: 'no response within 0.15 s',
  })
  patient.abort()
  expect(await other).toMatchObject({ ok: false, reason: 'stopped' })
  const stop = AbortSignal.timeout(50)
  const abort = new AbortController()
  stop.addEventListener('abort', () => abort.abort())
  expect(await send('/', { signal: abort.signal })).toMatchObject({ ok: false, reason: 'stopped' })
  const closed = await post('http://127.0.0.1:9', {
    headers: {},
    body: '',
    allow: [{ host: '127.0.0.1', port: 9 }],
  })
  expect(closed).toMatchObject({ ok: false, reason: 'unreachable' })
})

test('Retry-After in seconds is returned', async () => {
  answer = (_request, response) => response.writeHead(503, { 'retry-after': '120' }).end()
  expect(await send()).toMatchObject({ status: 503, retryAfter: 120 })
})

describe('nothing is sent', () => {
  const refused: [what: string, url: () => string, reason: string][] = [
    ['over http', () => 'http://hooks.example.com/', 'scheme'],
    ['to loopback', () => 'https://127.0.0.1/', 'private-address'],
    ['to a private network', () => 'https://10.1.2.3:8443/', 'private-address'],
    ['to a cloud’s metadata', () => 'https://169.254.169.254/latest', 'private-address'],
    ['to loopback in IPv6', () => 'https://[::1]/', 'private-address'],
    ['to loopback in other digits', () => 'https://0x7f.1/', 'private-address'],
    ['to another port', () => 'https://hooks.example.com:22/', 'port'],
    ['to another port of a listed host', () => `https://127.0.0.1:${port + 1}/`, 'port'],
    ['with a password', () => 'https://me:secret@hooks.example.com/', 'credentials'],
    ['to no address', () => 'hooks', 'bad-url'],
    ['to a file', () => 'file:///etc/passwd', 'scheme'],
  ]
  test.each(refused)('%s', async (_what, url, reason) => {
    const before = received.length
    const allow = [{ host: '127.0.0.1', port }]
    const result = await post(url(), { headers: {}, body: '', allow })
    expect(result).toMatchObject({ ok: false, reason })
    expect(refusalOfAddress(url(), allow)).toBe('message' in result ? result.message : '')
    expect(received).toHaveLength(before)
  })

  test('to a name that resolves to an internal address, alone or beside a public one', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.215.14', '10.0.0.1']]) {
      const lookup = async (): Promise<{ address: string }[]> =>
        addresses.map((address) => ({ address }))
      const result = await post('https://rebind.example.com/', { headers: {}, body: '', lookup })
      expect(result).toMatchObject({ ok: false, reason: 'unresolvable' })
    }
  })

  test('to a name that the operator did not list, though it leads where a listed one does', async () => {
    const before = received.length
    const lookup = async (): Promise<{ address: string }[]> => [{ address: '127.0.0.1' }]
    const allow = [{ host: 'own.internal', port }]
    const options = { headers: {}, body: '', lookup, allow }
    answer = (_request, response) => response.end()
    expect(await post(`http://own.internal:${port}/`, options)).toMatchObject({ status: 200 })
    const other = await post(`https://other.internal:${port}/`, options)
    expect(other).toMatchObject({ reason: 'port' })
    expect(received).toHaveLength(before + 1)
  })
})
