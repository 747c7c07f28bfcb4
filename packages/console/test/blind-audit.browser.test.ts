import { embeddedStores } from '@touchstone/server/testing/engines'
import type { Page, Response } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'
import { drawByHand } from './journey/index.ts'

const week = 7 * 86_400_000

describe.skipIf(!hasChromium)(`offers by lot ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  // Its database uses the clock of this process, which the test moves.
  const stores = embeddedStores()

  beforeAll(async () => {
    await buildOnce()
    server = await openConsole({}, { store: stores.next() })
    visitors = await Visitors.to(server)
    await server.addOrganisation('audit-market', 'Sample Market', 'marketplace')
    await server.addMember('audit-market', 'ana@audit.example', ['admin'])
    await server.addMember('audit-market', 'rei@audit.example', ['reviewer'])
    await server.addMember('audit-market', 'ola@audit.example', ['auditor'])
    await drawByHand(await visitors.calls('ana@audit.example'))
    const client = await server.clientOf('audit-market')
    // The listings arrived a week ago, since audit samples are drawn from completed weeks.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - week })
    await client.listings.takeBatch({ body: samples.listings.slice(0, 90) })
    vi.useRealTimers()
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    vi.useRealTimers()
    await visitors?.close()
    await server?.close()
  })

  const open = (email: string, path: string, view: View = {}): Promise<Page> =>
    visitors.open(path, email, view)

  test('an admin sets how many are drawn, draws them and sees seed and frame', async () => {
    const page = await open('ana@audit.example', '/blind-audit/results')
    await page.getByText('No audit samples yet').waitFor()
    await page.getByLabel('Clear').fill('3')
    await page.getByLabel('Flagged').fill('2')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved. Applies to the next sample.').waitFor()
    await page.getByRole('button', { name: 'Draw last week’s sample now' }).click()
    const auditSamples = page.getByRole('region', { name: 'Sampling method' })
    await auditSamples.getByText(/^3 of \d+$/).waitFor()
    expect(await auditSamples.locator('code').first().textContent()).toMatch(/^[0-9a-f]{32}$/)
    const overall = page.getByRole('region', { name: 'All listings' })
    await overall.getByText('30 more flagged listings needed').first().waitFor()
    const asked = page.getByRole('button', { name: 'Fit weights' })
    await showAsAsked(page)
    await asked.click()
    await page.getByText('Waiting', { exact: true }).waitFor()
    await expect.poll(() => asked.isDisabled()).toBe(true)
    expect(await findings(page)).toEqual([])
  })

  test('a reviewer annotates by keyboard and learns nothing about the listing’s assessment', async () => {
    const page = await open('rei@audit.example', '/blind-audit')
    const responses: Response[] = []
    page.on('response', (response) => {
      if (response.url().includes('/api/v1/blind-audits/')) responses.push(response)
    })
    await page.getByText('5 listings left this week').waitFor()
    expect(await findings(page)).toEqual([])
    const first = await page.locator('article h2').textContent()
    // Enter alone submits nothing.
    await page.keyboard.press('Enter')
    await page.keyboard.press('4')
    await page.getByRole('button', { name: /Genuine/, pressed: true }).waitFor()
    await page.keyboard.press('1')
    await page.getByRole('button', { name: /Counterfeit/, pressed: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('4 listings left this week').waitFor()
    await expect.poll(() => page.locator('article h2').textContent()).not.toBe(first)
    expect(responses.length).toBeGreaterThan(0)
    const answers = await Promise.all(responses.map((response) => response.text()))
    for (const word of ['verdict', 'probability', 'signals', 'engine', 'counterfeit']) {
      expect(answers.join('\n')).not.toContain(word)
    }
    for (const left of ['3', '2', 'One', 'You']) {
      await page.keyboard.press('5')
      await page.getByRole('button', { name: /Unclear/, pressed: true }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByText(left === 'You' ? 'You’re all caught up' : `${left} listing`).waitFor()
    }
  })

  test('on a phone it fits, in other languages too; an auditor looks at results alone', async () => {
    const narrow = { width: 390, height: 800, dark: true }
    const page = await open('ola@audit.example', '/blind-audit', narrow)
    await page.getByText('Auditors see the results.').waitFor()
    await page.getByRole('link', { name: 'Results', exact: true }).first().click()
    await page.getByRole('region', { name: 'Annotator agreement' }).waitFor()
    await page.getByText('Sampling method').waitFor()
    expect(await page.getByRole('button', { name: 'Fit weights' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
  })
})

/** Weights are fitted every minute: keeps showing the fit in the state in which it was requested. */
async function showAsAsked(page: Page): Promise<void> {
  let fit: unknown
  await page.route('**/api/v1/blind-audits/fits', async (route) => {
    const response = await route.fetch()
    if (route.request().method() === 'POST') fit = await response.json()
    else if (fit !== undefined) return route.fulfill({ json: { items: [fit] } })
    return route.fulfill({ response })
  })
}
