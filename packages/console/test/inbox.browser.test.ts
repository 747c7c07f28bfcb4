import type { Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { samples, type ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors } from './signed-in-users.ts'

describe.skipIf(!hasChromium)(`the inbox ${inBrowser}`, () => {
  let server: ConsoleFixture
  let client: Client
  let visitors: Visitors
  let listing: string

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('inbox-house', 'Inbox House', 'rights-holder')
    await server.addMember('inbox-house', 'ana@inbox.example', ['admin'])
    await server.addMember('inbox-house', 'ola@inbox.example', ['auditor'])
    await server.addOrganisation('inbox-customs', 'Inbox Customs', 'authority')
    await server.addMember('inbox-customs', 'vera@inbox.example', ['admin'])
    client = await server.clientOf('inbox-house')
    await client.catalog.import({
      body: JSON.stringify(samples.catalog),
      contentType: 'application/json',
    })
    await client.listings.takeBatch({ body: samples.listings.slice(0, 120) })
    const { items } = await client.listings.list({ query: { limit: 1 } })
    listing = items[0]!.id
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const open = (path: string, view: View & { as?: string } = {}): Promise<Page> => {
    const { as = 'ana@inbox.example', ...rest } = view
    return visitors.open(path, as, rest)
  }
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>('document.activeElement.textContent')
  const places = (page: Page) => page.getByRole('navigation', { name: 'Pages' })

  test('is the first page: what waits by urgency, one stop of Tab a row', async () => {
    const page = await open('/')
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    // The menu and the page say the same in the same words; the operator decides on the claim.
    const needs = page.locator('#content').getByText(/needs? you$/)
    const inbox = places(page).getByRole('link', { name: 'Inbox' })
    const badge = inbox.locator('span[aria-hidden=true]')
    const saysSame = async (): Promise<boolean> =>
      (await needs.first().textContent()) === `${await badge.textContent()} items need you`
    await expect.poll(saysSame).toBe(true)
    await page.getByText(/^\d of 5 steps done, \d needs? you$/).waitFor()
    // The first steps show it instead until they are dismissed.
    await page.getByRole('list', { name: 'Get started' }).getByText('Claim the brand').waitFor()
    expect(await page.getByRole('link', { name: /Claim your first brand/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Dismiss' }).click()
    const work = page.getByRole('list', { name: 'To do' })
    await work.getByRole('link', { name: /Claim your first brand/ }).waitFor()
    const found = page.getByRole('list', { name: 'New findings' })
    const rows = found.getByRole('listitem')
    await rows.first().waitFor()
    const stops = found.locator('a, button:not([tabindex="-1"])')
    await expect.poll(async () => (await stops.count()) - (await rows.count())).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('loads the code of the pages of the menu while it is read', async () => {
    const page = await open('/')
    const asked = (): Promise<boolean> =>
      page.evaluate<boolean>(
        `performance.getEntriesByType('resource').some(({ name }) => /\\/thresholds-page-[^/]+\\.js$/.test(name))`,
      )
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    expect(await asked()).toBe(false)
    await expect.poll(asked).toBe(true)
    await page.close()
  })

  test('is gone through and opened by keys', async () => {
    const page = await open('/')
    await page.getByRole('list', { name: 'New findings' }).waitFor()
    await page.getByRole('link', { name: /Claim your first brand/ }).waitFor()
    await page.keyboard.press('j')
    await expect.poll(() => focused(page)).toContain('Claim your first brand')
    await page.keyboard.press('j')
    await expect.poll(() => focused(page)).not.toContain('Claim your first brand')
    await page.keyboard.press('k')
    await expect.poll(() => focused(page)).toContain('Claim your first brand')
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Open the item').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('k')
    await page.keyboard.press('o')
    await page.waitForURL(/\/catalog\/claims\/new$|\/listings\//)
    await page.close()
  })

  test('a case that is due is taken by one key, and leaves for the one who has it', async () => {
    const page = await open('/cases')
    const made = await page.request.post(`${server.url}/api/v1/cases`, {
      headers: { origin: server.url },
      data: { title: 'Belts of one seller', about: 'seller', listings: [listing] },
    })
    const { id } = (await made.json()) as { id: string }
    const due = new Date(Date.now() + 3_600_000).toISOString()
    await page.request.post(`${server.url}/api/v1/cases/${id}/actions`, {
      headers: { origin: server.url },
      data: { action: { type: 'set-due', due } },
    })
    await page.goto('/')
    const soon = page.getByRole('list', { name: 'Due within three days' })
    await soon.getByText('Unassigned').waitFor()
    // The filter has the name and number of the menu; findings never run out, so no badge counts them.
    await page.getByRole('navigation', { name: 'Filter by kind' }).getByText('Cases 1').waitFor()
    const badge = (name: string) =>
      places(page).getByRole('link', { name, exact: true }).locator('span[aria-hidden=true]')
    await expect.poll(() => badge('Cases').textContent()).toBe('1')
    expect(await badge('Listings').count()).toBe(0)
    await page.keyboard.press('j')
    await expect.poll(() => focused(page)).toContain('Belts of one seller')
    await page.keyboard.press('e')
    await soon.getByText('Assigned to you').waitFor()
    await page.close()
  })

  test('of one kind is what its filter shows', async () => {
    const page = await open('/')
    const kinds = page.getByRole('navigation', { name: 'Filter by kind' })
    await kinds.getByRole('link', { name: /^Setup/ }).click()
    await page.waitForURL(/\?kind=setup$/)
    await expect.poll(() => page.getByRole('list', { name: 'New findings' }).count()).toBe(0)
    await page.close()
  })

  test('an authority, an auditor and the operator have a home that works', async () => {
    // Nothing could come yet: that is not finished work.
    const authority = await open('/', { as: 'vera@inbox.example' })
    await authority.getByRole('heading', { name: 'No listings yet' }).waitFor()
    await authority.getByText('A rights holder shares a case with you').waitFor()
    const content = authority.locator('#content')
    await content.getByRole('link', { name: 'Watch a site' }).waitFor()
    await content.getByRole('link', { name: 'Cases', exact: true }).waitFor()
    expect(await authority.getByText('Import').count()).toBe(0)
    await authority.getByRole('link', { name: 'Confidentiality holds' }).first().waitFor()
    expect(await findings(authority)).toEqual([])
    const customs = await server.clientOf('inbox-customs')
    const found = { id: 'stall-1', marketplace: 'harbour', title: 'Linen shirt, blue' }
    await customs.listings.take({ body: found })
    await authority.reload()
    await authority.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
    await authority.getByText('Deadlines of your proceedings').waitFor()
    await authority.close()
    const auditor = await open('/', { as: 'ola@inbox.example' })
    await auditor.getByRole('heading', { name: 'You’re all caught up' }).waitFor()
    expect(await findings(auditor)).toEqual([])
    await auditor.close()
    const operator = await visitors.open('/', firstAdmin)
    await operator.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    const installation = operator.getByRole('region', { name: 'Installation' })
    await installation.getByRole('link', { name: /^PostgreSQL \d+/ }).waitFor()
    await operator.getByText('finds suspected counterfeits').waitFor()
    await installation.getByText('No backup yet').waitFor()
    await installation.getByRole('link', { name: 'How to make one' }).click()
    const backup = operator.getByRole('region', { name: 'Backup' })
    await backup.getByText('touchstone db backup').waitFor()
    await backup.getByRole('button', { name: 'Copy' }).waitFor()
    expect(await findings(operator)).toEqual([])
    await operator.close()
  })

  test('fits a phone', async () => {
    const page = await open('/', { width: 390, height: 844 })
    await page.getByRole('list', { name: 'New findings' }).waitFor()
    const over = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(over).toBeLessThanOrEqual(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })
})
