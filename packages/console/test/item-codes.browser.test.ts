import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { onOneEngine } from '@touchstone/server/testing/engines'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { firstAdmin, Visitors, welcomeFirstAdmin } from './signed-in-users.ts'

const gtin = '09521234000013'
const foreign = '09528765000017'
const person = 'mira@lorvane.example'
const shots = process.env['SCREENSHOTS']
const narrow = { width: 390, height: 844 }

const linkOf = (serial: string, number = gtin): string =>
  `https://id.gs1.org/01/${number}/21/${serial}`
const textOf = (serial: string): string => `(01)${gtin}(21)${serial}`

/** An EPCIS document in which serials are commissioned, as a packaging line writes it. */
function commissioning(epcList: readonly string[]): Buffer {
  const event = {
    type: 'ObjectEvent',
    eventTime: '2026-11-25T08:00:00.000Z',
    eventTimeZoneOffset: '+01:00',
    action: 'ADD',
    bizStep: 'commissioning',
    epcList,
    ilmd: { 'cbvmda:lotNumber': 'LOT-E' },
  }
  const document = {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-25T09:00:00Z',
    epcisBody: { eventList: [event] },
  }
  return Buffer.from(JSON.stringify(document))
}

const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/ld+json', buffer })

/** A seller’s photograph of a box with a QR code on it. */
async function boxWithCode(text: string): Promise<Buffer> {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const { svg } = await writeBarcode(text, { format: 'QRCode', scale: 6 })
  const code = await sharp(Buffer.from(svg)).png().toBuffer()
  return sharp({ create: { width: 1200, height: 900, channels: 3, background: '#c9a77c' } })
    .composite([{ input: code, left: 640, top: 420 }])
    .rotate(4, { background: '#8a8f96' })
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** Places of buyers, each with a network of its own. */
const buyers = [
  { latitude: 48.86, longitude: 2.35, network: '203.0.113.9' },
  { latitude: 35.68, longitude: 139.65, network: '198.51.100.9' },
  { latitude: -1.29, longitude: 36.82, network: '192.0.2.9' },
  { latitude: -12.05, longitude: -77.04, network: '2001:db8:11::9' },
  { latitude: -6.2, longitude: 106.85, network: '2001:db8:22::9' },
  { latitude: 43.65, longitude: -79.38, network: '2001:db8:33::9' },
]

describe.skipIf(!hasChromium)(`codes of a maker ${inBrowser}`, () => {
  onOneEngine((engine) => {
    let server: ConsoleFixture
    let visitors: Visitors
    let host: Server
    let address: string
    let picture: Buffer

    beforeAll(async () => {
      await buildOnce()
      host = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture)
      })
      await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
      address = `127.0.0.1:${(host.address() as AddressInfo).port}`
      server = await openConsole(
        { OUTBOUND_ALLOW: address, TRUSTED_PROXIES: '127.0.0.1' },
        { store: await engine.newStore() },
      )
      await welcomeFirstAdmin(server)
      visitors = await Visitors.to(server)
      await server.addOrganisation('lorvane', 'Lorvane Audio', 'rights-holder')
      await server.addOrganisation('bazaar', 'Bazaar', 'marketplace')
      await server.addMember('lorvane', person, ['admin'])
      const admin = await visitors.calls(firstAdmin)
      await admin.put('/api/v1/installation/organisations/lorvane/gtin-prefixes', {
        prefixes: ['9521234'],
      })
    })
    afterEach(() => {
      expect(visitors.complaints()).toEqual([])
    })
    afterAll(async () => {
      await visitors?.close()
      await server?.close()
      host?.closeAllConnections()
      host?.close()
    })

    const photograph = async (page: Page, name: string): Promise<void> => {
      if (shots === undefined) return
      // The console scrolls inside of its window.
      const { width = 1280, height = 860 } = page.viewportSize() ?? {}
      await page.setViewportSize({ width, height: 2400 })
      await page.screenshot({ path: `${shots}/codes-${name}.png` })
      await page.setViewportSize({ width, height })
    }
    const isNarrow = async (page: Page): Promise<boolean> =>
      (await page.evaluate<number>('document.documentElement.scrollWidth')) <= narrow.width
    /** `/check` on the phone of someone at a place. */
    const phone = async (
      path: string,
      { latitude, longitude, network } = buyers[0]!,
    ): Promise<Page> => {
      const page = await visitors.stranger({ ...narrow, locale: 'en' })
      await page.context().grantPermissions(['geolocation'])
      await page.context().setGeolocation({ latitude, longitude, accuracy: 30 })
      await page.setExtraHTTPHeaders({ 'x-forwarded-for': network })
      await page.goto(path)
      return page
    }

    test.each([1280, narrow.width])(
      'a maker issues a batch by EPCIS and signs it, %i pixels wide',
      async (width) => {
        const serials = ['1', '2', '3'].map((end) => `E${width}-${end}`)
        const page = await visitors.open('/codes', person, { width, height: 844 })
        const epcis = page.getByRole('region', { name: 'EPCIS events' })
        const send = (name: string, buffer: Buffer): Promise<void> =>
          epcis.locator('input[type=file]').setInputFiles(fileOf(name, buffer))
        await send('line-1.xml', Buffer.from('<epcis:EPCISDocument/>'))
        await epcis.getByText('send EPCIS 2.0 in JSON-LD').waitFor()
        await send('cut.jsonld', commissioning([]).subarray(0, 200))
        await epcis.getByText('not JSON').waitFor()
        const links = serials.map((serial) => linkOf(serial))
        await send('line-1.jsonld', commissioning([...links, linkOf('X', foreign)]))
        await epcis.getByText('line-1.jsonld was refused, and nothing of it was stored.').waitFor()
        await epcis.getByRole('cell', { name: '/epcisBody/eventList/0/epcList/3' }).waitFor()
        await epcis.getByText('begins with none of your GS1 company prefixes').waitFor()
        expect(await findings(page)).toEqual([])
        await photograph(page, `epcis-refused-${width}`)
        await send('line-1.jsonld', commissioning(links))
        await epcis.getByText('line-1.jsonld: 1 event, of which 1 is new.').waitFor()
        await send('line-1.jsonld', commissioning(links))
        await epcis.getByText('line-1.jsonld: 1 event, of which 0 are new.').waitFor()
        const row = page.getByRole('row').filter({ hasText: 'LOT-E' })
        await row.getByText(gtin).waitFor()

        if (width > narrow.width) {
          expect(await page.getByRole('button', { name: /^Sign codes/ }).count()).toBe(0)
          await page.getByRole('button', { name: 'Create a key' }).click()
          await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click()
          await page.getByText('In use', { exact: true }).waitFor()
        }
        await page.getByRole('button', { name: `Sign codes: ${gtin} LOT-E` }).click()
        const dialog = page.getByRole('dialog')
        const field = dialog.getByRole('textbox', { name: 'Serials' })
        const sign = dialog.getByRole('button', { name: 'Sign codes' })
        await field.fill(`${serials[0]}\nNOT-OURS`)
        await sign.click()
        await dialog.getByText('NOT-OURS is no serial of this batch; nothing was signed').waitFor()
        await field.fill(`${serials[0]}\n${serials[1]}\n`)
        await photograph(page, `sign-${width}`)
        expect(await findings(page)).toEqual([])
        const [download] = await Promise.all([page.waitForEvent('download'), sign.click()])
        await page
          .getByText('2 codes of batch LOT-E were signed and saved as signed-codes-LOT-E.csv.')
          .waitFor()
        await photograph(page, `signed-${width}`)
        const lines = readFileSync(await download.path(), 'utf8')
          .trim()
          .split('\r\n')
        expect(lines).toHaveLength(3)
        const [, link = ''] = /^"[^"]*","([^"]*)"$/.exec(lines[1] ?? '') ?? []
        await page.close()

        const buyer = await phone(`/check?code=${encodeURIComponent(link)}`)
        await buyer.getByText('Lorvane Audio wrote this code: its signature is right.').waitFor()
        expect(await isNarrow(buyer)).toBe(true)
        await buyer.close()
        // The browser’s own lines about the refused files and the serial of another batch.
        const refusals = [415, 400, 404].map((status) =>
          expect.stringContaining(`status of ${status}`),
        )
        expect(visitors.complaints()).toEqual(refusals)
      },
    )

    test('new serials are signed page by page, and saved for the printer', async () => {
      const page = await visitors.open('/codes', person)
      await page.getByLabel('GTIN').fill(gtin)
      await page.getByLabel('Batch', { exact: true }).fill('LOT/N')
      await page.getByLabel('Units').fill('2500')
      await page.getByRole('button', { name: 'Issue the codes' }).click()
      await page.getByText('The batch was issued.').waitFor()
      await page.getByRole('button', { name: `Sign codes: ${gtin} LOT/N` }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('First unit').fill('11')
      await dialog.getByLabel('How many').fill('1200')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Sign codes' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('signed-codes-LOT_N.csv')
      const lines = readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\r\n')
      expect(new Set(lines).size).toBe(1201)
      await page.close()
    })

    test('copies at six places cause an alarm with its map, and an honest holder is cleared', async () => {
      const serial = 'E1280-1'
      for (const buyer of buyers) {
        const page = await phone(`/check?code=${encodeURIComponent(textOf(serial))}`, buyer)
        await page.getByLabel('Also send roughly where I am').check()
        await page.getByRole('button', { name: 'Agree and count my check' }).click()
        await page.getByText('Your check is counted.').waitFor()
        await page.close()
      }
      const page = await visitors.open('/codes/alarms', person)
      await page.getByRole('link', { name: textOf(serial) }).click()
      await page.getByRole('heading', { level: 1, name: textOf(serial) }).waitFor()
      await page.getByText('Copies suspected', { exact: true }).waitFor()
      const reasons = page.getByRole('list', { name: 'Reasons' })
      await reasons
        .getByText(
          'Other devices scanned the code at three or more other places far from the first.',
        )
        .waitFor()
      await page.getByRole('img', { name: 'Map of the scans at 6 places.' }).waitFor()
      expect(await page.getByRole('row').filter({ hasText: 'Buyer' }).count()).toBe(6)
      await page.getByText('Do not accuse its holder').waitFor()
      expect(await findings(page)).toEqual([])
      await photograph(page, 'alarm')
      await page.setViewportSize(narrow)
      expect(await isNarrow(page)).toBe(true)
      await photograph(page, 'alarm-390')
      await page.close()

      const holder = await phone(`/check?code=${encodeURIComponent(textOf(serial))}`)
      await holder.getByText('It accuses neither you nor the seller.').waitFor()
      await photograph(holder, 'suspected')
      await holder.getByText('Report goods or a listing').click()
      await holder.getByLabel('I hold these goods and disagree').check()
      await holder.getByLabel('Kind of goods').selectOption('other')
      await holder.getByLabel('What is wrong').fill('I bought it in your own shop in Paris.')
      await holder.getByRole('button', { name: 'Send the report' }).click()
      await holder.getByRole('heading', { name: 'Your report was sent' }).waitFor()
      const receipt = (await holder.locator('#receipt').textContent()) ?? ''

      const reports = await visitors.open('/reports', person)
      await reports.getByRole('link', { name: textOf(serial) }).click()
      await reports.getByText('Contested with the item in hand').waitFor()
      await reports.getByRole('button', { name: 'Clear the holder' }).click()
      const dialog = reports.getByRole('dialog')
      await dialog
        .getByLabel('What you confirm')
        .fill('Your receipt is ours: you own the original.')
      const acts: string[] = []
      reports.on('request', (request) => acts.push(request.postData() ?? ''))
      await dialog.getByRole('button', { name: 'Clear the holder' }).click()
      await reports.getByText('Holder cleared', { exact: true }).waitFor()
      // The dialog’s form is not the form for answers behind it.
      expect(acts.filter((body) => body.includes('"action"'))).toHaveLength(1)
      expect(await findings(reports)).toEqual([])
      await reports.close()

      await holder.getByText('Follow a report that you sent').click()
      await holder.getByLabel('Code of the report').fill(receipt)
      await holder.getByRole('button', { name: 'Show the report' }).click()
      await holder.getByText('Your receipt is ours: you own the original.').waitFor()
      expect(await isNarrow(holder)).toBe(true)
      await photograph(holder, 'cleared')
      await holder.close()
    })

    test('a code read in a picture of a listing turns public, which explains scans from everywhere', async () => {
      const serial = 'E1280-2'
      picture = await boxWithCode(linkOf(serial))
      const client = await server.clientOf('bazaar')
      const title = 'Headphones, sealed box'
      const images = [{ url: `http://${address}/box.jpg` }]
      await client.listings.take({ body: { id: 'box', marketplace: 'bazaar', title, images } })
      const maker = await visitors.calls(person)
      const path = `/api/v1/codes/${encodeURIComponent(textOf(serial))}`
      await expect.poll(async () => (await maker.get(path))['state']).toBe('public')
      for (const buyer of buyers) {
        const page = await phone(`/check?code=${encodeURIComponent(textOf(serial))}`, buyer)
        await page
          .getByRole('heading', { name: 'This code can be seen in a public picture' })
          .waitFor()
        await page.getByLabel('Also send roughly where I am').check()
        await page.getByRole('button', { name: 'Agree and count my check' }).click()
        await page.getByText('Your check is counted.').waitFor()
        if (buyer === buyers[0]) await photograph(page, 'public-check')
        await page.close()
      }
      const page = await visitors.open('/codes/alarms?state=public', person)
      await page.getByRole('link', { name: textOf(serial) }).click()
      await page.getByRole('heading', { level: 1, name: textOf(serial) }).waitFor()
      await page.getByText('Publicly visible', { exact: true }).waitFor()
      await page
        .getByText('The code can be read in a picture of a listing, so that anyone can scan it.')
        .waitFor()
      await page.getByText('Seen in a listing’s picture').waitFor()
      expect(await page.getByText('Copies suspected').count()).toBe(0)
      expect(await findings(page)).toEqual([])
      await photograph(page, 'public')
      await page.close()
    })
  })
})
