import { createClient } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { samples } from '../packages/console/test/console-fixture.ts'

const arriving = 30

/** Times of reading pages, before listings arrive and after the page has announced them. */
export async function* whileListingsArrive(
  page: Page,
  { url, key }: { url: string; key: string },
): AsyncGenerator<string> {
  await page.goto('/listings')
  await page.locator('[role=listitem]').first().waitFor()
  for (let row = 0; row < 5; row++) await page.keyboard.press('j')
  await page.evaluate('bench.list().scrollTo(0, 40 * 92 + 17)')
  await page.waitForTimeout(1000)
  const before = await page.evaluate<string>('bench.inSight()')
  const began = performance.now()
  await createClient({ url, key }).listings.takeBatch({ body: samples.listings.slice(0, arriving) })
  const news = page.getByRole('button', { name: /new offers?\. Show$/ })
  await news.waitFor({ timeout: 60_000 })
  const seconds = (performance.now() - began) / 1000
  const after = await page.evaluate<string>('bench.inSight()')
  yield `  while ${arriving} offers come in            ${after === before ? 'nothing moved' : `MOVED from ${before} to ${after}`}; “${await news.textContent()}” stood there after ${seconds.toFixed(0)} s`
}
