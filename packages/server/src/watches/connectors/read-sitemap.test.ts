import { gzipSync } from 'node:zlib'
import { processorMs } from '@touchstone/recognition/testing/processor-time'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSitemap, type SitemapEntry } from './read-sitemap.ts'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function entriesOf(
  content: string | Uint8Array,
  size = 1000,
  most = 1_000_000,
): Promise<SitemapEntry[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const entries: SitemapEntry[] = []
  for await (const entry of readSitemap(pieces(bytes, size), most)) entries.push(entry)
  return entries
}

const page = (url: string): SitemapEntry => ({ kind: 'page', url })
const lastmod = '2026-01-01T00:00:00Z'
const urls = ['https://shop.example/1?a=1&b=2', 'https://shop.example/2']
const escaped = (url: string): string => url.replaceAll('&', '&amp;')

const forms: Record<string, string> = {
  sitemap: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls
    .map((url) => `<url><loc> ${escaped(url)}\n</loc></url>`)
    .join('')}</urlset>`,
  'sitemap with prefixes': `<s:urlset xmlns:s="urn:any">${urls
    .map((url) => `<s:url><s:loc><![CDATA[${url}]]></s:loc></s:url>`)
    .join('')}</s:urlset>`,
  text: `\ufeff${urls.join('\r\n')}\r\nno address\n`,
  rss: `<rss version="2.0"><channel><link>https://shop.example/</link>${urls
    .map((url) => `<item><title>x</title><link>${escaped(url)}</link></item>`)
    .join('')}</channel></rss>`,
  atom: `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://shop.example/"/>${urls
    .map((url) => `<entry><link rel="self" href="x"/><link href="${escaped(url)}"/></entry>`)
    .join('')}</feed>`,
}

test.each(Object.entries(forms))(
  '%s is read, plain or packed, in pieces of any size',
  async (_form, text) => {
    for (const size of [1, 7, 10_000]) {
      expect(await entriesOf(text, size)).toEqual(urls.map(page))
      expect(await entriesOf(gzipSync(text), size)).toEqual(urls.map(page))
    }
  },
)

test('the date of the last change is read wherever it stands in its entry', async () => {
  const dated = [{ ...page(urls[1]!), lastmod }, page('https://shop.example/3')]
  for (const [before, after] of [
    ['', `<lastmod> ${lastmod}\n</lastmod>`],
    [`<lastmod>${lastmod}</lastmod>`, ''],
  ]) {
    const text = `<urlset><url>${before}<loc>${urls[1]}</loc>${after}</url><url><loc>https://shop.example/3</loc></url></urlset>`
    expect(await entriesOf(text, 3)).toEqual(dated)
  }
  const atom = `<feed><entry><updated>${lastmod}</updated><link href="${urls[1]}"/></entry></feed>`
  expect(await entriesOf(atom)).toEqual(dated.slice(0, 1))
  const index = `<sitemapindex><sitemap><loc>${urls[1]}</loc><lastmod>${lastmod}</lastmod></sitemap></sitemapindex>`
  expect(await entriesOf(index)).toEqual([{ kind: 'sitemap', url: urls[1], lastmod }])
})

test('an index names further sitemaps', async () => {
  const text =
    '<sitemapindex><sitemap><loc>https://shop.example/a.xml.gz</loc></sitemap></sitemapindex>'
  expect(await entriesOf(text)).toEqual([{ kind: 'sitemap', url: 'https://shop.example/a.xml.gz' }])
})

test('addresses are found where shops put them: without loc, or as a guid', async () => {
  const index =
    '<sitemapindex><sitemap>\nhttps://shop.example/a.xml?a=1&amp;b=2\n</sitemap></sitemapindex>'
  expect(await entriesOf(index)).toEqual([
    { kind: 'sitemap', url: 'https://shop.example/a.xml?a=1&b=2' },
  ])
  const feed =
    '<rss><channel><item><guid>https://shop.example/1</guid></item><item><guid>7</guid><link>https://shop.example/2</link></item><item><link>https://shop.example/3</link><guid>https://shop.example/?p=3</guid></item></channel></rss>'
  expect(await entriesOf(feed)).toEqual(
    ['1', '2', '3'].map((id) => page(`https://shop.example/${id}`)),
  )
})

test('what comes before damage is used, and nothing after it', async () => {
  const start = '<urlset><url><loc>https://shop.example/1</loc></url>'
  const after = '<url><loc>https://shop.example/2</loc></url></urlset>'
  expect(await entriesOf(`${start}</wrong>${after}`)).toEqual([page('https://shop.example/1')])
  expect(await entriesOf(`<!DOCTYPE x [<!ENTITY a "b">]>${start}`)).toEqual([])
  const packed = gzipSync(start + after.repeat(1000))
  expect((await entriesOf(packed.subarray(0, -20))).length).toBeGreaterThan(0)
})

test('a sitemap that unpacks to more than the limit ends there', async () => {
  const one = '<url><loc>https://shop.example/1</loc></url>'
  const packed = gzipSync(`<urlset>${one.repeat(50_000)}`)
  const entries = await entriesOf(packed, 1000, 100_000)
  expect(entries.length).toBeGreaterThan(500)
  expect(entries.length).toBeLessThan(100_000 / one.length)
})

test('any bytes are read to their end without an error', async () => {
  const part = fc.constantFrom(
    '<urlset>',
    '<url>',
    '<loc>',
    'http://a',
    '</loc>',
    '</url>',
    '<',
    '&',
    '\0',
    '\n',
  )
  const text = fc.array(part, { maxLength: 30 }).map((parts) => Buffer.from(parts.join('')))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 60 }), text), async (bytes) => {
      expect(Array.isArray(await entriesOf(bytes, 3))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('a text without an end is given up, and reading takes time by length alone', async () => {
  const started = processorMs()
  expect(await entriesOf(`http://a${'b'.repeat(3_000_000)}`, 10_000, 1e9)).toEqual([])
  await entriesOf(`<urlset>${'<'.repeat(3_000_000)}`, 10_000, 1e9)
  await entriesOf(`<urlset><url><loc>${'b'.repeat(3_000_000)}`, 10_000, 1e9)
  expect(processorMs() - started).toBeLessThan(10_000)
})
