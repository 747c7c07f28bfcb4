import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp } from '../../platform/http/index.ts'
import { userAgentOf } from '../../watches/gate/index.ts'
import { openConsolePages } from './pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-pages-'))
let app: FastifyInstance

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  mkdirSync(join(folder, '.vite'))
  writeFileSync(join(folder, 'index.html'), '<script src="/assets/a-1.js" nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'appeal.html'), '<p>seller</p><script nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'check.html'), '<p>check</p><script nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'notice-form.html'), '<p>form</p><script nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'referral-reply.html'), '<p>reply</p><script nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'watch-policy.html'), '<p>policy</p><script nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'assets', 'a-1.js'), 'plain')
  writeFileSync(join(folder, 'assets', 'a-1.js.br'), 'packed')
  writeFileSync(join(folder, 'logo.svg'), '<svg/>')
  writeFileSync(join(folder, '.vite', 'manifest.json'), '{}')
  writeFileSync(
    join(folder, '.vite', 'page-addresses.json'),
    JSON.stringify(['/', '/listings', '/listings/$id', '/appeals', '/lexicon/terms/$term']),
  )
  const pages = openConsolePages(folder)!
  app = createHttp({
    signIn: () => Promise.reject(new Error('nobody signs in here')),
    refusalOf: () => undefined,
    answerPage: pages.answer,
  })
  pages.register(app)
  await app.ready()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const page = { accept: 'text/html,application/xhtml+xml' }
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

test.each(['/', '/listings?verdict=block', '/listings/0198c0de-0000-7000-8000-000000000000'])(
  'anyone gets the page at %s, under a policy with its own nonce',
  async (url) => {
    const [first, second] = [await get(url, page), await get(url, page)]
    expect(first.statusCode).toBe(200)
    expect(first.headers['cache-control']).toBe('no-store')
    const policy = String(first.headers['content-security-policy'])
    const [, nonce] = /style-src 'self' 'nonce-([^']{22,})'/.exec(policy) ?? []
    expect(first.body).toContain(`nonce="${nonce}"`)
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/unsafe|data:|\*/)
    expect(second.body).not.toBe(first.body)
  },
)

test.each(['/check', '/check/01/09521234000013/21/A7'])(
  'whoever follows the link of a code gets the check at %s',
  async (url) => {
    for (const headers of [{}, { accept: '*/*' }, page]) {
      const { statusCode, body } = await get(url, headers)
      expect([statusCode, body]).toEqual([200, expect.stringContaining('<p>check</p>')])
    }
  },
)

test.each<Record<string, string>>([{}, { accept: '*/*' }, page])(
  'the address that visits name is answered with the policy to %j',
  async (headers) => {
    const { userAgent } = userAgentOf('https://touchstone.example')
    const [, address = ''] = /\(\+(.+)\)$/.exec(userAgent) ?? []
    const { statusCode, body } = await get(new URL(address).pathname, headers)
    expect(statusCode).toBe(200)
    expect(body).toContain('<p>policy</p>')
  },
)

test.each<Record<string, string>>([{}, { accept: '*/*' }])(
  'the root answers the page to %j',
  async (headers) => {
    const { statusCode, headers: answered } = await get('/', headers)
    expect([statusCode, answered['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  },
)

test('the root returns no page to clients that only accept JSON', async () => {
  const { statusCode, headers } = await get('/', { accept: 'application/json' })
  expect([statusCode, headers['content-type']]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
  ])
})

test('a seller who follows a link gets a separate page, and no other address does', async () => {
  for (const url of ['/appeal', '/appeal?link=1', '/appeal/']) {
    const { body, headers } = await get(url, page)
    expect(body).toMatch(/^<p>seller<\/p><script nonce="[^_"]+">$/)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  }
  for (const url of ['/appeals', '/appeal/x', '/listings?to=/appeal']) {
    expect((await get(url, page)).body).not.toContain('seller')
  }
})

test('the notice form of a marketplace is a separate page, which reveals itself to no other site', async () => {
  for (const url of ['/notice/harbour', '/notice/harbour/', '/notice/har%20bour?x=1']) {
    const { body, headers } = await get(url, page)
    expect(body).toMatch(/^<p>form<\/p><script nonce="[^_"]+">$/)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['referrer-policy']).toBe('no-referrer')
  }
  for (const url of ['/notice', '/notices/harbour', '/notice/harbour/x', '/?to=/notice/harbour']) {
    expect((await get(url, page)).body).not.toContain('form')
  }
  expect((await get('/notice-form.html', page)).statusCode).toBe(404)
})

test('what never changes is kept for good, packed where that is understood', async () => {
  const plain = await get('/assets/a-1.js')
  expect(plain.body).toBe('plain')
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  // Run in a worker, it loads nothing of others and compiles no text.
  expect(plain.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; connect-src 'self'",
  )
  const packed = await get('/assets/a-1.js', { 'accept-encoding': 'br' })
  expect([packed.body, packed.headers['content-encoding']]).toEqual(['packed', 'br'])
  expect((await get('/logo.svg')).headers['cache-control']).toBe('public, max-age=3600')
})

test.each([
  ['an address of the interface', '/api/v1/nothing', 401],
  ['an address of the server', '/health/deep', 404],
  ['a file that is missing', '/assets/b-2.js', 404],
  ['a file that is missing at the root', '/robots.txt', 404],
  ['how it was built', '/.vite/manifest.json', 404],
  ['a way out of the folder', '/assets/..%2f..%2fetc%2fpasswd', 404],
])('%s is no page', async (_what, url, status) => {
  const { statusCode, headers } = await get(url, page)
  expect(statusCode).toBe(status)
  expect(headers['content-type']).toContain('application/problem+json')
})

test.each(['/nonsense', '/listings/1/2', '/operator'])(
  'the console says at %s that there is no such page, and so does the status',
  async (url) => {
    const { statusCode, headers, body } = await get(url, page)
    expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(body).toContain('/assets/a-1.js')
  },
)

test('a dot in the name of a page’s subject does not make it a file', async () => {
  const { statusCode, headers } = await get('/lexicon/terms/en.one-to-one', page)
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
})

test('a program that does not accept pages gets not-found', async () => {
  expect((await get('/listings', { accept: 'application/json' })).statusCode).toBe(404)
  expect((await app.inject({ method: 'POST', url: '/listings', headers: page })).statusCode).toBe(
    404,
  )
})

test('where nothing was built there are no pages', () => {
  expect(openConsolePages(join(folder, 'absent'))).toBeUndefined()
})
