import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestOnce, type AnswerLimits, type AnswerResult } from './index.ts'

let answer: RequestListener = () => undefined
const server = createServer((request, response) => answer(request, response))
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const limits: AnswerLimits = {
  bytes: 1000,
  ratio: 100,
  totalMilliseconds: 60_000,
  connectMilliseconds: 60_000,
  headersMilliseconds: 60_000,
  idleMilliseconds: 60_000,
  ports: [80, 443],
}

let received = 0
async function asked(
  path: string,
  more: Partial<AnswerLimits> = {},
): Promise<AnswerResult<{ status: number; etag: string; text: string }>> {
  received = 0
  return requestOnce(
    {
      url: `http://127.0.0.1:${port}${path}`,
      headers: { 'if-none-match': '"1"' },
      limits: { ...limits, ...more },
      onReceived: (bytes) => void (received += bytes),
      options: { testAllowance: { address: '127.0.0.1', port } },
    },
    async ({ status, header, body }) => {
      const parts: Uint8Array[] = []
      for await (const part of body) parts.push(part)
      return { status, etag: header('etag'), text: Buffer.concat(parts).toString() }
    },
  )
}

test('any status is an answer, and no redirect is followed', async () => {
  const paths: string[] = []
  for (const status of [200, 302, 304, 404, 503]) {
    answer = ({ url = '', headers }, response) => {
      paths.push(url)
      const sent = { location: '/other', etag: headers['if-none-match'] ?? '' }
      response.writeHead(status, sent).end(status === 304 ? undefined : 'text')
    }
    const text = status === 304 ? '' : 'text'
    expect(await asked('/a')).toEqual({ ok: true, value: { status, etag: '"1"', text } })
  }
  expect(paths).toEqual(Array.from({ length: 5 }, () => '/a'))
})

test('a packed body is unpacked, and its packed bytes are counted', async () => {
  const packed = gzipSync('a'.repeat(900))
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
  expect(await asked('/')).toMatchObject({ ok: true, value: { text: 'a'.repeat(900) } })
  expect(received).toBe(packed.length)
})

test('what is too large, too slow or damaged is refused with its reason', async () => {
  const reasonOf = async (more: Partial<AnswerLimits> = {}): Promise<string> => {
    const result = await asked('/', more)
    return result.ok ? 'taken' : result.refusal.reason
  }
  answer = (_, response) => response.writeHead(200).end('a'.repeat(1001))
  expect(await reasonOf()).toBe('too-large')
  answer = (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(5000)))
  expect(await reasonOf()).toBe('too-large')
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip')
  expect(await reasonOf()).toBe('damaged')
  answer = (_, response) => void response.writeHead(200).write('a')
  expect(await reasonOf({ totalMilliseconds: 300 })).toBe('too-slow')
  answer = () => undefined
  expect(await reasonOf({ totalMilliseconds: 300 })).toBe('too-slow')
})

test('addresses that are not public are never contacted', async () => {
  let contacts = 0
  answer = (_, response) => {
    contacts++
    response.end()
  }
  const result = await requestOnce(
    {
      url: `http://127.0.0.1:${port}/`,
      headers: {},
      limits,
      onReceived: () => undefined,
      options: {},
    },
    async ({ status }) => status,
  )
  expect(result).toMatchObject({ ok: false, refusal: { reason: 'port' } })
  expect(contacts).toBe(0)
})

test('what the reader throws is thrown on', async () => {
  answer = (_, response) => response.end('text')
  const request = {
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    limits,
    onReceived: () => undefined,
    options: { testAllowance: { address: '127.0.0.1', port } },
  }
  await expect(
    requestOnce(request, async () => {
      throw new RangeError('the reader’s own')
    }),
  ).rejects.toThrow(RangeError)
})
