import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { claimVelmoraq } from './rights-holder-fixture.ts'
import { firstAdmin, Visitors, welcomeFirstAdmin } from './signed-in-users.ts'

const mira = 'mira@velmoraq.example'
const dewi = 'dewi@velmoraq.example'
const wait = { timeout: 120_000 }
const phone = { width: 390, height: 844 }

describe.skipIf(!hasChromium)(`a watch on the built-in market ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let watchPath = ''

  beforeAll(async () => {
    await buildOnce()
    server = await openConsole(
      {},
      {
        prepare: async (operator) => {
          await claimVelmoraq(operator, 'velmoraq')
          await operator.importCatalog('velmoraq', samples.catalog)
        },
      },
    )
    await welcomeFirstAdmin(server)
    visitors = await Visitors.to(server)
    await server.addMember('velmoraq', mira, ['admin'])
    await server.addMember('velmoraq', dewi, ['auditor'])
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    await server?.close()
  })

  const open = (path: string, as = mira, view = {}): Promise<Page> => visitors.open(path, as, view)
  /** A figure of the watch by its name. */
  const figure = async (page: Page, name: string): Promise<number> =>
    Number(await page.locator(`dl div:has(> dt:text-is("${name}")) dd`).first().textContent())

  test('a new user is offered the form, which names what is missing at its fields', async () => {
    const page = await open('/watches', mira)
    await page.getByRole('heading', { name: 'No watches yet' }).waitFor(wait)
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Watch a site' }).last().click()
    await page.getByRole('button', { name: 'Watch this site' }).click()
    await page.getByText('Enter a whole web address').waitFor(wait)
    const site = page.getByRole('textbox', { name: 'Site' })
    await expect.poll(() => site.evaluate((one) => one === document.activeElement)).toBe(true)
    // A copied address of search results becomes a search.
    await site.fill('https://shop.example/find?page=2&q=velmoraq')
    await page.getByRole('button', { name: 'Search for each of my queries' }).click()
    await expect.poll(() => site.inputValue()).toBe('https://shop.example/find?q={query}&page=2')
    expect(await page.getByRole('textbox', { name: 'Queries' }).inputValue()).toBe('Velmoraq')
    expect(await findings(page)).toEqual([])
    const rules = page.getByRole('textbox', { name: 'Rules' })
    const kind = page.getByRole('combobox', { name: 'Kind of site' })
    await kind.selectOption('browser-rules')
    await rules.fill('{')
    await page.getByRole('button', { name: 'Watch this site' }).click()
    await page.getByText('Enter the rules as JSON.').waitFor(wait)
    expect(await findings(page)).toEqual([])
    await kind.selectOption('shop')
    await expect.poll(() => rules.count()).toBe(0)
    // A reload loses nothing.
    await page.reload()
    await page.getByText('Your unsent text was restored.').waitFor(wait)
    expect(await site.inputValue()).toBe('https://shop.example/find?q={query}&page=2')
    await page.getByRole('button', { name: 'Discard it' }).click()
    expect(await site.inputValue()).toBe('')
    await page.close()
  })

  test('on a phone one press fills the form with the sample market, and the first run starts', async () => {
    const page = await open('/watches/new', mira, phone)
    await page.getByRole('button', { name: 'Try the sample market' }).click()
    await page.getByText('100 requests at most').waitFor(wait)
    // Hardly anything but fakes is of a model that the brand never made.
    await page.getByRole('textbox', { name: 'Queries' }).fill('velmoraq galaxia\nvelmoraq')
    await page.getByLabel('Requests per run').fill('16')
    await page.getByText('16 requests at most').waitFor()
    await page.getByText('The 2 queries share them equally.').waitFor()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    await page.getByRole('button', { name: 'Watch this site' }).click()
    await page
      .getByRole('heading', { level: 1, name: 'Velmoraq · sample-market.example' })
      .waitFor(wait)
    watchPath = new URL(page.url()).pathname
    await page
      .getByText(/A run is in progress|The next run starts within seconds/)
      .first()
      .waitFor(wait)
    await page.close()
  })

  test('finds arrive while the run goes on, until its budget is used up', async () => {
    const page = await open(watchPath)
    await expect.poll(() => figure(page, 'Finds'), wait).toBeGreaterThan(0)
    await page.getByRole('region', { name: 'Latest finds' }).getByRole('link').first().waitFor(wait)
    await page.getByText('its budget of requests was used up').waitFor(wait)
    await page.getByText('16 of 16').waitFor(wait)
    await page.getByRole('cell', { name: 'request budget used up' }).waitFor(wait)
    await page.getByText(/^The next run starts (?:in|tomorrow)/).waitFor(wait)
    await page.getByRole('button', { name: 'Refresh' }).click()
    const listed = page.getByRole('list', { name: 'Watched listings' }).getByRole('listitem')
    await expect
      .poll(
        async () => (await listed.count()) - Math.min(await figure(page, 'Listings seen'), 25),
        wait,
      )
      .toBe(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('a watch is stopped by a key, and resumed by another', async () => {
    const page = await open(watchPath)
    await page.getByRole('button', { name: 'Stop' }).waitFor(wait)
    await page.keyboard.press('s')
    await page.getByText('Watch stopped.').waitFor(wait)
    await page.getByText('No more visits until someone resumes the watch.').waitFor(wait)
    await page.keyboard.press('u')
    await page.getByRole('button', { name: 'Stop' }).waitFor(wait)
    // Edits can be undone, too.
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('How often').selectOption('Every 7 days')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Watch changed.').waitFor(wait)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Watch changed.').waitFor({ state: 'detached' })
    const calls = await visitors.calls(mira)
    const id = watchPath.split('/').at(-1)
    expect(await calls.get(`/api/v1/watches/${id}`)).toMatchObject({ intervalMinutes: 1440 })
    await page.close()
  })

  test('one find is followed through its history into a case', async () => {
    const page = await open(watchPath)
    await page.getByLabel('Finds', { exact: true }).selectOption('Only finds')
    const listings = page.getByRole('list', { name: 'Watched listings' })
    await listings
      .getByText(/Strong signs|Review/)
      .first()
      .waitFor(wait)
    await listings.getByRole('link').first().click()
    await page.getByRole('heading', { name: 'History' }).waitFor(wait)
    await page.getByText('The watch saw it for the first time.').first().waitFor()
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('c')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Open case' }).click()
    await page.getByText('Case opened with one listing.').waitFor(wait)
    await page.getByRole('link', { name: 'Go to case' }).click()
    await page.getByRole('heading', { name: 'Listings (1)' }).waitFor(wait)
    await page.close()
  })

  test('the cost of a find is a range, with the time of people, and is compared with what it cost before', async () => {
    const page = await open(watchPath)
    // By the key: while a run goes on, what arrives above moves the button.
    await page.getByLabel('Minutes').fill('30')
    await page.getByLabel('Minutes').press('Enter')
    await page.getByRole('list', { name: 'Time spent' }).getByText('30 minutes').waitFor(wait)
    await page.getByRole('link', { name: 'Costs' }).click()
    await page.getByRole('heading', { name: 'Costs of watches' }).waitFor(wait)
    await page.getByText(/requests, 30 minutes logged$/).waitFor(wait)
    await page.getByText('Closed groups and messengers').waitFor()
    await page.getByLabel('Watch', { exact: true }).selectOption('All watches')
    await page.getByText('what watches cost is unknown').waitFor()
    await page.getByRole('cell', { name: 'No rates set' }).waitFor()
    // She is no operator.
    expect(await page.getByRole('button', { name: 'Set rates' }).count()).toBe(0)
    await page.getByLabel('Cost per month (EUR)').fill('1800')
    await page.getByLabel('Finds per month').fill('4')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('what watches cost is unknown').nth(1).waitFor(wait)
    expect(await page.getByText(/saved per month/).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('once the operator has set rates, costs are amounts', async () => {
    const operator = await open('/operator/watches', firstAdmin, phone)
    const rates = operator.getByRole('region', { name: 'Rates' })
    await rates.getByText('No rates are set').waitFor(wait)
    await rates.getByLabel('Currency').fill('€')
    await rates.getByText('Enter a currency of three letters').waitFor()
    expect(await rates.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await rates.getByLabel('Currency').fill('eur')
    await rates.getByLabel('Per hour that people log').fill('40')
    await rates.getByRole('button', { name: 'Save' }).click()
    await rates.getByText('EUR 40.00').waitFor(wait)
    expect(await findings(operator)).toEqual([])
    expect(await operator.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    await operator.close()
    const page = await open('/watches/costs')
    // Half an hour was logged.
    await page.getByText('EUR 20.00').first().waitFor(wait)
    await page.getByText(/saved per month/).waitFor(wait)
    expect(await page.getByText('what watches cost is unknown').count()).toBe(0)
    await page.close()
  })

  test('an admin sets what all watches together may use in a day, and removes it', async () => {
    const page = await open('/watches/costs', mira, phone)
    const card = page.getByRole('region', { name: 'Daily budget' })
    await card.getByText(/^No limit\./).waitFor(wait)
    await card.getByRole('button', { name: 'Set a budget' }).click()
    await card.getByLabel('Requests per day').fill('many')
    await card.getByText('Enter numbers of 0 or more').waitFor()
    await card.getByLabel('Requests per day').fill('4000')
    await card.getByLabel('Cost per day').fill('25')
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByText(/ of 4,000$/).waitFor(wait)
    await card.getByText(/ of EUR\s25\.00$/).waitFor()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    const reader = await open('/watches/costs', dewi)
    const shown = reader.getByRole('region', { name: 'Daily budget' })
    await shown.getByText(/ of 4,000$/).waitFor(wait)
    expect(await shown.getByRole('button').count()).toBe(0)
    await reader.close()
    await card.getByRole('button', { name: 'Edit' }).click()
    await card.getByRole('button', { name: 'Remove the limit' }).click()
    await card.getByText(/^No limit\./).waitFor(wait)
    await page.close()
  })

  test('an admin stops all watches, and others see it without the button', async () => {
    const page = await open('/watches')
    await page.getByRole('button', { name: 'Stop all watches' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop all watches' }).click()
    await page.getByRole('button', { name: 'Resume all watches' }).waitFor(wait)
    const reader = await open('/watches', dewi, phone)
    await reader.getByText('An admin has stopped all watches of your organisation').waitFor(wait)
    expect(await reader.getByRole('button', { name: 'Resume all watches' }).count()).toBe(0)
    expect(await reader.getByRole('link', { name: 'Watch a site' }).count()).toBe(0)
    expect(await findings(reader)).toEqual([])
    await reader.close()
    await page.getByRole('button', { name: 'Resume all watches' }).click()
    await page.getByRole('button', { name: 'Stop all watches' }).waitFor(wait)
    // Several are stopped at once, and resumed with one key.
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByText('One watch stopped.').waitFor(wait)
    await page.keyboard.press('u')
    await page.getByText('One watch stopped.').waitFor({ state: 'detached', ...wait })
    expect(await findings(page)).toEqual([])
    await page.close()
  })
})
