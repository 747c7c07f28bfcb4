import { fastify, type FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, launchChromium } from '../../../test/launch-chromium.ts'
import { referenceRoutes } from './api-reference.ts'

/**
 * Whether the endpoint is in view; if not, scrolls on, from the end to the start. Only endpoints in view are rendered,
 * a moment after they come into view: one that is passed disappears again.
 */
const stepToBatch = `(() => {
  const path = document.querySelector('[data-path="/api/v1/listings/batch"]')
  const { top, bottom } = path?.getBoundingClientRect() ?? { top: innerHeight, bottom: 0 }
  if (top < innerHeight && bottom > 0) return true
  const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1
  scrollTo(0, isAtEnd ? 0 : scrollY + 700)
  return false
})()`

describe.skipIf(!hasChromium)(`the reference page ${inBrowser}`, () => {
  let app: FastifyInstance
  let browser: Browser
  let url: string

  beforeAll(async () => {
    app = fastify()
    referenceRoutes(app)
    url = await app.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchChromium()
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
      await page.locator('.opblock').first().waitFor()
      await expect.poll(() => page.evaluate<boolean>(stepToBatch)).toBe(true)
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
