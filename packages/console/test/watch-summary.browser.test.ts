import type { WatchSummaryView } from '@touchstone/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors, type Calls } from './signed-in-users.ts'

const shots = process.env['SCREENSHOTS']
const person = 'wen@watch-summary.example'
const site = 'http://sample-market.example/search?q={query}'

describe.skipIf(!hasChromium)(`the daily summary of watches ${inBrowser}`, () => {
  let visitors: Visitors
  let calls: Calls
  /** A run over midnight UTC would be of the day after. */
  let summary: WatchSummaryView

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('watch-summary', 'Watch Summary', 'marketplace')
    await server.addMember('watch-summary', person, ['admin'])
    for (const locale of ['id', 'zh']) {
      const email = `${locale}@watch-summary.example`
      await server.addMember('watch-summary', email, ['auditor'], locale)
    }
    calls = await visitors.calls(person)
    await calls.post('/api/v1/watches', {
      name: 'Velmoraq on the sample market',
      brand: 'velmoraq',
      connector: 'sample-market',
      site,
      // The market changes all the time: words that many of its listings have at any.
      queries: ['1:1'],
      budgetPerRun: { requests: 9, bytes: 67_108_864, processorSeconds: 60, cost: null },
    })
  })
  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  test('shows what was found and why the watch ended, and leads to a find', async () => {
    await expect
      .poll(async () => {
        const day = new Date().toISOString().slice(0, 10)
        summary = (await calls.get(`/api/v1/summaries/${day}`)) as unknown as WatchSummaryView
        return summary.newFinds.count > 0 && summary.stopped.length > 0
      })
      .toBe(true)
    const page = await visitors.open(`/watches/summaries?day=${summary.day}`, person, {
      width: 390,
      height: 844,
    })
    await page.getByRole('heading', { name: 'Daily summary of watches' }).waitFor()
    await page.getByRole('heading', { name: `New finds (${summary.newFinds.count})` }).waitFor()
    await page.getByText('Request budget used up').waitFor()
    await page.getByText('Watches cannot see social networks').waitFor()
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(wide).toBeLessThanOrEqual(390)
    expect(await findings(page)).toEqual([])
    if (shots !== undefined) {
      await page.screenshot({ path: `${shots}/watch-summary-phone.png`, fullPage: true })
    }
    const [find] = summary.newFinds.items
    await page.getByRole('link', { name: find!.title! }).first().click()
    await page.waitForURL(`**/listings/${find!.listing}`)
  })

  test('says so where there is nothing, and goes from day to day', async () => {
    const page = await visitors.open('/watches/summaries?day=2020-02-29', person)
    await page.getByRole('heading', { name: 'Nothing new on this day' }).waitFor()
    expect(await page.getByRole('heading', { name: /New finds/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Next day' }).click()
    await page.waitForURL('**/watches/summaries?day=2020-03-01')
    await page.getByText('What your watches found on Mar 1, 2020').waitFor()
  })

  test.each([
    ['id', 'Ringkasan harian pemantauan'],
    ['zh', '监测每日摘要'],
  ])('is read in %s', async (locale, title) => {
    const reader = `${locale}@watch-summary.example`
    const view = { width: 1280, height: 900, locale }
    const page = await visitors.open('/watches/summaries', reader, view)
    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByRole('link', { name: summary.newFinds.items[0]!.title! }).first().waitFor()
    if (shots !== undefined) {
      await page.screenshot({ path: `${shots}/watch-summary-${locale}.png`, fullPage: true })
    }
  })
})
