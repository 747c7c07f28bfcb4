import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { claimVelmoraq } from './rights-holder-fixture.ts'
import { firstAdmin, Visitors, welcomeFirstAdmin } from './signed-in-users.ts'

const phone = { width: 390, height: 844 }
const mira = 'mira@velmoraq.example'
const bag = {
  '@type': 'Product',
  sku: 'bag-17',
  name: 'Velmoraq bag, mirror quality',
  offers: { '@type': 'Offer', price: '40', priceCurrency: 'EUR' },
}
const bagPage = `<script type="application/ld+json">${JSON.stringify(bag)}</script><h1>Bag</h1>`

const shots = process.env['SCREENSHOTS']

describe.skipIf(!hasChromium)(`the policy of watches ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let shop: Server
  let origin = ''
  let robots = ''

  const answer: RequestListener = ({ url }, response) => {
    if (url === '/robots.txt') response.end(robots)
    else if (url === '/bag') response.setHeader('content-type', 'text/html').end(bagPage)
    else response.writeHead(404).end()
  }

  beforeAll(async () => {
    shop = createServer(answer).listen(0, '127.0.0.1')
    await new Promise((resolve) => shop.once('listening', resolve))
    const { port } = shop.address() as AddressInfo
    origin = `http://127.0.0.1:${port}`
    await buildOnce()
    server = await openConsole(
      {
        OUTBOUND_ALLOW: `127.0.0.1:${port}`,
        OPERATOR_NAME: 'Velmoraq Watch',
        OPERATOR_CONTACT: 'data@velmoraq.example',
      },
      {
        prepare: async (operator) => {
          await claimVelmoraq(operator, 'velmoraq')
          await operator.importCatalog('velmoraq', samples.catalog)
        },
      },
    )
    await server.addMember('velmoraq', mira, ['admin'])
    await welcomeFirstAdmin(server)
    visitors = await Visitors.to(server)
  })
  afterAll(async () => {
    await visitors?.close()
    await server?.close()
    shop?.close()
  })

  test('a shop proves that it is its own, and is left out at once', async () => {
    const page = await visitors.stranger({ width: 390, height: 844, locale: 'en' })
    await page.goto('/watch-policy')
    await page.getByRole('heading', { name: 'For sellers: your personal data' }).waitFor()
    await page.getByText('Velmoraq Watch runs the installation').waitFor()
    await page.getByRole('link', { name: 'data@velmoraq.example' }).waitFor()
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(wide).toBeLessThanOrEqual(390)
    expect(await findings(page)).toEqual([])
    await page.getByLabel('Address of your site').fill(`${origin}/goods`)
    await page.getByRole('button', { name: 'Continue' }).click()
    const proof = await page.locator('#proof').textContent()
    robots = `User-agent: *\nAllow: /\n${proof}`
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText('127.0.0.1 is left out. No request is made to it any more.').waitFor()
    await page.getByText('Nothing was taken from 127.0.0.1.').waitFor()
    expect(await findings(page)).toEqual([])
    if (shots !== undefined) {
      await page.screenshot({ path: `${shots}/watch-policy-phone.png`, fullPage: true })
    }
  })

  test('a watch of the site is refused at the field of its address', async () => {
    const page = await visitors.open('/watches/new', mira)
    await page.getByRole('textbox', { name: 'Site' }).fill(`${origin}/goods`)
    await page.getByRole('button', { name: 'Watch this site' }).click()
    await page.getByText('left out of all watches of this installation').waitFor()
    const site = page.getByRole('textbox', { name: 'Site' })
    expect(await site.getAttribute('aria-invalid')).toBe('true')
    expect(await site.inputValue()).toBe(`${origin}/goods`)
    await page.close()
  })

  test('the operator reads the request and what was taken, and allows visits again', async () => {
    const page = await visitors.open('/operator/watches', firstAdmin, phone)
    await page.getByRole('link', { name: 'Requests from sites' }).click()
    const requests = page.getByRole('list', { name: 'Requests' })
    await requests.getByText('Proven by robots.txt').waitFor()
    await requests.getByText('Left out', { exact: true }).waitFor()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    await requests.getByRole('button', { name: /^Show stored data/ }).click()
    const extract = page.getByRole('dialog', { name: 'Taken from 127.0.0.1' })
    await extract.getByText('Listings stored').waitFor()
    await page.keyboard.press('Escape')
    const sites = page.getByRole('region', { name: 'Excluded sites' })
    await sites.getByLabel('Address of the site').fill('bags.example')
    await sites.getByLabel('Note').fill('By letter')
    await sites.getByRole('button', { name: 'Leave out' }).click()
    await sites.getByText('By letter').waitFor()
    await sites.getByRole('button', { name: 'Allow visits: 127.0.0.1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Allow visits' }).click()
    await requests.getByRole('button', { name: /^Leave out/ }).waitFor()
    await page.close()
  })

  test('a tip is recorded, its page read and its listing opened', async () => {
    const page = await visitors.open('/watches/tips', mira, phone)
    await page.getByText('No tips yet').waitFor()
    await page.getByRole('button', { name: 'Record tip' }).click()
    await page.getByText('Choose where the tip came from.').waitFor()
    await page.getByLabel('Address of the page').fill(`${origin}/bag`)
    await page.getByLabel('Source').selectOption('Customs')
    await page.getByLabel('Details').fill('A parcel was stopped')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Record tip' }).click()
    await page.getByText('Tip recorded. One listing was submitted.').waitFor()
    const tips = page.getByRole('list', { name: 'Tips received' })
    await tips.getByText('A parcel was stopped').waitFor()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    await tips.getByRole('link', { name: 'Review listing' }).click()
    await page.waitForURL(/\/listings\/[0-9a-f-]{36}$/)
    await page.getByText('mirror quality').first().waitFor()
    await page.close()
  })

  test('a tip whose page cannot be read is kept, with what to do next', async () => {
    const page = await visitors.open('/watches/tips', mira)
    await page.getByLabel('Address of the page').fill(`${origin}/gone`)
    await page.getByLabel('Source').selectOption('Consumer')
    await page.getByRole('button', { name: 'Record tip' }).click()
    const tip = page.getByRole('listitem').filter({ hasText: `${origin}/gone` })
    await tip.getByText('The page could not be read.').waitFor()
    await tip.getByRole('link', { name: 'Import a saved page' }).waitFor()
    await tip.getByRole('button', { name: /^Read page again/ }).click()
    await tip.getByRole('button', { name: /^Delete/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await tip.waitFor({ state: 'detached' })
    await page.close()
  })

  test.each([
    ['id', 'Cara instalasi ini mengunjungi situs web', 'Hak Anda'],
    ['zh', '本系统如何访问网站', '您的权利'],
  ])('is read in the visitor’s language: %s', async (locale, title, rights) => {
    const page = await visitors.stranger({ width: 1280, height: 900, locale })
    await page.goto('/watch-policy')
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByText(rights, { exact: true }).waitFor()
    if (shots !== undefined) {
      await page.screenshot({ path: `${shots}/watch-policy-${locale}.png`, fullPage: true })
    }
    await page.getByRole('combobox').first().selectOption('en')
    await page.getByRole('heading', { name: 'How this installation visits websites' }).waitFor()
    if (shots !== undefined && locale === 'zh') {
      await page.screenshot({ path: `${shots}/watch-policy-en.png`, fullPage: true })
    }
  })

  test('what cannot be read as an address is refused, and stays', async () => {
    const page = await visitors.stranger({ width: 1280, height: 900, locale: 'en' })
    await page.goto('/watch-policy')
    const site = page.getByLabel('Address of your site')
    await site.fill('ftp://shop.example/')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').filter({ hasText: 'This is not the address' }).waitFor()
    expect(await site.inputValue()).toBe('ftp://shop.example/')
  })
})
