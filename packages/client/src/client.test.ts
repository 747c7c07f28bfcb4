import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createClient, RefusedError } from './index.ts'

type ReceivedRequest = {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

let server: Server
let url: string
let requests: ReceivedRequest[]
let answer: { status: number; body: string; headers?: Record<string, string> }

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      requests.push({ method, url: path, headers, body })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  requests = []
  answer = { status: 200, body: '{"items":[],"next":null}' }
})
afterAll(() => server.close())

test('a call carries the key, the query that is given and nothing else', async () => {
  const client = createClient({ url, key: 'tsk_1' })
  await client.listings.list({ query: { limit: 5, after: undefined } })
  expect(requests).toMatchObject([
    { method: 'GET', url: '/api/v1/listings?limit=5', headers: { authorization: 'Bearer tsk_1' } },
  ])
  expect(await client.listings.list()).toEqual({ items: [], next: null })
  expect(requests[1]?.url).toBe('/api/v1/listings')
})

test('a value is sent as JSON and a file unchanged, under its content type', async () => {
  const client = createClient({ url })
  await client.listings.take({ body: { id: '1', title: 'Bag' } })
  await client.listings.takeFile({ body: 'id,title\n1,Bag', contentType: 'text/csv' })
  const stream = new Blob(['id,title\n2,Bag']).stream()
  await client.listings.takeFile({ body: stream, contentType: 'text/csv' })
  expect(requests.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
    ['application/json', '{"id":"1","title":"Bag"}'],
    ['text/csv', 'id,title\n1,Bag'],
    ['text/csv', 'id,title\n2,Bag'],
  ])
})

test('a refusal is thrown with the server’s explanation', async () => {
  const problem = {
    type: 'urn:touchstone:problem:store-unavailable',
    title: 'The database is unavailable',
    status: 503,
    detail: 'the database is away',
    code: 'store-unavailable',
    class: 'unavailable',
    retryable: true,
    requestId: 'r-1',
  }
  answer = { status: 503, body: JSON.stringify(problem), headers: { 'retry-after': '5' } }
  await expect(createClient({ url }).listings.list()).rejects.toMatchObject({
    code: 'store-unavailable',
    class: 'unavailable',
    title: 'The database is unavailable',
    message: 'the database is away',
    retryable: true,
    requestId: 'r-1',
    status: 503,
    retryAfter: 5,
  })
})

test('a refusal by an intermediary is reported with its status', async () => {
  answer = { status: 502, body: '<h1>Bad gateway</h1>', headers: { 'x-request-id': 'p-1' } }
  const refusal = createClient({ url }).listings.list()
  await expect(refusal).rejects.toThrow(RefusedError)
  await expect(refusal).rejects.toMatchObject({ status: 502, retryable: true, requestId: 'p-1' })
})
