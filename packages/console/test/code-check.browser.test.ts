import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { findings, hasChromium, inBrowser, launchChromium, visit } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors, type Calls } from './signed-in-users.ts'

const gtin = '09521234000013'
const other = '09521234000020'
const shots = process.env['SCREENSHOTS']
/** A picture of one point. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const dist = join(import.meta.dirname, '../dist')

/** A picture of a QR code, as a camera gives it. */
async function pictureOf(text: string): Promise<Buffer> {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const { svg } = await writeBarcode(text, { format: 'QRCode', scale: 8 })
  const code = await sharp(Buffer.from(svg)).png().toBuffer()
  return sharp({ create: { width: 1280, height: 720, channels: 3, background: '#d8d2c8' } })
    .composite([{ input: code, gravity: 'centre' }])
    .jpeg()
    .toBuffer()
}

describe.skipIf(!hasChromium)(`the check of a code ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let maker: Calls

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('velum-works', 'Velum Works', 'rights-holder')
    await server.addMember('velum-works', 'ana@velum-works.example', ['admin'])
    const admin = await visitors.calls(firstAdmin)
    const path = '/api/v1/installation/organisations/velum-works/gtin-prefixes'
    await admin.put(path, { prefixes: ['9521234'] })
    maker = await visitors.calls('ana@velum-works.example')
    const range = { kind: 'range', gtin, batch: 'LOT-1', prefix: 'V', first: '1000', last: '1999' }
    await maker.post('/api/v1/codes', range)
    const event = { code: `(01)${gtin}(21)V1500`, kind: 'recalled', at: '2026-11-20T10:00:00Z' }
    await maker.post('/api/v1/unit-events', { events: [event] })
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const enter = async (locale = 'en', path = '/check'): Promise<Page> => {
    const page = await visitors.stranger({ width: 390, height: 844, locale })
    await page.goto(path)
    return page
  }
  const answered = (page: Page): Promise<string | null> =>
    page.locator('#answer').getAttribute('data-answer')
  const isNarrow = async (page: Page): Promise<boolean> =>
    (await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390
  const photograph = async (page: Page, name: string): Promise<void> => {
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/check-${name}.png`, fullPage: true })
  }
  const stored = (page: Page): Promise<string[]> =>
    page.evaluate(() => [document.cookie, ...Object.keys(localStorage)])

  test('whoever types a code is answered, and leaves nothing behind', async () => {
    const page = await enter()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.getByRole('heading', { level: 1, name: 'Check the code on a product' }).waitFor()
    expect(await findings(page)).toEqual([])
    await photograph(page, 'start')
    await page.getByLabel('Code', { exact: true }).fill(gtin)
    await page.getByLabel('Serial number, if printed elsewhere').fill('V1001')
    await page.getByRole('button', { name: 'Check the code' }).click()
    await page
      .getByRole('heading', { name: /^This page cannot judge your item: its code is listed/ })
      .waitFor()
    await page.getByText('Velum Works has listed this code for one of its items.').waitFor()
    expect(await findings(page)).toEqual([])
    expect(await isNarrow(page)).toBe(true)
    expect(await stored(page)).toEqual([''])
    expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([])
    await photograph(page, 'issued')
    await page.close()
  })

  test('a Digital Link that leads here is answered at once, and counts with consent alone', async () => {
    const path = `/check/01/${gtin}/10/LOT-1/21/V1002`
    const first = await enter('en', path)
    await expect.poll(() => answered(first)).toBe('issued')
    await first.getByRole('button', { name: 'Agree and count my check' }).click()
    await first.getByText('Your check is counted.').waitFor()
    expect(await stored(first)).toEqual(['', 'touchstone.check.secret'])
    expect(await answered(first)).toBe('issued')
    await photograph(first, 'counted')
    const code = encodeURIComponent(`(01)${gtin}(21)V1002`)
    expect(await maker.get(`/api/v1/codes/${code}`)).toMatchObject({ state: 'plain', scans: 2 })
    await first.getByText('Your data').click()
    await first.getByRole('button', { name: 'Withdraw my consent' }).click()
    await expect.poll(() => stored(first)).toEqual([''])
    await first.close()
    const second = await enter('en', path)
    await expect.poll(() => answered(second)).toBe('asked-before')
    await second.getByText('One other device has looked it up.').waitFor()
    await photograph(second, 'asked-before')
    await second.close()
  })

  test.each([
    ['id', `(01)${gtin}(21)V1003`, 'issued', 'Velum Works'],
    ['zh', `(01)${gtin}(21)V1004`, 'issued', 'Velum Works'],
    ['zh', `(01)${gtin}(21)Q-77-Q`, 'unknown', 'Velum Works'],
    ['en', `(01)${gtin}(21)V1500`, 'recalled', 'November 20, 2026'],
    ['en', `(01)${gtin}(21)VX1500`, 'mistyped', '0 and O'],
    ['en', `(01)${gtin}(21)Q-77-Q`, 'unknown', 'It is no sign for or against your item'],
    ['id', `(01)${gtin}(21)Q-77-Q`, 'unknown', 'kodenya tidak tercatat di situs ini'],
    ['zh', `(01)${gtin}(21)V1500`, 'recalled', '2026年11月20日'],
    ['zh', gtin, 'no-serial', '该编码表示一种商品'],
    ['ar', `(01)${gtin}(21)VX1500`, 'mistyped', 'يختلف بخانة واحدة عن رمز صادر'],
    ['ja', `(01)${gtin}(21)Q-77-Q`, 'unknown', 'メーカーの登録にこのコードはありません'],
    ['ru', `(01)${gtin}(21)V1500`, 'recalled', '20 ноября 2026'],
    ['en', '(01)09529999000002(21)1', 'not-covered', 'most makers record no codes here'],
    ['en', 'hello', 'unreadable', 'It is not a GS1 code'],
  ])('in %s, %s is %s, without a verdict on the goods', async (locale, code, answer, words) => {
    const page = await enter(locale, `/check?code=${encodeURIComponent(code)}`)
    await expect.poll(() => answered(page)).toBe(answer)
    await page.getByText(words).first().waitFor()
    expect(await page.locator('html').getAttribute('dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr')
    expect(await page.locator('#answer').textContent()).not.toMatch(
      /genuine|authentic|fake|counterfeit|asli|palsu|真品|正品|假|\d %|probab/i,
    )
    expect(await findings(page)).toEqual([])
    expect(await isNarrow(page)).toBe(true)
    await photograph(page, `${answer}-${locale}`)
    await page.close()
  })

  test.each([
    ['en', 'https://market.example/item/1', 'nothing', 'Nothing is published about this listing'],
    ['ar', `https://market.example/p/${other}`, 'alert', 'شركة مصنّعة تنبّه بشأن سلع تحمل هذا الرقم'],
  ])(
    'in %s, what is published about a listing is told, and no more',
    async (locale, listing, found, words) => {
      const alert = { gtin: other, title: 'It burns', text: 'Do not use it.', isDangerous: true }
      if (found === 'alert') await maker.post('/api/v1/alerts', alert)
      const page = await enter(locale)
      await page.locator('#listing summary').click()
      await page.locator('#listing-address').fill(listing)
      await page.locator('#listing-form button').click()
      await page.locator(`[data-published="${found}"]`).waitFor()
      await page.getByText(words).waitFor()
      expect(await page.locator('#listing').textContent()).not.toMatch(/genuine|authentic|fake/i)
      expect(await findings(page)).toEqual([])
      expect(await isNarrow(page)).toBe(true)
      await photograph(page, `listing-${found}-${locale}`)
      await page.close()
    },
  )

  test('the link in an email asks before it confirms an address, and says that it is too late', async () => {
    const page = await enter('en', `/check?email=confirm#${'A'.repeat(43)}`)
    const posted: string[] = []
    page.on('request', (request) => posted.push(request.url()))
    const button = page.getByRole('button', { name: 'Confirm my email address' })
    await button.waitFor()
    expect(posted.filter((url) => url.includes('confirmations'))).toEqual([])
    expect(await findings(page)).toEqual([])
    await photograph(page, 'confirm')
    await button.click()
    await page.getByText('This link no longer works').waitFor()
    await page.close()
  })

  test('who wrote a signed code is verified in the browser, and a changed one is told apart', async () => {
    const made = await maker.post('/api/v1/code-keys', { heldBy: 'server' })
    const range = { kind: 'range', gtin, batch: 'LOT-2', prefix: 'W', first: '1', last: '9' }
    const { id } = (await maker.post('/api/v1/codes', range)) as { id: string }
    const signed = (await maker.post(`/api/v1/code-batches/${id}/signed-codes`, { limit: 1 })) as {
      codes: { link: string }[]
    }
    const [{ link } = { link: '' }] = signed.codes
    const stateOf = async (code: string): Promise<string | null> => {
      const page = await enter('en', `/check?code=${encodeURIComponent(code)}`)
      const state = await page.locator('#signature').getAttribute('data-state')
      expect(await page.locator('#signature').textContent()).not.toMatch(/genuine|authentic|fake/i)
      expect(await findings(page)).toEqual([])
      await photograph(page, `signature-${state}`)
      await page.close()
      return state
    }
    expect(await stateOf(link)).toBe('signed')
    expect(await stateOf(link.replace('/21/W1', '/21/W2'))).toBe('wrong')
    const key = (made as { id: string }).id
    await maker.post(`/api/v1/code-keys/${key}/actions`, { action: { type: 'revoke' } })
    expect(await stateOf(link)).toBe('revoked-key')
  })

  test('a browser that reads codes takes a photograph, which stays on the device', async () => {
    const page = await visitors.stranger({ width: 390, height: 844, locale: 'en' })
    // Chromium without a screen reads no codes.
    await page.addInitScript(`globalThis.BarcodeDetector = class {
      static photos = 0
      async detect() {
        const texts = BarcodeDetector.photos++ === 0 ? [] : ['\\u001d01${gtin}21V1003']
        return texts.map((rawValue) => ({ rawValue, format: 'data_matrix' }))
      }
    }`)
    await page.goto('/check')
    const posted: (string | null)[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request.postData())
    })
    const photo = page.getByLabel('Or take a photo of the code')
    const take = (): Promise<void> =>
      photo.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: dot })
    await take()
    await page.getByText('No code was found in the photo.').waitFor()
    await take()
    await expect.poll(() => answered(page)).toBe('issued')
    expect(posted).toEqual([JSON.stringify({ code: `^01${gtin}21V1003` })])
    expect(await findings(page)).toEqual([])
    await photograph(page, 'photo')
    await page.close()
  })

  test('a code that the camera is shown is read, and the camera is switched off', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-camera-'))
    const film = join(folder, 'film.mjpeg')
    writeFileSync(film, await pictureOf(`https://id.example/01/${gtin}/21/V1004`))
    const args = [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]
    const browser = await launchChromium({ args })
    const view = { width: 390, height: 844, locale: 'en' }
    const { page, complaints } = await visit(browser, server.url, view)
    try {
      await page.goto('/check')
      await page.getByRole('button', { name: 'Scan the code with the camera' }).click()
      await page.getByText('Hold the code so that it fills').waitFor()
      expect(await findings(page)).toEqual([])
      expect(await isNarrow(page)).toBe(true)
      await photograph(page, 'camera')
      await page.getByRole('button', { name: 'Read the code' }).click()
      await expect.poll(() => answered(page)).toBe('issued')
      expect(await page.locator('video').count()).toBe(0)
      // By the keyboard: Escape closes the picture, and the check stays as it was.
      await page.getByRole('button', { name: 'Scan the code with the camera' }).press('Enter')
      await page.getByText('Hold the code so that it fills').waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator('video').count()).toBe(0)
      expect(await answered(page)).toBe('issued')
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
      rmSync(folder, { recursive: true })
    }
  })

  test('without a camera the page says so, and offers a photo', async () => {
    const page = await enter()
    await page.getByRole('button', { name: 'Scan the code with the camera' }).click()
    await page.getByText('The camera is not available.').waitFor()
    await page.close()
  })

  test('loads less than 15 kB of script and style in any language, packed', () => {
    const manifest = JSON.parse(
      readFileSync(join(dist, '.vite', 'seller-portal-manifest.json'), 'utf8'),
    ) as Record<string, { file: string; css?: string[]; imports?: string[] }>
    const filesOf = (chunk: string): string[] => {
      const { file, css = [], imports = [] } = manifest[chunk]!
      return [file, ...css, ...imports.flatMap(filesOf)]
    }
    const catalogues = Object.keys(manifest).filter((name) => name.endsWith('/check.json'))
    expect(catalogues).toHaveLength(19)
    for (const catalogue of catalogues) {
      const files = new Set([...filesOf('check.html'), ...filesOf(catalogue)])
      const bytes = [...files].map((file) => gzipSync(readFileSync(join(dist, file))).length)
      expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(15_000)
    }
  })
})
