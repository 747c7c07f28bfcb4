import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { getSurt, WARCParser } from 'warcio'
import { waczFiles, type Exchange } from './index.ts'
import { surtOf } from './surt.ts'

const token = fc
  .stringMatching(/^[a-z][a-z-]{0,12}$/)
  .filter((name) => !name.startsWith('content-'))
const value = fc.string({ unit: 'binary-ascii', maxLength: 40 })
const headers = fc.array(fc.tuple(token, value), { maxLength: 6 })
const path = fc.array(fc.stringMatching(/^[a-zA-Z0-9._-]{1,8}$/), { maxLength: 3 })
const exchange: fc.Arbitrary<Exchange> = fc.record({
  at: fc.constant('2026-11-20T08:00:00.123Z'),
  answeredAt: fc.constant('2026-11-20T08:00:01.000Z'),
  url: path.map((parts) => `https://toko.example/${parts.join('/')}`),
  method: fc.constantFrom('GET', 'POST'),
  requestHeaders: headers,
  requestBody: fc.uint8Array({ maxLength: 50 }),
  status: fc.integer({ min: 200, max: 599 }),
  statusText: fc.constantFrom('', 'OK', 'Not\r\nFound: x'),
  responseHeaders: headers,
  body: fc.option(fc.uint8Array({ maxLength: 3000 }), { nil: undefined }),
  address: fc.constantFrom('192.0.2.1', '2001:db8::1'),
})

function archive(exchanges: Exchange[]): Buffer {
  const at = new Date('2026-11-20T08:00:02Z')
  const pages = [{ url: 'https://toko.example/', title: 'x', at: at.toISOString() }]
  const about = { title: 't', software: 's', operator: 'Dewi\r\nWARC-Type: response', at, pages }
  const files = waczFiles({ ...about, exchanges, metadata: Buffer.from('{}') })
  return files.find(({ path: inside }) => inside.startsWith('archive/'))!.bytes
}

const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

test('whatever a server sends, another reader finds the same number of records, each with its payload', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(exchange, { maxLength: 4 }), async (exchanges) => {
      const types: string[] = []
      const bodies: string[] = []
      for await (const record of new WARCParser(new Response(archive(exchanges)).body!)) {
        types.push(record.warcType)
        const payload = await record.readFully(true)
        if (record.warcType !== 'response') continue
        bodies.push(Buffer.from(payload).toString('hex'))
        expect(record.warcHeader('WARC-Payload-Digest')).toBe(sha256(payload))
        expect(record.warcHeader('WARC-Date')).toBe('2026-11-20T08:00:00.123Z')
      }
      const pairs = exchanges.flatMap(() => ['response', 'request'])
      expect(types).toEqual(['warcinfo', ...pairs, 'metadata'])
      expect(bodies).toEqual(exchanges.map(({ body }) => Buffer.from(body ?? []).toString('hex')))
    }),
    { numRuns: 60 },
  )
})

test.each([
  'https://www.toko.example/Item/17?b=2&a=1#part',
  'http://toko.example:8080/',
  'https://a.b.toko.example/x/',
  'http://192.0.2.7/a',
  'http://toko.example/A%20b/?Q=%C3%A9',
  'http://toko.example/?',
])('%s stands in an index where other programs look for it', (url) => {
  expect(surtOf(url)).toBe(getSurt(url))
})

const data = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const vectors = join(data, 'std/warc/example.warc.gz')
test.skipIf(!existsSync(vectors))(
  'the reader that judges ours reads archives of others',
  async () => {
    const types: string[] = []
    for await (const record of new WARCParser(new Response(readFileSync(vectors)).body!)) {
      types.push(record.warcType)
      await record.readFully(false)
    }
    expect(types).toContain('response')
  },
)
