import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WARCParser } from 'warcio'
import { capture, findChromium, type CaptureResult, type CaptureOptions } from './index.ts'
import { TestShop } from '../../../test/shop.ts'
import { withTimeEnough } from '../../../test/with-time-enough.ts'

const chromium = await findChromium(process.env)
const folders: string[] = []
const shop = new TestShop()
beforeAll(() => shop.open())
afterAll(() => {
  shop.close()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

async function captured(path: string, over: Partial<CaptureOptions> = {}): Promise<CaptureResult> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-capture-'))
  folders.push(folder)
  const url = path.startsWith('/') ? `http://toko.example:${shop.port}${path}` : path
  return capture({
    url,
    operator: 'Dewi Lestari',
    reason: 'The title says “KW”.',
    folder,
    chromium: chromium!,
    version: '0.1.0',
    lookup: async () => [{ address: '127.0.0.1' }],
    testAllowances: [shop.port, shop.tlsPort].map((port) => ({ address: '127.0.0.1', port })),
    ...over,
    limits: { loadMilliseconds: 60_000, settleMilliseconds: 60_000, ...over.limits },
  })
}

const fileOf = ({ files }: CaptureResult, name: string): Buffer =>
  readFileSync(files.find((file) => file.name === name)!.path)
const pageOf = ({ record }: CaptureResult) => record.pages[0]!

const where = chromium === undefined ? 'in Chromium (none was found)' : 'in Chromium'
describe.skipIf(chromium === undefined).concurrent(`a capture ${where}`, () => {
  it('keeps page, picture, document and every answer, of the seller and the picture too', async () => {
    const origin = `http://toko.example:${shop.port}`
    const done = await captured('/go', { also: [`${origin}/seller/5`, `${origin}/picture.png`] })
    expect(done.outcome).toBe('captured')
    expect(pageOf(done)).toMatchObject({
      url: `${origin}/item/17`,
      status: 200,
      title: 'Sandal Velmoraq KW',
      redirects: [
        { url: `${origin}/go`, status: 302 },
        { url: `${origin}/go/2?from=ad`, status: 302 },
      ],
      incomplete: [],
    })
    expect(done.record.pages.map(({ outcome }) => outcome)).toEqual(Array(3).fill('captured'))
    expect(fileOf(done, 'page.html').toString()).toContain('Rp 90.000')
    expect(await sharp(fileOf(done, 'page-1.png')).metadata()).toMatchObject({ width: 1280 })
    expect(await sharp(fileOf(done, 'picture-3.png')).metadata()).toMatchObject({ width: 1 })
    expect(done.record.connections[0]).toMatchObject({
      host: 'toko.example',
      addresses: ['127.0.0.1'],
      address: '127.0.0.1',
    })
    expect(Math.abs(done.record.clock!.offsetSeconds)).toBeLessThan(60)
    expect(done.record.tools.chromium).toMatch(/^\d+\./)
    await expectSoundArchive(fileOf(done, 'capture.wacz'), [
      '/go',
      '/go/2?from=ad',
      '/item/17',
      '/frame',
      '/price.json',
      '/picture.png',
      '/seller/5',
    ])
  })

  it('keeps the certificates that the browser was shown', async () => {
    const url = `https://toko.example:${shop.tlsPort}/item/17`
    const done = await captured(url, { testKeys: [shop.key] })
    expect(done.outcome).toBe('captured')
    const [shown] = done.record.certificates
    expect(shown?.origin).toBe(`https://toko.example:${shop.tlsPort}`)
    expect(shown?.chain[0]).toMatch(/^-----BEGIN CERTIFICATE-----/)
  })

  it('reports an untrusted certificate', async () => {
    const done = await captured(`https://toko.example:${shop.tlsPort}/item/17`)
    expect([done.outcome, done.sentence]).toEqual([
      'broken-tls',
      expect.stringMatching(/ERR_CERT_/),
    ])
    expect(done.files.map(({ name }) => name)).toEqual(['capture.json'])
    expect(done.record.certificates[0]?.chain[0]).toMatch(/^-----BEGIN CERTIFICATE-----/)
  })

  it('ends at a page that grows for ever', async () => {
    const done = await captured('/endless', { limits: { scrolls: 4, growMilliseconds: 60_000 } })
    expect(done.outcome).toBe('captured')
    expect(pageOf(done).incomplete.join()).toMatch(
      /kept growing while it was scrolled; scrolling ended after 4 steps/,
    )
  })

  it('shows a high page in several pictures, up to a height that it states', async () => {
    const done = await captured('/high', { limits: { height: 10_000, slice: 4000 } })
    const sizes = await Promise.all(
      [1, 2, 3].map((at) => sharp(fileOf(done, `page-${at}.png`)).metadata()),
    )
    expect(sizes.map(({ height }) => height)).toEqual([4000, 4000, 2000])
    expect(pageOf(done).incomplete.join()).toMatch(
      /25\d{3} pixels high; screenshots show the first 10000/,
    )
    // The second starts where the first ends: the colour gradient continues.
    const [first, second] = [1, 2].map((at) => sharp(fileOf(done, `page-${at}.png`)).raw())
    const [a, b] = await Promise.all([first!.toBuffer(), second!.toBuffer()])
    expect(Math.abs(a.at(-4)! - b[0]!)).toBeLessThan(6)
  })

  it('reports a consent wall over the page, and presses nothing', async () => {
    const done = await captured('/consent')
    expect([done.outcome, pageOf(done).observed]).toEqual(['captured', ['consent-wall']])
    expect(fileOf(done, 'page.html').toString()).toContain('Behind the wall')
  })

  it.each([
    ['/loop', 'redirect-loop', /never reaches a page/],
    ['/file', 'download', /the file was not captured/],
    ['/private', 'login-wall', /A sign-in form is shown instead of the page/],
    ['/inner', 'refused', /not on the public internet/],
    ['file:///etc/passwd', 'refused', /Only http and https/],
  ])('tells of %s that it is %s', async (path, outcome, sentence) => {
    const done = await captured(path)
    expect([done.outcome, done.sentence]).toEqual([outcome, expect.stringMatching(sentence)])
    expect(JSON.parse(fileOf(done, 'capture.json').toString())).toEqual(done.record)
  })

  it('keeps the received part of an endless page', async () => {
    await withTimeEnough(3000, async (loadMilliseconds) => {
      const done = await captured('/never', { limits: { loadMilliseconds, settleMilliseconds: 1 } })
      expect([done.outcome, done.sentence]).toEqual([
        'too-slow',
        expect.stringContaining(`after ${loadMilliseconds / 1000} s`),
      ])
      expect(fileOf(done, 'page.html').toString()).toContain('It goes on')
      expect(done.files.map(({ name }) => name)).toContain('page-1.png')
    })
  })

  it('captures a page with a part that never arrives', async () => {
    await withTimeEnough(3000, async (loadMilliseconds) => {
      const done = await captured('/waits', { limits: { loadMilliseconds, settleMilliseconds: 1 } })
      expect([done.outcome, pageOf(done).incomplete]).toEqual([
        'captured',
        ['Part of the page never finished loading.'],
      ])
      expect(done.record.requests.unfinished + done.record.requests.failed).toBeGreaterThan(0)
    })
  })

  it('cuts an answer that is too large, and a page that asks too often', async () => {
    const big = await captured('/big', { limits: { bytes: 1_000_000 } })
    expect([big.outcome, big.sentence]).toEqual([
      'too-large',
      expect.stringMatching(/larger than the limit of 1000000 bytes/),
    ])
    const many = await captured('/many', { limits: { requests: 20 } })
    expect([many.outcome, pageOf(many).incomplete.join()]).toEqual([
      'captured',
      expect.stringMatching(/After 20 requests/),
    ])
  })

  it('requests nothing of internal networks that a page names', async () => {
    const done = await captured('/loads-inner')
    expect(done.outcome).toBe('captured')
    expect(done.record.connections).toContainEqual(
      expect.objectContaining({
        host: '10.0.0.1',
        refused: expect.stringMatching(/not on the public/),
      }),
    )
  })

  it('reports unresolvable names, and when it was stopped', async () => {
    const none = await captured('http://nirgends.example/', { lookup: async () => [] })
    expect(none.outcome).toBe('unresolvable')
    const stopped = await captured('/never', { signal: AbortSignal.timeout(1500) })
    expect(stopped.outcome).toBe('stopped')
  })
})

/** Read by independent programs: the zip by fflate, the records by warcio. */
async function expectSoundArchive(wacz: Buffer, paths: string[]): Promise<void> {
  const files = unzipSync(wacz)
  const description = JSON.parse(Buffer.from(files['datapackage.json']!).toString())
  for (const { path, hash, bytes } of description.resources) {
    expect([path, hash, bytes]).toEqual([
      path,
      `sha256:${sha256(files[path]!)}`,
      files[path]!.length,
    ])
  }
  const digest = JSON.parse(Buffer.from(files['datapackage-digest.json']!).toString())
  expect(digest.hash).toBe(`sha256:${sha256(files['datapackage.json']!)}`)
  const archive = files['archive/data.warc.gz']!
  const statuses = new Map<string, number>()
  const ids = new Set<string>()
  for await (const record of new WARCParser(new Response(Buffer.from(archive)).body!)) {
    const payload = await record.readFully(true)
    const header = (name: string) => record.warcHeader(name) ?? ''
    expect(header('WARC-Record-ID')).toMatch(/^<urn:uuid:[0-9a-f-]{36}>$/)
    expect(ids.has(header('WARC-Record-ID'))).toBe(false)
    ids.add(header('WARC-Record-ID'))
    if (record.warcType !== 'response') continue
    expect(header('WARC-Payload-Digest')).toBe(`sha256:${sha256(payload)}`)
    expect(header('WARC-IP-Address')).toBe('127.0.0.1')
    const { pathname, search } = new URL(record.warcTargetURI!)
    statuses.set(pathname + search, record.httpHeaders!.statusCode as number)
  }
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([...paths].sort()))
  expect(statuses.get('/go')).toBe(302)
  // Each line of the index points to the record of its address.
  const lines = Buffer.from(files['indexes/index.cdxj']!).toString().trim().split('\n')
  expect(lines).toEqual([...lines].sort())
  for (const line of lines) {
    const { url, offset, length } = JSON.parse(line.slice(line.indexOf('{')))
    const record = gunzipSync(archive.subarray(Number(offset), Number(offset) + Number(length)))
    expect(record.toString('latin1')).toContain(`WARC-Target-URI: ${url}\r\n`)
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
