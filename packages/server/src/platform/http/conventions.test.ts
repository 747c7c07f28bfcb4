import { endpoint } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp } from './http.ts'
import { addRoute } from './route.ts'

const origin = 'https://tools.example'
const Thing = z.object({ id: z.string(), name: z.string() })
let name = 'first'
let app: FastifyInstance

beforeAll(async () => {
  app = createHttp({
    signIn: (key) => (key === 'good' ? Promise.resolve({}) : Promise.reject(new Error('unused'))),
    refusalOf: () => undefined,
    corsOrigins: [origin],
  })
  const path = '/api/v1/things'
  const access = 'signed-in'
  addRoute(
    app,
    endpoint({ method: 'GET', path: `${path}/:id`, access, summary: 'Read', response: Thing }),
    async () => ({ id: 'a', name }),
  )
  addRoute(
    app,
    endpoint({
      method: 'POST',
      path,
      access,
      summary: 'Create',
      body: z.strictObject({ name: z.string() }),
      query: z.strictObject({ limit: z.coerce.number().max(200).optional() }),
      response: Thing,
      statuses: [201],
    }),
    async () => ({ id: 'a b', name }),
  )
  await app.ready()
})
afterAll(() => app.close())

const authorization = 'Bearer good'

test('a method that an address lacks is refused with those that it has', async () => {
  const url = '/api/v1/things/a?x=1'
  for (const payload of [undefined, { name: 'x' }]) {
    const { statusCode, headers, body } = await app.inject({
      method: 'PUT',
      url,
      headers: { authorization },
      ...(payload && { payload }),
    })
    expect([statusCode, headers['allow']]).toEqual([405, 'GET, HEAD'])
    expect(JSON.parse(body)).toMatchObject({ code: 'method-not-allowed' })
  }
  const unknown = await app.inject({ url: '/api/v1/nothing', headers: { authorization } })
  expect(unknown.statusCode).toBe(404)
})

test('a caller without credentials gets a challenge, and no methods', async () => {
  const { statusCode, headers } = await app.inject({ method: 'PUT', url: '/api/v1/things/a' })
  expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer realm="Touchstone"'])
  expect(headers['allow']).toBeUndefined()
})

test.each([
  ['application/xml', '<a/>', 415, 'content-type-unsupported'],
  ['application/x-ndjson', '{"name":"x"}', 415, 'content-type-unsupported'],
  ['application/json', '{"name":', 400, 'json-invalid'],
  ['application/json', '', 400, 'json-invalid'],
  ['application/json', '{}', 422, 'validation-failed'],
])('a body of %s that reads %j is answered with %i', async (type, payload, status, code) => {
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: { authorization, 'content-type': type },
    payload,
  })
  expect([statusCode, (JSON.parse(body) as { code: string }).code]).toEqual([status, code])
})

test('a number out of range is not counted in characters', async () => {
  const { body } = await app.inject({
    method: 'POST',
    url: '/api/v1/things?limit=500',
    headers: { authorization },
    payload: { name: 'x' },
  })
  expect(JSON.parse(body)).toMatchObject({
    detail: '/limit is out of range; found "500"; write a number of at most 200',
  })
})

test('the answer to a creation names the address of what was created', async () => {
  const { statusCode, headers } = await app.inject({
    method: 'POST',
    url: '/api/v1/things?limit=5',
    headers: { authorization },
    payload: { name: 'x' },
  })
  expect([statusCode, headers['location']]).toEqual([201, '/api/v1/things/a%20b'])
})

test('a read that found the same is answered without a body', async () => {
  const read = (condition?: string) =>
    app.inject({
      url: '/api/v1/things/a',
      headers: { authorization, ...(condition && { 'if-none-match': condition }) },
    })
  const { headers } = await read()
  const tag = String(headers['etag'])
  for (const condition of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    const { statusCode, body, headers: again } = await read(condition)
    expect([statusCode, body, again['etag']]).toEqual([304, '', tag])
  }
  name = 'second'
  expect((await read(tag)).statusCode).toBe(200)
})

test('only pages of the origins that the operator allows may read responses', async () => {
  const preflight = (from: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/api/v1/things',
      headers: { origin: from, 'access-control-request-method': 'POST' },
    })
  const allowed = await preflight(origin)
  expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([
    204,
    origin,
  ])
  expect(allowed.headers['access-control-allow-credentials']).toBeUndefined()
  const refused = await preflight('https://elsewhere.example')
  expect(refused.headers['access-control-allow-origin']).toBeUndefined()
  expect(refused.headers['vary']).toBe('Origin')
})
