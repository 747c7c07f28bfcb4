import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, runCliProcess } from './run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-page-'))
const file = join(root, 'saved.html')
const page = `<script type="application/ld+json">${JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'Product',
  sku: 'A-1',
  name: 'Gucci replica',
  offers: { '@type': 'Offer', price: '40', priceCurrency: 'EUR' },
})}</script>`
writeFileSync(file, page)
const server = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end(page),
)
let port = 0

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  rmSync(root, { recursive: true })
})

const listing = {
  id: 'A-1',
  marketplace: 'shop',
  title: 'Gucci replica',
  price: { amount: '40', currency: 'EUR' },
}

test('a saved page becomes listings that screen reads', async () => {
  const url = 'https://shop.example/1'
  const read = await runCli(['page', file, '--url', url, '--marketplace', 'shop'])
  expect(read).toMatchObject({ code: 0, err: 'Read 1 listing.\n' })
  expect(JSON.parse(read.out)).toMatchObject({ ...listing, url })
  const screened = await runCli(['screen', '--in', '-', '--out', '-'], { input: read.out })
  expect(JSON.parse(screened.out)).toMatchObject({ listing: 'A-1' })
})

test('an address is fetched where the operator listed it, and nowhere inside else', async () => {
  const address = `http://127.0.0.1:${port}/item`
  const refused = await runCli(['page', address])
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toMatch(/\/url cannot be fetched \((port|private-address)\)/)
  const allowed = await runCliProcess(['page', address, '--marketplace', 'shop'], {
    env: { OUTBOUND_ALLOW: `127.0.0.1:${port}` },
  })
  expect(JSON.parse(allowed.out)).toMatchObject(listing)
})

test('a saved page needs the address where it stood', async () => {
  expect(await runCli(['page', file])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('--url') as string,
  })
})
