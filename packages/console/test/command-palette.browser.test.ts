import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@palette.example'

describe.skipIf(!hasChromium)(`the command palette ${inBrowser}`, () => {
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('palette-market', 'Palette Market', 'marketplace')
    await server.addMember('palette-market', person, ['admin'])
    const client = await server.clientOf('palette-market')
    const seller = { id: 'shop-77', name: 'Lumira Bags' }
    await client.listings.takeBatch({
      body: [
        { id: 'tote-1', title: 'Prada tote, 1:1 replica', marketplace: 'bazaar', seller },
        { id: 'spoon-1', title: 'Wooden spoon', marketplace: 'bazaar', seller },
      ],
    })
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and go to' })
  const current = (page: Page) => palette(page).getByRole('option', { selected: true })

  test('goes to a page and to a listing by keys alone, and remembers both', async () => {
    const page = await visitors.open('/', person)
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await palette(page).getByRole('combobox').waitFor()
    expect(await findings(page)).toEqual([])
    await page.keyboard.type('insi')
    await expect.poll(() => current(page).textContent()).toBe('Insight')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/insight$/)
    await palette(page).waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await palette(page).getByRole('combobox').fill('replica tote')
    await palette(page)
      .getByRole('option', { name: /Prada tote/ })
      .waitFor()
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/listings\/[0-9a-f-]{36}$/)
    await page.keyboard.press('Control+k')
    const recent = palette(page).getByRole('group', { name: 'Recent' }).getByRole('option')
    await expect
      .poll(async () => (await recent.allTextContents()).map((one) => one.slice(0, 10)))
      .toEqual(['Prada tote', 'Insight'])
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => current(page).textContent()).toBe('Insight')
    await page.keyboard.press('Escape')
    await palette(page).waitFor({ state: 'detached' })
    await page.close()
  })

  test('finds a seller, opens by its button, and is in the key help', async () => {
    const page = await visitors.open('/listings', person)
    await page.getByRole('button', { name: 'Search everything' }).click()
    await palette(page).getByRole('combobox').fill('lumira')
    await palette(page)
      .getByRole('option', { name: /Lumira Bags/ })
      .click()
    await page.getByRole('heading', { name: 'Lumira Bags', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await palette(page).getByRole('combobox').fill('no such thing')
    await palette(page).getByText('Nothing found.', { exact: false }).waitFor()
    await page.keyboard.press('Escape')
    await page.goto('/')
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Search and go to').waitFor()
    await page.close()
  })
})
