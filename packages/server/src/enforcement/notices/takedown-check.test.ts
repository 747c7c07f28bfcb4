import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchPage } from '../../platform/outbound/index.ts'
import { checkTakedown } from './takedown-check.ts'

const filler = 'Velmoraq sandals and bags of every kind, sent from our own store. '.repeat(10)
const page = (body: string, title = 'Shop'): string =>
  `<html><head><title>${title}</title><script>item-7</script></head><body>${body}</body></html>`
const html = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/html' })
  response.end(text)
}
const answers: Record<string, (response: ServerResponse) => void> = {
  '/live': (response) => html(response, 200, page(`Red   TOTE, new. ${filler}`)),
  '/by-id': (response) => html(response, 200, page(`Offer item-7. ${filler}`)),
  '/gone': (response) => html(response, 404, page('no such page')),
  '/withdrawn': (response) => html(response, 410, page('it is gone')),
  '/other': (response) => html(response, 200, page(filler)),
  '/led': (response) => void response.writeHead(302, { location: '/other' }).end(),
  '/scripts': (response) => html(response, 200, page('<div id="app"></div>')),
  '/robot': (response) => html(response, 200, page('Please verify you are a human')),
  '/forbidden': (response) => html(response, 403, page('')),
  '/often': (response) => html(response, 429, page('')),
  '/private': (response) => html(response, 401, page('')),
  '/sign-in': (response) => html(response, 200, page('Sign in <input type="password">')),
  '/broken': (response) => html(response, 503, page('')),
  '/cut': (response) => void response.destroy(),
  '/file': (response) =>
    void response.writeHead(200, { 'content-type': 'application/pdf' }).end('x'),
}

let server: ReturnType<typeof createServer>
let port: number
beforeAll(async () => {
  server = createServer((request, response) => {
    answers[request.url ?? '']?.(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test.each([
  ['/live', 'live'],
  ['/by-id', 'live'],
  ['/gone', 'gone'],
  ['/withdrawn', 'gone'],
  ['/other', 'changed'],
  ['/led', 'changed'],
  ['/scripts', 'unknown'],
  ['/robot', 'blocked'],
  ['/forbidden', 'blocked'],
  ['/often', 'blocked'],
  ['/private', 'login-wall'],
  ['/sign-in', 'login-wall'],
  ['/broken', 'error'],
  ['/cut', 'error'],
  ['/file', 'unknown'],
])('%s is reported as %s', async (path, look) => {
  const url = `http://127.0.0.1:${port}${path}`
  const expected = { url, externalId: 'item-7', title: 'Red tote' }
  const allow = [{ host: '127.0.0.1', port }]
  const found = await checkTakedown(fetchPage, expected, { allow })
  expect(found.look).toBe(look)
  expect(found.sentence).toMatch(/^[A-Z].+\.$/)
})

test('no address of this machine is asked that the operator does not list', async () => {
  const expected = { url: `http://127.0.0.1:${port}/live`, externalId: 'item-7', title: null }
  expect((await checkTakedown(fetchPage, expected)).look).toBe('unknown')
  expect((await checkTakedown(fetchPage, { ...expected, url: null })).look).toBe('unknown')
})
