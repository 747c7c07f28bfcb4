import { existsSync } from 'node:fs'
import { fastify, type FastifyInstance } from 'fastify'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { disabledFeatures } from '../../../test/disabled-features.ts'
import { referenceRoutes } from './api-reference.ts'

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
// In CI the tests fail without it: otherwise a broken installation would go unnoticed.
const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])
const title = hasChromium
  ? 'the reference page'
  : `the reference page (no Chromium at ${chromiumPath}; set CHROMIUM_PATH)`

describe.skipIf(!hasChromium)(title, { timeout: 60_000 }, () => {
  let app: FastifyInstance
  let browser: Browser
  let url: string

  beforeAll(async () => {
    app = fastify()
    referenceRoutes(app)
    url = await app.listen({ host: '127.0.0.1', port: 0 })
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [disabledFeatures, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  test.each([1280, 390])(
    'shows an address with its example at a width of %i, contacts no one else and breaks no rule of its own',
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } })
      const strangers: string[] = []
      const problems: string[] = []
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        if (origin !== url && protocol !== 'data:') strangers.push(request.url())
      })
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      page.on('pageerror', (error) => problems.push(error.message))
      await page.goto(`${url}/reference`)
      const address = page.locator('.opblock', {
        has: page.locator('[data-path="/api/v1/listings/batch"]'),
      })
      // Only visible endpoints are rendered.
      await page.locator('.opblock').first().waitFor()
      await expect
        .poll(
          async () => {
            await page.mouse.wheel(0, 700)
            return address.count()
          },
          { timeout: 30_000 },
        )
        .toBe(1)
      await address.locator('.opblock-summary-control').click()
      const example = address.locator('pre', { hasText: 'curl -X POST' })
      expect(await example.textContent()).toContain("-H 'idempotency-key: night-2026-11-25'")
      expect(await address.locator('.examples-select').textContent()).toContain('Submit two rows')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      expect([strangers, problems]).toEqual([[], []])
      await page.close()
    },
  )
})
