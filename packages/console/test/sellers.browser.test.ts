import type { Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@sellers.example'

describe.skipIf(!hasChromium)(`sellers ${inBrowser}`, () => {
  let client: Client
  let visitors: Visitors
  let listing = ''

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('sellers-market', 'Sellers Market', 'marketplace')
    await server.addMember('sellers-market', person, ['admin'])
    client = await server.clientOf('sellers-market')
    const of = (id: string, title: string, seller: { id: string; name: string }) => ({
      id,
      title,
      marketplace: 'bazaar',
      seller: { ...seller, country: 'PL' },
      price: { amount: '40', currency: 'USD' },
    })
    const lumira = { id: 'shop-77', name: 'Lumira Bags' }
    const bowls = { id: 'shop-12', name: 'Wooden Bowls' }
    await client.listings.takeBatch({
      body: [
        of('1', 'Velmoraq tote, 1:1 replica', lumira),
        of('2', 'Velmoraq purse, 1:1 replica', lumira),
        of('3', 'Wooden spoon', lumira),
        of('4', 'Wooden bowl', bowls),
      ],
    })
    const { items } = await client.listings.list({ query: { limit: 10 } })
    listing = items.find(({ listing: { id } }) => id === '1')!.id
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const open = (path: string): Promise<Page> => visitors.open(path, person)

  test('are found by name, and a seller’s page states counts, listings and what happened', async () => {
    const page = await open('/sellers')
    await page.getByRole('link', { name: 'Wooden Bowls' }).waitFor()
    await page.getByLabel('Name or ID').fill('lumira')
    await page.keyboard.press('Enter')
    await page.waitForURL(/search=lumira/)
    await page.getByRole('link', { name: 'Wooden Bowls' }).waitFor({ state: 'detached' })
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Lumira Bags' }).click()
    await page.getByRole('heading', { name: 'Lumira Bags', level: 1 }).waitFor()
    await page.getByText('2 of 3 listings have a verdict of review or higher.').waitFor()
    await page.getByRole('link', { name: 'Velmoraq purse, 1:1 replica' }).first().waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('First seen').first().waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Show in the queue' }).click()
    await page.waitForURL(/\/listings\?/)
    await page.getByRole('heading', { name: 'Listings', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Seller: Lumira Bags. Show all sellers' }).waitFor()
    const rows = page.getByRole('list', { name: /^Listings, / }).getByRole('listitem')
    await expect.poll(() => rows.count()).toBe(3)
    await page.getByRole('button', { name: 'Seller: Lumira Bags. Show all sellers' }).click()
    await expect.poll(() => rows.count()).toBe(4)
    await page.close()
  })

  test('no seller matches: the page says what to change', async () => {
    const page = await open('/sellers?search=nobody-of-this-name')
    await page.getByText('No seller matches').waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('all listings of a seller are in a case after two clicks from any of them', async () => {
    const page = await open(`/listings/${listing}`)
    const name = 'Case with all of this seller’s listings'
    await page.getByRole('button', { name }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Open case' }).click()
    await page.getByRole('heading', { name: 'Listings of Lumira Bags', level: 1 }).waitFor()
    await expect.poll(() => page.getByText('Wooden spoon').count()).toBeGreaterThan(0)
    await page.getByRole('link', { name: 'Lumira Bags' }).first().click()
    await page.getByRole('heading', { name: 'Lumira Bags', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Listings of Lumira Bags' }).first().waitFor()
    await page.close()
  })

  test('a seller with an open case gets new listings into it', async () => {
    await client.listings.take({
      query: {},
      body: {
        id: '5',
        title: 'Velmoraq belt, 1:1 replica',
        marketplace: 'bazaar',
        seller: { id: 'shop-77', name: 'Lumira Bags' },
      },
    })
    const page = await open('/sellers?search=shop-77')
    await page.getByRole('link', { name: 'Lumira Bags' }).click()
    await page.getByRole('button', { name: 'Open a case with all listings' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Open case of this seller').click()
    expect(await findings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('heading', { name: 'Listings of Lumira Bags', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Velmoraq belt, 1:1 replica' }).first().waitFor()
    await page.close()
  })

  test('the queue is filtered by price, country and day, and the address says all of it', async () => {
    const page = await open('/listings')
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByLabel('Price to').fill('39')
    await page.keyboard.press('Enter')
    await page.waitForURL(/priceTo=39/)
    await page.getByText('No matching listings', { exact: true }).waitFor()
    await page.getByLabel('Price to').fill('41')
    await page.keyboard.press('Enter')
    await page.waitForURL(/priceTo=41/)
    await page.getByRole('combobox', { name: 'Country' }).fill('Poland')
    await page.getByRole('option', { name: 'Poland' }).click()
    await page.waitForURL(/country=PL/)
    await page.getByLabel('First seen from').fill('2020-01-01')
    await page.waitForURL(/seenFrom=2020-01-01/)
    const rows = page.getByRole('list', { name: /^Listings, / }).getByRole('listitem')
    await expect.poll(() => rows.count()).toBe(4)
    // What the listing beside the list loads moves what stands below.
    expect(await findings(page)).toEqual([])
    await page.close()
  })
})
