import { readFileSync } from 'node:fs'
import type { Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@insight.example'
const reviewer = 'rex@insight.example'

describe.skipIf(!hasChromium)(`insight ${inBrowser}`, () => {
  let client: Client
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('insight-market', 'Insight Market', 'marketplace')
    await server.addMember('insight-market', person, ['admin'])
    await server.addMember('insight-market', reviewer, ['reviewer'])
    client = await server.clientOf('insight-market')
    const of = (id: string, marketplace: string, title: string) => ({ id, title, marketplace })
    await client.listings.takeBatch({
      body: [
        of('1', 'bazaar', 'Prada tote, 1:1 replica'),
        of('2', 'bazaar', 'Prada purse, 1:1 replica'),
        of('3', 'harbour', 'Prada hat, 1:1 replica'),
        of('4', 'harbour', 'Wooden spoon'),
      ],
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

  test('a figure without anything says so, and what was found opens in the queue', async () => {
    const page = await open('/insight')
    await card(page, 'Decided').getByText('No decisions in this period.').waitFor()
    await card(page, 'Still down').getByText('No notices in this period.').waitFor()
    const found = card(page, 'Found')
    await found.getByRole('img').locator('svg').waitFor()
    const link = found.getByRole('link', { name: /this period: 3$/i })
    await link.click()
    await page.waitForURL(/\/listings\?.*seenFrom=/)
    const rows = page.getByRole('list', { name: /^Listings, / }).getByRole('listitem')
    await expect.poll(() => rows.count()).toBe(3)
    await page.close()
  })

  test('numbers open their listings; charts can be read as tables and saved', async () => {
    const { items } = await client.listings.list({ query: { limit: 10 } })
    const tote = items.find(({ listing: { id } }) => id === '1')!.id
    await client.decisions.recordDecisions({ body: { id: tote, verdict: 'counterfeit' } })
    const page = await open('/insight')
    const decided = card(page, 'Decided')
    await decided.getByRole('img').locator('svg').waitFor()
    await expect.poll(() => decided.getByRole('table').count()).toBe(2)
    expect(await findings(page)).toEqual([])
    await decided.getByRole('button', { name: 'As a table' }).click()
    const cells = decided.getByRole('link', { name: /^Counterfeit, .+: 1$/ })
    await expect.poll(() => cells.count()).toBe(2)
    expect(await findings(page)).toEqual([])
    const saving = page.waitForEvent('download')
    await decided.getByRole('button', { name: 'Download CSV' }).click()
    const text = readFileSync(await (await saving).path(), 'utf8')
    expect(text.split('\r\n')[0]).toBe('\ufeff"Month","Counterfeit","Counterfeit, a year earlier"')
    expect(text.trimEnd().split('\r\n').at(-1)).toMatch(/^"\d{4}-\d{2}","1","No data"$/)
    await cells.first().click()
    await page.getByRole('heading', { name: 'Decided: Counterfeit', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Prada tote, 1:1 replica' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('filters are in the address, and hold for the listings behind a number', async () => {
    const page = await open('/insight?marketplace=harbour')
    await card(page, 'Found')
      .getByRole('link', { name: /this period: 1$/i })
      .waitFor()
    await card(page, 'Decided').getByText('No decisions in this period.').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.waitForURL((url) => url.search === '')
    await card(page, 'Found')
      .getByRole('link', { name: /this period: 3$/i })
      .waitFor()
    await page.close()
  })

  test('a phone scrolls down only, and a reviewer is told who sees the figures', async () => {
    // Several kinds of decision, so that the table for screen readers has many columns.
    const { items } = await client.listings.list({ query: { limit: 10 } })
    const verdicts = ['grey-market', 'trademark-misuse', 'genuine'] as const
    const others = items.filter(({ listing }) => listing.id !== '1')
    for (const [place, verdict] of verdicts.entries()) {
      await client.decisions.recordDecisions({ body: { id: others[place]!.id, verdict } })
    }
    const phone = await open('/insight', { width: 390 })
    await card(phone, 'Found').getByRole('img').locator('svg').waitFor()
    await card(phone, 'Decided').getByRole('img').locator('svg').waitFor()
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    await expect.poll(() => phone.evaluate<number>(wide)).toBe(0)
    await phone.close()
    const page = await visitors.open('/insight', reviewer)
    await page.getByText('Only admins, analysts and auditors can see these figures.').waitFor()
    await page.close()
  })
})
