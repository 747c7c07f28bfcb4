import { EmptyView, endpoint } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp } from './http.ts'
import { addRoute } from './route.ts'

const app = createHttp({ signIn: async () => ({}), refusalOf: () => undefined })
const leave = endpoint({
  method: 'DELETE',
  path: '/api/v1/seller/session',
  summary: 'End this browser’s session',
  access: 'open',
  response: EmptyView,
})
beforeAll(() => addRoute(app, leave, async () => ({})))
afterAll(() => app.close())

const statusOf = async (headers: Record<string, string>): Promise<number> => {
  const cookie = 'touchstone_seller=secret'
  const { statusCode } = await app.inject({
    method: 'DELETE',
    url: leave.path,
    headers: { host: 'localhost:7070', cookie, ...headers },
  })
  return statusCode
}

test('a page of another site changes nothing in the name of a seller, whatever key it sends', async () => {
  const [own, foreign] = ['http://localhost:7070', 'https://evil.example']
  expect(await statusOf({ origin: own })).toBe(200)
  expect(await statusOf({ origin: foreign })).toBe(403)
  expect(await statusOf({ origin: foreign, authorization: 'Basic eDp5' })).toBe(403)
  expect(await statusOf({ authorization: 'Bearer key' })).toBe(403)
  expect(await statusOf({ origin: own, authorization: 'Bearer key' })).toBe(200)
})
