import { existsSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEmbedded } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { MarketplaceFixture } from './test/marketplace-fixture.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { pageOfQueue } from './repository.ts'

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
// In CI they fail without it: a broken installation would else pass in silence.
const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])
const title = hasChromium
  ? 'the form for notices'
  : `the form for notices (no Chromium at ${chromiumPath}; set CHROMIUM_PATH)`

describe.skipIf(!hasChromium)(title, { timeout: 60_000 }, () => {
  onEmbedded((engine) => {
    let store: Store
    let app: FastifyInstance
    let browser: Browser
    let market: MarketplaceFixture
    let url: string

    beforeAll(async () => {
      store = await openStore(await engine.newStore())
      market = await MarketplaceFixture.in(store, 'pasar')
      app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
      url = await app.listen({ host: '127.0.0.1', port: 0 })
      browser = await chromium.launch({
        executablePath: chromiumPath,
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      })
    }, 60_000)
    afterAll(async () => {
      await browser?.close()
      await app?.close()
      await store?.close()
    })

    test('takes a notice of several items from anybody, shows its code once and how it stands', async () => {
      const page = await browser.newPage({ viewport: { width: 390, height: 900 } })
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      await page.goto(`${url}/notice/pasar`)
      await expect.poll(() => page.locator('#marketplace').textContent()).toBe('Pasar')
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
      expect(wide).toBeLessThanOrEqual(390)
      const urls = ['https://pasar.example/item/1', 'https://pasar.example/item/2']
      await page.getByLabel('Addresses of the offers').fill(urls.join('\n'))
      const reasons = 'The title says <img src=x onerror=alert(1)> replica.'
      await page.getByLabel('Why do you hold').fill(reasons)
      await page.getByRole('button', { name: 'Send the notice' }).click()
      await page.locator('#sent').waitFor()
      await expect.poll(() => page.locator('#asked li').count()).toBe(2)
      const receipt = (await page.locator('#receipt').textContent()) ?? ''
      await page.getByLabel('The code that you were shown').fill(receipt)
      await page.getByRole('button', { name: 'Look' }).click()
      await expect
        .poll(() => page.locator('#items li').allTextContents())
        .toEqual(['Item 1: received', 'Item 2: received'])
      const rows = await market.as((handle) =>
        pageOfQueue(handle, { organisationId: market.organisationId, limit: 10 }),
      )
      expect(rows).toHaveLength(2)
      expect(problems).toEqual([])
      await page.close()
    })

    test('says so where nobody receives notices', async () => {
      const page = await browser.newPage()
      await page.goto(`${url}/notice/nobody`)
      await page.locator('#closed').waitFor()
      expect(await page.locator('#form').isVisible()).toBe(false)
      await page.close()
    })
  })
})
