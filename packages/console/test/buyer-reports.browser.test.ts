import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors, type Calls } from './signed-in-users.ts'

const gtin = '09528765000017'
const person = 'mia@serum-works.example'
const shots = process.env['SCREENSHOTS']
const narrow = { width: 390, height: 844 }

describe.skipIf(!hasChromium)(`reports by buyers ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let maker: Calls

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('serum-works', 'Serum Works', 'rights-holder')
    await server.addMember('serum-works', person, ['admin'])
    const admin = await visitors.calls(firstAdmin)
    const path = '/api/v1/installation/organisations/serum-works/gtin-prefixes'
    await admin.put(path, { prefixes: ['9528765'] })
    maker = await visitors.calls(person)
    const range = { kind: 'range', gtin, batch: 'LOT-1', prefix: 'R', first: '1000', last: '1999' }
    await maker.post('/api/v1/codes', range)
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const isNarrow = async (page: Page): Promise<boolean> =>
    (await page.evaluate<number>('document.documentElement.scrollWidth')) <= narrow.width
  const photograph = async (page: Page, name: string): Promise<void> => {
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/reports-${name}.png`, fullPage: true })
  }

  test('a buyer reports with a photo, the maker answers, and the buyer reads the answer', async () => {
    const buyer = await visitors.stranger({ ...narrow, locale: 'en' })
    await buyer.goto('/check')
    await buyer.getByText('Report goods or a listing').click()
    await buyer
      .getByLabel('Code on the goods, or the number below the bar code')
      .fill(`(01)${gtin}(21)R1007`)
    await buyer.getByLabel('Kind of goods').selectOption('cosmetics')
    await buyer.getByLabel('Someone was hurt or feels ill').check()
    await buyer.getByLabel('Your country').selectOption('FR')
    await buyer.getByLabel('What is wrong').fill('The serum burned on my skin.')
    const photo = await sharp({
      create: { width: 2400, height: 1800, channels: 3, background: '#b0603a' },
    })
      .withExif({ IFD0: { Make: 'Phonemaker' } })
      .jpeg()
      .toBuffer()
    const [posted] = await Promise.all([
      buyer.waitForRequest((request) => request.url().endsWith('/api/v1/reports')),
      (async () => {
        await buyer
          .getByLabel('Photos, up to four')
          .setInputFiles({ name: 'serum.jpg', mimeType: 'image/jpeg', buffer: photo })
        await buyer.getByText('serum.jpg').waitFor()
        expect(await findings(buyer)).toEqual([])
        expect(await isNarrow(buyer)).toBe(true)
        await photograph(buyer, 'form')
        await buyer.getByRole('button', { name: 'Send the report' }).click()
      })(),
    ])
    const { photos } = posted.postDataJSON() as { photos: string[] }
    const sent = await sharp(Buffer.from(photos[0]!, 'base64')).metadata()
    expect([sent.width, sent.exif]).toEqual([1600, undefined])
    await buyer.getByRole('heading', { name: 'Your report was sent' }).waitFor()
    await buyer.getByRole('link', { name: 'SignalConso (DGCCRF)' }).waitFor()
    const receipt = await buyer.locator('#receipt').textContent()
    expect(await buyer.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0])
    await photograph(buyer, 'sent')

    const page = await visitors.open('/reports', person)
    await page.getByText('Someone hurt').waitFor()
    expect(await findings(page)).toEqual([])
    await photograph(page, 'list')
    await page.getByRole('link', { name: `(01)${gtin}(21)R1007` }).click()
    await page.getByText('The serum burned on my skin.').waitFor()
    await expect
      .poll(() => page.getByAltText('Photo 1').evaluate((image) => image.clientWidth))
      .toBeGreaterThan(100)
    expect(await findings(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Answer' }).fill('Please stop using it.')
    await page.getByRole('button', { name: 'Send the answer' }).click()
    await page.getByText('Answered', { exact: true }).waitFor()
    await photograph(page, 'one')

    await buyer.getByText('Follow a report that you sent').click()
    await buyer.getByLabel('Code of the report').fill(receipt ?? '')
    await buyer.getByRole('button', { name: 'Show the report' }).click()
    await buyer.getByRole('heading', { name: 'Answered' }).waitFor()
    await buyer.getByText('Please stop using it.').waitFor()
    expect(await findings(buyer)).toEqual([])
    expect(await isNarrow(buyer)).toBe(true)
    await photograph(buyer, 'answered')
    await buyer.getByRole('button', { name: 'Erase the report' }).click()
    await buyer.getByText('The report and its photos were erased.').waitFor()
    expect(await maker.get('/api/v1/reports?state=answered')).toMatchObject({ items: [] })
    await buyer.close()
    await page.close()
  })

  test('a maker declares a batch, and sees why a code has an alarm, and where it was scanned', async () => {
    const page = await visitors.open('/codes', person)
    await page.getByLabel('GTIN').fill(gtin)
    await page.getByLabel('Batch', { exact: true }).fill('LOT-2')
    await page.getByLabel('Kind of batch').selectOption('list')
    await page.getByRole('textbox', { name: 'Serials' }).fill('Q-1\nQ-2\nQ-3')
    await page.getByRole('button', { name: 'Issue the codes' }).click()
    await page.getByText('The batch was issued.').waitFor()
    await page.getByRole('cell', { name: 'LOT-2' }).waitFor()
    await page.getByLabel('Kind of batch').selectOption('file')
    await page.getByLabel('GTIN').fill(gtin)
    await page.getByLabel('Batch', { exact: true }).fill('LOT-3')
    await page.getByLabel('Units').fill('2')
    await page
      .getByRole('region', { name: 'Declare a batch' })
      .locator('input[type=file]')
      .setInputFiles({ name: 's.csv', mimeType: 'text/csv', buffer: Buffer.from('serial\nF1\n') })
    await page.getByRole('button', { name: 'Issue the codes' }).click()
    await page.getByText('the file holds 1 codes, and units says 2').waitFor()
    expect(await findings(page)).toEqual([])
    await photograph(page, 'batches')

    const code = `(01)${gtin}(21)R1500`
    const at = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
    await maker.post('/api/v1/unit-events', { events: [{ code, kind: 'destroyed', at: at(40) }] })
    for (const [device, lat, lon, hours] of [
      ['one', 48.86, 2.35, 30],
      ['two', 35.68, 139.65, 20],
    ] as const) {
      const position = { lat, lon, accuracyKm: 1, exact: true }
      const scan = { code, at: at(hours), device: device.padEnd(22, '-'), position }
      await maker.post('/api/v1/scans', scan)
    }
    await page.goto('/codes/alarms')
    await page.getByRole('link', { name: code }).click()
    await page.getByText('The unit is recorded as destroyed').waitFor()
    await page.getByRole('img', { name: 'Map of the scans at 2 places.' }).waitFor()
    await page.getByRole('cell', { name: '35.68, 139.65' }).waitFor()
    expect(await findings(page)).toEqual([])
    await photograph(page, 'code')
    await page.goto('/')
    await page.getByText('Copies of a code suspected').first().waitFor()
    await page.close()
  })

  test('a maker publishes an alert, which a check shows until it is withdrawn', async () => {
    const page = await visitors.open('/codes/alerts', person)
    await page.getByText('No alerts').waitFor()
    await page.getByLabel('GTIN').fill(gtin)
    await page.getByLabel('Title').fill('Serum of batch LOT-1 burns')
    const words = page.getByLabel('What is wrong, and what to do')
    await words.fill('Write to us at help@serum-works.example.')
    await page.getByLabel('Batches').fill('LOT-1')
    await page.getByLabel('These goods can hurt people').check()
    await page.reload()
    await page.getByRole('button', { name: 'Publish for everyone' }).click()
    await page.getByText('an alert names goods and codes, and no seller').waitFor()
    await words.fill('Stop using it, and ask the shop for your money back.')
    await page.getByRole('button', { name: 'Publish for everyone' }).click()
    await page.getByText('The alert was published.').waitFor()
    await page.getByText(`(01)${gtin}(10)LOT-1`).waitFor()
    const code = `(01)${gtin}(21)R1007`
    const title = 'Serum of batch LOT-1 burns'
    expect(await maker.post('/api/v1/checks', { code })).toMatchObject({ alerts: [{ title }] })
    expect(await findings(page)).toEqual([])
    await photograph(page, 'alerts')
    await page.getByRole('button', { name: `Withdraw: ${title}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason, for everyone').fill('The laboratory found it harmless.')
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText('Reason: The laboratory found it harmless.').waitFor()
    expect(await maker.post('/api/v1/checks', { code })).toMatchObject({ alerts: [] })
    await page.close()
  })
})
