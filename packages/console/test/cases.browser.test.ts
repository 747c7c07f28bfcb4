import type { Client } from '@touchstone/client'
import { TestShop } from '@touchstone/server/testing/shop'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, lasting, launch, type View } from './browser.ts'
import { buildConsole, openHouse, samples, type House } from './house.ts'
import { Visitors } from './visitors.ts'

const ana = 'ana@sample.example'
const bo = 'bo@sample.example'
const wait = { timeout: 60_000 }

describe.skipIf(!hasChromium)(
  `from an offer to a case, a capture and steps under law ${inBrowser}`,
  { timeout: 120_000 },
  () => {
    let browser: Browser
    let house: House
    let client: Client
    let visitors: Visitors
    let offer: string
    const shop = new TestShop()

    beforeAll(async () => {
      buildConsole()
      await shop.open()
      ;[house, browser] = await Promise.all([openHouse({}, { shopPort: shop.port }), launch()])
      await house.addOrganisation('sample-house', 'Sample House', 'marketplace')
      await house.addMember('sample-house', ana, ['admin', 'analyst'])
      await house.addMember('sample-house', bo, ['reviewer'])
      client = await house.clientOf('sample-house')
      await client.listings.takeBatch({ body: samples.offers.slice(0, 60) })
      visitors = new Visitors(browser, house)
    }, 120_000)

    afterEach(() => {
      // An act that somebody else overtook is answered with 409, which a browser writes in red.
      const told = visitors.complaints().filter((one) => !one.includes('status of 409'))
      expect(told).toEqual([])
    })

    afterAll(async () => {
      await browser?.close()
      await house?.close()
      shop.close()
    })

    const open = (path: string, as = ana, view: View = {}): Promise<Page> =>
      visitors.open(path, as, view)
    let casePath = ''

    test('many offers of the queue are put into one case at once', async () => {
      const page = await open('/offers')
      await page.getByLabel(/^Select all \d+ loaded$/).check(wait)
      const count = await picked(page)
      expect(count).toBeGreaterThan(30)
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Seller 7 of toko')
      await dialog.getByRole('button', { name: 'Open the case' }).click()
      await page.getByText(`The case is open, with ${count} offers.`).waitFor(wait)
      await page.getByRole('link', { name: 'Go to the case' }).click()
      await page.getByRole('heading', { name: 'Seller 7 of toko', level: 1 }).waitFor()
      casePath = new URL(page.url()).pathname
      await page.getByRole('heading', { name: `Offers (${count})` }).waitFor()
      expect(await lasting(page)).toEqual([])
      // What was taken out comes back by one key.
      await page.getByLabel('Select those that are shown').check()
      await page.getByRole('button', { name: 'Take out' }).click()
      await page.getByText(/offers are out of the case\.$/).waitFor(wait)
      await page.keyboard.press('u')
      await page.getByRole('heading', { name: `Offers (${count})` }).waitFor(wait)
      await page.close()
    })

    test('an offer is captured from its page, added to the case, and the case tells of it', async () => {
      const taken = await client.listings.take({
        body: {
          ...{ id: 'toko-17', marketplace: 'toko', title: 'Sandal Velmoraq KW' },
          url: `http://toko.example:${shop.port}/go`,
          ...{ price: { amount: '90000', currency: 'IDR' }, unitsSold: 40 },
        },
      })
      offer = taken.id
      const page = await open(`/offers/${offer}`)
      await page.getByRole('button', { name: 'Ask for a capture' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Reason').fill('The title says “KW”.')
      await dialog.getByRole('button', { name: 'Ask for a capture' }).click()
      await page.getByText('Sealed', { exact: true }).first().waitFor(wait)
      await page.getByRole('heading', { name: 'Chain of custody' }).waitFor(wait)
      await page.getByText('The title says “KW”.').first().waitFor()
      const shot = page.getByRole('img', { name: /^Part 1 of 1/ })
      await expect
        .poll(() => shot.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(1000)
      await page.getByText('302').first().waitFor()
      await page.getByRole('button', { name: 'Show as text: page.html' }).click()
      await page.getByRole('dialog').getByText('<h1>Sandal Velmoraq KW</h1>').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await lasting(page)).toEqual([])
      await page.getByRole('button', { name: 'Hold it' }).click()
      await page.getByRole('dialog').getByLabel('Reason').fill('Order 4 O 117/26')
      await page.getByRole('dialog').getByRole('button', { name: 'Hold it' }).click()
      await page.getByText('Held: Order 4 O 117/26').waitFor(wait)
      await page.getByRole('button', { name: 'Save the package' }).click()
      await page.getByRole('dialog').getByLabel('Reason').fill('Sent to counsel')
      const saved = page.waitForEvent('download')
      await page.getByRole('dialog').getByRole('button', { name: 'Save the package' }).click()
      expect((await saved).suggestedFilename()).toMatch(/^capture-.*\.zip$/)

      await page.goto(`/offers/${offer}`)
      await page.getByRole('button', { name: 'Open a case' }).click()
      await dialog.getByText('Add to one that is open').click()
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('One offer is in the case.').waitFor(wait)
      await page.getByRole('link', { name: 'Go to the case' }).click()
      const record = page.getByRole('region', { name: 'What happened' })
      await record.getByText('a capture ended (Captured):').waitFor(wait)
      await record.getByText('added an offer').waitFor()
      await page.close()
    })

    test('a case is worked on by keys, and whoever comes too late is told so', async () => {
      const page = await open(casePath)
      await page.getByRole('button', { name: 'Take it' }).waitFor(wait)
      await page.keyboard.press('a')
      await page.getByRole('button', { name: 'Give it back' }).waitFor(wait)
      await page.keyboard.press('t')
      await page.getByLabel('New task').fill('Ask the customs')
      await page.keyboard.press('Enter')
      await page.getByLabel('Ask the customs').click()
      await page.getByText('The task is finished.').waitFor(wait)
      const other = await open(casePath, bo)
      await other.getByLabel('Note for everybody who works on it').fill('Seen at the fair too')
      await other.getByRole('button', { name: 'Add the note' }).click()
      await other.getByText('The note is in the record.').waitFor(wait)
      await page.getByLabel('Priority').selectOption('urgent')
      await page
        .getByText('Somebody changed the case since you read it.', { exact: false })
        .waitFor(wait)
      await page.getByText('Seen at the fair too').waitFor(wait)
      await page.getByRole('button', { name: 'Do it all the same' }).click()
      await page.getByText('The priority is changed.').waitFor(wait)
      await page.getByRole('button', { name: 'Add a line' }).click()
      await page.getByLabel('Offer', { exact: true }).selectOption({ label: 'Sandal Velmoraq KW' })
      await expect.poll(() => page.getByLabel('Units sold').inputValue()).toBe('40')
      await page.getByLabel('Known from').fill('counter on the page')
      await page.getByRole('button', { name: 'Add a line' }).click()
      await page.getByText('Sum in IDR').waitFor(wait)
      await page.getByText('IDR 3,600,000').first().waitFor()
      expect(await lasting(page)).toEqual([])
      await page.keyboard.press('c')
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
      await page.getByText('Closed: Enforced').waitFor(wait)
      await page.keyboard.press('u')
      await page.getByRole('button', { name: 'Give it back' }).waitFor(wait)
      await other.close()
      await page.close()
    })

    test('the list goes by filters that stand in the address, and by keys', async () => {
      const page = await open('/cases')
      await page.getByRole('link', { name: /Seller 7 of toko/ }).waitFor(wait)
      expect(await lasting(page)).toEqual([])
      await page.getByLabel('Priority').selectOption('low')
      await page.waitForURL(/priority=low/)
      await page.getByRole('heading', { name: 'No case matches' }).waitFor(wait)
      await page.goto('/cases?priority=urgent&assignee=me')
      await page.getByRole('link', { name: /Seller 7 of toko/ }).waitFor(wait)
      await page.keyboard.press('Enter')
      await page.waitForURL(casePath)
      await page.close()
    })

    test('a card goes from column to column, into a queue with its time, and a file by two people', async () => {
      const page = await open('/cases/queues')
      await page.getByRole('button', { name: 'Make a queue' }).click(wait)
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Sandals')
      await dialog.getByLabel('Urgent').fill('30')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'Sandals' }).waitFor(wait)
      await page.getByRole('link', { name: 'Board' }).click()
      const card = page.getByRole('link', { name: 'Seller 7 of toko' })
      const columnOf = (name: string) => page.getByRole('region', { name })
      await columnOf('In work').getByRole('link', { name: 'Seller 7 of toko' }).waitFor(wait)
      await card.focus()
      await page.keyboard.press('Shift+ArrowLeft')
      await page.getByText('Seller 7 of toko is in “Nobody has it” now.').waitFor(wait)
      await card.dragTo(columnOf('In work'))
      await page.getByText('Seller 7 of toko is in “In work” now.').waitFor(wait)
      expect(await lasting(page)).toEqual([])
      await card.click()
      await page.getByRole('button', { name: 'More' }).click(wait)
      await page.getByRole('menuitem', { name: 'Queue…' }).click()
      await dialog.getByLabel('Queue').selectOption({ label: 'Sandals' })
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page
        .getByText(/ left$/)
        .first()
        .waitFor(wait)
      const png = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      )
      const files = page.getByRole('region', { name: 'Files' })
      const sent = { name: 'label.png', mimeType: 'image/png', buffer: png }
      await files.locator('input[type=file]').setInputFiles(sent)
      await files.getByRole('link', { name: 'label.png' }).waitFor(wait)
      await files.getByRole('button', { name: 'Take away…' }).click()
      await dialog.getByLabel('Reason').fill('Of another case')
      await dialog.getByRole('button', { name: 'Ask for it' }).click()
      await files.getByText('You asked for it: somebody else agrees.').waitFor(wait)
      await page.close()
      const other = await open(casePath, bo)
      await other.getByRole('button', { name: 'Agree, take it away' }).click(wait)
      const record = other.getByRole('region', { name: 'What happened' })
      await record.getByText('agreed, and took the file label.png away').waitFor(wait)
      await other.close()
    })

    test('a proceeding shows its law, asks for what the law asks for, and refuses in a sentence', async () => {
      const page = await open(`/proceedings?listing=${offer}`)
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Notice on the sandals')
      await dialog.getByRole('button', { name: 'Begin a proceeding' }).click()
      await page.getByRole('heading', { name: 'Notice on the sandals', level: 1 }).waitFor(wait)
      await page.getByText('Rehearsal only').waitFor()
      await page.getByRole('button', { name: 'Record it: receive a notice' }).click()
      await dialog.getByLabel(/electronic contact/).selectOption('true')
      await dialog.getByRole('button', { name: 'Record it' }).click()
      await page.getByRole('heading', { name: 'Notice · n1' }).waitFor(wait)
      const clocks = page.getByRole('region', { name: 'Clocks that run' })
      await clocks.getByText('Confirm receipt', { exact: true }).waitFor()
      expect(await lasting(page)).toEqual([])
      await page.getByRole('button', { name: 'Record it: confirm receipt' }).click()
      await dialog.getByRole('textbox').first().fill(' ')
      await dialog.getByRole('button', { name: 'Record it' }).click()
      await dialog.getByText(/there must be the confirmation that was sent/).waitFor(wait)
      expect(await lasting(page)).toEqual([])
      await dialog.getByRole('textbox').first().fill('mail 7')
      await dialog.getByRole('button', { name: 'Record it' }).click()
      await page.getByText('Nothing is owed to anybody.').waitFor(wait)
      await page.goto('/clocks?within=week')
      await page.getByRole('link', { name: 'Notice on the sandals' }).first().waitFor(wait)
      await page
        .getByText(/\d (days?|h) .*left$/)
        .first()
        .waitFor(wait)
      await page.goto('/regimes/eu-dsa')
      await page.getByRole('heading', { name: 'Lines of the law' }).waitFor(wait)
      await page.getByText('Not verified').first().waitFor()
      expect(await lasting(page)).toEqual([])
      await page.goto(casePath)
      const record = page.getByRole('region', { name: 'What happened' })
      await record.getByText('Notice n1: receive a notice → Received').waitFor(wait)
      await page.close()
    })

    test.each([
      { width: 390, dark: true, locale: 'en' },
      { width: 390, dark: false, locale: 'id' },
      { width: 1280, dark: true, locale: 'zh' },
    ])('the pages stand at $width in $locale, dark $dark', async (view) => {
      const captures = await firstCapture()
      for (const path of paths(captures)) {
        const page = await open(path, ana, view)
        await page.locator('h1').waitFor(wait)
        await page.waitForLoadState('networkidle')
        expect([path, await lasting(page)]).toEqual([path, []])
        const beyond = await page.evaluate<number>(
          `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#content'))`,
        )
        expect([path, beyond]).toEqual([path, 0])
        await page.close()
      }
    })

    const paths = (captures: string) => [
      ...['/cases', '/cases/board', casePath, '/captures', captures, '/proceedings', '/clocks'],
    ]

    async function firstCapture(): Promise<string> {
      const page = await open('/captures')
      const link = page.locator('#content a[href^="/captures/"]').first()
      await link.waitFor(wait)
      const path = (await link.getAttribute('href')) ?? ''
      await page.close()
      return path
    }
  },
)

async function picked(page: Page): Promise<number> {
  const text = await page.getByText(/^\d+ selected$/).textContent()
  return Number.parseInt(text ?? '0', 10)
}
