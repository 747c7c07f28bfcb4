import { readFileSync } from 'node:fs'
import type { Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@funnel.example'
const reviewer = 'rex@funnel.example'
/** Enough decisions for shares. */
const fakes = 24

describe.skipIf(!hasChromium)(`review funnel ${inBrowser}`, () => {
  let client: Client
  let visitors: Visitors
  const ids = new Map<string, string>()

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('funnel-market', 'Funnel Market', 'marketplace')
    await server.addMember('funnel-market', person, ['admin'])
    await server.addMember('funnel-market', reviewer, ['reviewer'])
    client = await server.clientOf('funnel-market')
    const listing = (id: string, title: string) => ({
      id,
      title,
      marketplace: 'bazaar',
      seller: { id: `s-${Number(id) % 6}` },
    })
    await client.listings.takeBatch({
      body: Array.from({ length: 2 * fakes }, (_, n) =>
        listing(String(n), n < fakes ? `Prada tote ${n}, 1:1 replica` : `Wooden spoon ${n}`),
      ),
    })
    const { items } = await client.listings.list({ query: { limit: 200 } })
    for (const {
      id,
      listing: { id: own },
    } of items)
      ids.set(own, id)
    await client.decisions.recordDecisions({
      body: [...ids].map(([own, id]) => ({
        id,
        verdict: Number(own) < fakes ? ('counterfeit' as const) : ('genuine' as const),
      })),
    })
  })

  // A refusal by the content security policy is among them.
  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const open = (path: string, view: View = {}): Promise<Page> => visitors.open(path, person, view)
  const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

  test('queues state what they held and how often they were right, or what is missing', async () => {
    const page = await open('/funnel')
    await page.getByRole('heading', { name: 'Review funnel', level: 1 }).waitFor()
    const queues = card(page, 'Queues')
    await queues.getByText('24 counterfeit, 24 not counterfeit').waitFor()
    const row = queues.getByRole('row').filter({ hasText: 'Impossible price' })
    await row.getByText('20 more decisions needed').waitFor()
    // Of the six sellers, each counts once.
    const sellers = queues.getByRole('row').filter({ hasText: 'Sellers' })
    await sellers.getByText('Decisions on 14 more sellers needed').first().waitFor()
    await queues.getByText('Sellers count once each').waitFor()
    const expected = card(page, 'Expected precision')
    await expected.getByText('10 more audited counterfeits needed').first().waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('a queue’s thresholds are drawn, tabled and saved', async () => {
    const page = await open('/funnel')
    await page.getByRole('heading', { name: 'Cost of a threshold', level: 2 }).waitFor()
    await page.getByRole('radiogroup', { name: 'Queue' }).getByText('Strong signs').click()
    const block = card(page, 'Strong signs by threshold')
    await block.getByRole('img').locator('svg').waitFor()
    await block.getByRole('button', { name: 'As a table' }).click()
    await block.getByRole('table').getByText('(current)').waitFor()
    expect(await findings(page)).toEqual([])
    const saving = page.waitForEvent('download')
    await block.getByRole('button', { name: 'Download CSV' }).click()
    const text = readFileSync(await (await saving).path(), 'utf8')
    expect(text.split('\r\n')[0]).toBe(
      '\ufeff"Threshold","Per day","Precision","Counterfeits held","Honest listings held"',
    )
    await page.close()
  })

  test('a phone scrolls down only, and a reviewer is told who sees the funnel', async () => {
    const phone = await open('/funnel', { width: 390 })
    await card(phone, 'Queues').waitFor()
    const width = await phone.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
    await phone.close()
    const page = await visitors.open('/funnel', reviewer)
    await page.getByText('Only admins, analysts and auditors can see the review funnel.').waitFor()
    await page.close()
  })

  test('the error ledger lists rules that no seller can be recognised by', async () => {
    const page = await open('/error-ledger')
    await page.getByRole('heading', { name: 'Error ledger', level: 1 }).waitFor()
    const verdicts = card(page, 'Verdicts')
    await verdicts.getByRole('row').filter({ hasText: 'Clear' }).getByText('0 of 24').waitFor()
    await page.getByText('Not public.').waitFor()
    await page.getByRole('button', { name: 'Download JSON' }).waitFor()
    expect(await findings(page)).toEqual([])
    // Signals by name on the page, and by code in files.
    const signals = card(page, 'Signals')
    const copies = signals.getByRole('row').filter({ hasText: 'Term for copies' })
    await expect.poll(() => copies.getByText('0 of 24').count()).toBe(2)
    await copies.getByText('Withheld').waitFor()
    expect(await signals.textContent()).not.toContain('text.replica-term')
    const saved = async (button: string): Promise<string> => {
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: button }).click()
      return readFileSync(await (await download).path(), 'utf8')
    }
    expect(await saved('Download CSV')).toMatch(/^"signal","text\.replica-term",("",){5}"24","0",/m)
    const rows = (await saved('Download rows')).trim().split('\n')
    expect(rows).toHaveLength(2 * fakes)
    expect(rows.join()).not.toMatch(/Prada|spoon|bazaar/)
    await page.close()
  })

  test('a listing says what earlier decisions on its seller add, and no longer once they are undone', async () => {
    const path = `/listings/${ids.get('0')}`
    const page = await open(path)
    await page
      .getByRole('region', { name: 'Earlier decisions on this seller', exact: true })
      .getByText('3 counterfeit, 4 not counterfeit')
      .waitFor()
    await page.close()
    const { items } = await client.decisions.listDecisions({ query: { limit: 200 } })
    await client.decisions.withdrawDecisions({
      body: { decisions: items.map(({ id }) => id) },
    })
    const after = await open('/overview')
    const answer = after.waitForResponse((response) => response.url().endsWith('/seller-prior'))
    await after.goto(path)
    expect(await (await answer).json()).toMatchObject({ confirmed: 0, cleared: 0, logOdds: 0 })
    await after.getByRole('region', { name: 'Decisions', exact: true }).waitFor()
    expect(await after.getByText('Earlier decisions on this seller').count()).toBe(0)
    await after.close()
  })
})
