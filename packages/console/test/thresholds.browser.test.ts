import type { Client } from '@touchstone/client'
import type { Verdict } from '@touchstone/contract'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { samples } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const brand = 'velmoraq'

describe.skipIf(!hasChromium)(`thresholds ${inBrowser}`, () => {
  let market: Client
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('threshold-market', 'Sample Market', 'marketplace')
    await server.addMember('threshold-market', 'mia@thresholds.example', ['admin'])
    await server.addMember('threshold-market', 'rui@thresholds.example', ['reviewer'])
    market = await server.clientOf('threshold-market')
    await market.listings.takeBatch({ body: samples.listings.slice(0, 260) })
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const open = (path: string, as = 'mia@thresholds.example', view: View = {}): Promise<Page> =>
    visitors.open(path, as, view)
  const count = async (verdict: Verdict): Promise<number> =>
    (await market.listings.count({ query: { brand, verdict } })).count

  test('a change is previewed before it takes effect', async () => {
    const before = { review: await count('review'), block: await count('block') }
    expect(before.review + before.block).toBeGreaterThan(0)
    const page = await open('/thresholds')
    await page.getByRole('link', { name: brand }).click()
    await page.waitForURL(`/thresholds?brand=${brand}`)
    const editor = page.getByRole('group', { name: `Thresholds of ${brand}` })
    const preview = page.getByRole('region', { name: 'Preview' })
    await page.getByRole('img', { name: /^Maximum under the block rule Strong signs\./ }).waitFor()
    await preview.getByText('These are the current thresholds.').waitFor()
    const review = editor.getByRole('spinbutton', { name: 'Review from' })
    await review.fill('100')
    await review.press('Enter')
    // The threshold above moves along.
    const block = editor.getByRole('spinbutton', { name: 'Strong signs from' })
    await expect.poll(() => block.inputValue()).toBe('100')
    const told = preview.getByRole('status').filter({ hasText: /verdicts? of|No verdict/ })
    await expect
      .poll(async () => Number(/\d+/.exec((await told.textContent()) ?? '')?.[0]))
      .toBeGreaterThan(before.review)
    await preview
      .getByText(/^The newest/)
      .first()
      .click()
    await preview.getByRole('link').first().waitFor()
    expect(await findings(page)).toEqual([])
    expect(await count('review')).toBe(before.review)
    await page.close()
  })

  test('a slider is moved by keys, and users who may not set thresholds may try them', async () => {
    const page = await open(`/thresholds?brand=${brand}`, 'rui@thresholds.example', {
      width: 390,
      dark: true,
    })
    await page.getByText('Only admins can change thresholds.').waitFor()
    const slider = page.getByRole('slider', { name: 'Ask for proof from (slider)' })
    await slider.focus()
    for (let times = 0; times < 3; times++) await slider.press('ArrowRight')
    const value = () => slider.getAttribute('aria-valuetext')
    await expect.poll(value).toBe('13%')
    await slider.press('Home')
    await expect.poll(value).toBe('5%')
    await page
      .getByRole('status')
      .filter({ hasText: /verdicts? of|No verdict/ })
      .waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })
})
