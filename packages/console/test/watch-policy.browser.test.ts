import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'

const shots = process.env['SCREENSHOTS']

describe.skipIf(!hasChromium)(`the policy of watches ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let shop: Server
  let origin = ''
  let robots = ''

  beforeAll(async () => {
    shop = createServer((_request, response) => response.end(robots)).listen(0, '127.0.0.1')
    await new Promise((resolve) => shop.once('listening', resolve))
    const { port } = shop.address() as AddressInfo
    origin = `http://127.0.0.1:${port}`
    await buildOnce()
    server = await openConsole({
      OUTBOUND_ALLOW: `127.0.0.1:${port}`,
      OPERATOR_NAME: 'Velmoraq Watch',
      OPERATOR_CONTACT: 'data@velmoraq.example',
    })
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
