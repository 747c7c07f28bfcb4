import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Client } from '@touchstone/client'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(!hasChromium)(`offer and import ${inBrowser}`, () => {
  let server: ConsoleFixture
  let client: Client
  let pictures: Server
  let host: string
  let asked: string[] = []
  const sent: unknown[] = []
  let listing: string
  let visitors: Visitors
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-offer-files-'))

  beforeAll(async () => {
    await buildOnce()
    pictures = createServer((request, response) => {
      if (request.url === '/translate') {
        void text(request).then((body) => {
          sent.push(JSON.parse(body))
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ translatedText: ['Dompet Prada', 'Kualitas cermin'] }))
        })
        return
      }
      asked.push(request.url ?? '')
      response.writeHead(200, { 'content-type': 'image/png' })
      response.end(png)
    })
    await new Promise<void>((resolve) => pictures.listen(0, '127.0.0.1', resolve))
    host = `127.0.0.1:${(pictures.address() as AddressInfo).port}`
    server = await openConsole({
      OUTBOUND_ALLOW: host,
      PICTURES: 'off',
      TRANSLATION_URL: `http://${host}`,
      TRANSLATION_KEY: 'the-key',
    })
    visitors = await Visitors.to(server)
    await server.addOrganisation('sample-house', 'Sample House', 'marketplace')
    await server.addMember('sample-house', 'ana@sample.example', ['admin'])
    await server.addMember('sample-house', 'ben@sample.example', ['analyst'])
    client = await server.clientOf('sample-house')
    const seller = { id: 'seller-9', name: 'Corner shop' }
    const [first] = await Promise.all([
      client.listings.take({
        body: {
          id: 'rich',
          marketplace: 'bazaar',
          title: 'Prada wallet, 1:1 replica',
          seller,
          description: 'Spiegelqualität',
          price: { amount: '40', currency: 'EUR' },
          images: [{ url: `http://${host}/1.png` }, { url: `http://${host}/2.png` }, { path: 'x' }],
          variants: [{ name: 'black', price: { amount: '38', currency: 'EUR' }, image: 1 }],
          reviews: [
            { text: 'fine', rating: 5 },
            { text: 'This is fake', rating: 1 },
          ],
        },
      }),
      client.listings.take({
        body: { id: 'other', marketplace: 'bazaar', title: 'Plain spoon of the same shop', seller },
      }),
    ])
    listing = first.id
  })

  afterEach(() => {
    // A file in an unclear encoding is answered with 422, which browsers log as an error.
    const complaints = visitors.complaints().filter((one) => !one.includes('status of 422'))
    expect(complaints).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    await server?.close()
    pictures?.closeAllConnections()
    pictures?.close()
    rmSync(folder, { recursive: true })
  })

  const open = (path: string, as: string, view: View = {}): Promise<Page> =>
    visitors.open(path, as, view)

  test('maps a table, remembers how, and hands the rejects back', async () => {
    const file = join(folder, 'stock.csv')
    writeFileSync(
      file,
      'Nr;Was;Kostet\nA-1;Ledergürtel, braun;25,00\nA-2;Seidenschal;zwölf\nA-3;#REF!;30\n',
    )
    const page = await open('/import', 'ben@sample.example')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByLabel('Field for “Was”').selectOption('title')
    await page.getByLabel('Field for “Nr”').selectOption('id')
    await page.getByLabel('Field for “Kostet”').selectOption('price')
    await page.getByLabel('Currency', { exact: true }).fill('eur')
    await page.getByText('2 of 3 rows are valid listings').waitFor()
    await page.getByRole('cell', { name: 'Price not read: “zwölf”' }).waitFor()
    await page.getByRole('cell', { name: /^EUR\s25/ }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: '2 listings imported' }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ])
    const saved = readFileSync(await download.path(), 'utf8')
    expect(saved).toContain('"row","line","pointer","message","Nr","Was","Kostet"')
    expect(saved).toContain('"A-3","#REF!","30"')
    await page.getByRole('cell', { name: 'Price not read: “zwölf”' }).waitFor()
    // The next such file is mapped automatically, whatever the order of its columns.
    writeFileSync(file, 'Kostet;Was;Nr\n30,00;Mütze;A-3\n')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByText('Your organisation’s saved mapping').waitFor()
    await page.getByText('1 of one row').waitFor()
    await page.goto('/import')
    await page.getByRole('button', { name: /^Delete the mapping of Nr/ }).click()
    await page.getByRole('heading', { name: 'Saved mappings' }).waitFor({ state: 'detached' })
    await page.close()
  })

  test('shows a table in each likely encoding, and reads it in the one that is chosen', async () => {
    const file = join(folder, 'wallets.csv')
    // 財布 in Shift-JIS.
    writeFileSync(file, Buffer.from('id,title\nW-1,\x8d\xe0\x95\x7a\n', 'latin1'))
    const page = await open('/import', 'ben@sample.example')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByRole('heading', { name: 'Which text is correct?' }).waitFor()
    await page.getByText('W-1,財布').waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^Use / }).count()).toBeGreaterThan(1)
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Use Shift-JIS · 日本語' }).click()
    await page.getByRole('cell', { name: '財布' }).waitFor()
    await expect.poll(() => page.getByLabel('Encoding of the file').inputValue()).toBe('shift_jis')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: 'One listing imported' }).waitFor()
    await page.goto('/catalog/import')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByText('W-1,財布').waitFor()
    await page.close()
  })

  const decisionOn = (page: Page): Locator => page.getByRole('button', { name: 'Counterfeit' })
  /** What of these is not to be seen whole without scrolling. */
  const beyondScreen = async (page: Page, shown: Locator[]): Promise<unknown[]> => {
    const height = await page.evaluate(() => window.innerHeight)
    const boxes = await Promise.all(shown.map((one) => one.boundingBox()))
    return boxes.filter((box) => box === null || box.y < 0 || box.y + box.height > height)
  }

  test('requests pictures only on demand, and shows them by keyboard', async () => {
    asked = []
    const page = await open(`/listings/${listing}`, 'ana@sample.example', {
      width: 1280,
      height: 800,
    })
    // Picture or why there is none, price, reasons and decision are there at once.
    await page.getByRole('img', { name: 'Picture is not fetched on this server' }).waitFor()
    const reasons = page.getByRole('list', { name: 'Why' }).getByRole('listitem')
    await reasons.first().waitFor()
    await expect.poll(() => reasons.count()).toBe(3)
    await page.getByText(/^23\.5% of .+, the lowest usual price$/).waitFor()
    await expect.poll(() => beyondScreen(page, [reasons.last(), decisionOn(page)])).toEqual([])
    expect(await page.getByRole('region', { name: 'Reviews' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Expand all' }).click()
    await page.getByRole('heading', { name: 'Other listings by this seller' }).waitFor()
    await page.getByRole('link', { name: 'Plain spoon of the same shop' }).waitFor()
    expect(asked).toEqual([])
    await page.getByText('One picture has no web address.').waitFor()
    await page.getByRole('button', { name: `Load 2 pictures from ${host}` }).click()
    const thumbnails = page.getByRole('list', { name: 'Pictures' })
    await thumbnails.getByRole('button', { name: 'Picture 1 of 3' }).focus()
    await expect.poll(() => asked.length).toBe(2)
    await page.keyboard.press('Enter')
    const viewer = page.getByRole('dialog')
    await viewer.getByRole('img', { name: 'Picture 1 of 3' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await viewer.getByRole('img', { name: 'Picture 2 of 3' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    expect(asked.sort()).toEqual(['/1.png', '/2.png'])
    expect(page.url()).toContain(listing)
    // Relevant words in reviews are marked, and their reviews come first.
    const reviews = page.getByRole('region', { name: 'Reviews' })
    await reviews.locator('mark').first().waitFor()
    await expect.poll(() => reviews.locator('li').first().textContent()).toContain('fake')
    await page.getByText('23.5% of the lowest usual price of').waitFor()
    await page.close()
  })

  test('shows by keyboard what the words mean, and sends nothing before an admin allows it', async () => {
    const translate = async (page: Page): Promise<Locator> => {
      await decisionOn(page).waitFor()
      const button = page.getByRole('button', { name: 'Translate', exact: true })
      await button.focus()
      await page.keyboard.press('Enter')
      const panel = page.getByRole('region', { name: 'Meaning of the words' })
      await panel
        .getByText(/understood/)
        .first()
        .waitFor()
      return panel
    }
    const analyst = await open(`/listings/${listing}`, 'ben@sample.example', { width: 390 })
    const meanings = await translate(analyst)
    await meanings.getByText('the brand Prada').waitFor()
    await meanings.getByText('wallet', { exact: true }).first().waitFor()
    await meanings.getByText(/‘mirror quality’, a grade name/).waitFor()
    await meanings.getByText(/Ask an admin/).waitFor()
    expect(await findings(analyst)).toEqual([])
    await analyst.getByRole('button', { name: 'Hide translation' }).press('Enter')
    await meanings.waitFor({ state: 'detached' })
    await analyst.close()
    expect(sent).toEqual([])

    const admin = await open(`/listings/${listing}`, 'ana@sample.example')
    const panel = await translate(admin)
    await panel.getByText(/would be sent to 127.0.0.1/).waitFor()
    await panel.getByRole('button', { name: /^Allow 127.0.0.1/ }).press('Enter')
    const ask = panel.getByRole('button', { name: 'Translate with 127.0.0.1' })
    await ask.waitFor()
    expect(sent).toEqual([])
    await ask.press('Enter')
    await panel.getByText('machine translation: 127.0.0.1').waitFor()
    await panel.getByText('Kualitas cermin').waitFor()
    expect(sent).toMatchObject([
      { q: ['Prada wallet, 1:1 replica', 'Spiegelqualität'], target: 'en', api_key: 'the-key' },
    ])
    expect(await findings(admin)).toEqual([])
    await admin.close()
  })

  test('keeps a translation, marked by what made it', async () => {
    const page = await open(`/listings/${listing}`, 'ben@sample.example', { width: 390 })
    await decisionOn(page).waitFor()
    await page.getByText('Translations', { exact: true }).click()
    await page.getByRole('button', { name: 'Add a translation' }).click()
    const form = page.getByRole('form', { name: 'Add a translation' })
    await form.getByLabel('Description').fill('Mirror quality')
    await form.getByLabel('Service').fill('browser')
    expect(await findings(page)).toEqual([])
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('machine translation: browser').waitFor()
    await page.getByText('Mirror quality').waitFor()
    await page.close()
  })

  test('lets a second person confirm what another proposed', async () => {
    const admin = await open('/approvals', 'ana@sample.example')
    await admin.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
    await admin.getByRole('checkbox', { name: 'Counterfeit' }).click()
    await expect
      .poll(async () => (await client.decisions.rules({})).secondPerson)
      .toEqual(['counterfeit'])
    const analyst = await open(`/listings/${listing}`, 'ben@sample.example')
    await analyst.getByText('Needs approval: Counterfeit').waitFor()
    await analyst.keyboard.press('1')
    const own = analyst.getByText('Another person in your organisation must approve it.')
    await own.waitFor()
    expect((await client.decisions.listDecisions({ query: {} })).items).toEqual([])
    await admin.reload()
    await admin.getByRole('link', { name: 'Prada wallet, 1:1 replica' }).waitFor()
    expect(await findings(admin)).toEqual([])
    await admin.getByLabel('Note').fill('Seen.')
    await admin.getByRole('button', { name: 'Approve' }).click()
    await admin.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
    await expect
      .poll(async () => {
        const { items } = await client.decisions.listDecisions({ query: {} })
        return items.map(({ verdict }) => verdict)
      })
      .toEqual(['counterfeit'])
    await admin.close()
    await analyst.close()
  })

  // The last, since what it saves occupies the server for a while.
  test('stops a running file, and reports what was saved', async () => {
    const file = join(folder, 'long.ndjson')
    // Too many for a fast machine to finish before the button is pressed.
    const rows = Array.from(
      { length: 60_000 },
      (_, row) => `{"id":"l-${row}","title":"Belt ${row}"}`,
    )
    writeFileSync(file, rows.join('\n'))
    const page = await open('/import', 'ben@sample.example')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('Importing').waitFor()
    const taken = page
      .locator('dt', { hasText: 'Listings imported' })
      .locator('xpath=following::dd[1]')
    await expect
      // The number is formatted with thousands separators.
      .poll(async () => (await taken.textContent().catch(() => '')) ?? '')
      .toMatch(/[1-9]/)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('heading', { name: 'Import stopped' }).waitFor()
    await page.getByText(/listings were imported and are kept/).waitFor()
    await page.close()
  })
})
