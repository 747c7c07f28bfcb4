import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, goSettled, hasChromium, inBrowser, showSettled } from './browser.ts'
import { samples, type ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors } from './signed-in-users.ts'

const ofMembers = [
  '/',
  '/overview',
  '/watches/summaries',
  '/insight',
  '/funnel',
  '/error-ledger',
  '/listings',
  '/sellers',
  '/seller-queue',
  '/networks',
  '/networks/review',
  '/networks/contests',
  '/networks/hubs',
  '/networks/model',
  '/approvals',
  '/blind-audit',
  '/blind-audit/results',
  '/catalog',
  '/catalog/brands/velmoraq',
  '/catalog/brands/new',
  '/catalog/products',
  '/catalog/import',
  '/catalog/claims',
  '/dossiers',
  '/dossiers/received',
  '/dossiers/requests',
  '/dossiers/statistics',
  '/cases',
  '/captures',
  '/codes',
  '/codes/alarms',
  '/codes/alerts',
  '/reports',
  '/watches',
  '/watches/new',
  '/watches/costs',
  '/watches/tips',
  '/watches/connectors',
  '/proceedings',
  '/catalog/claims/new',
  '/lexicon',
  '/lexicon/terms/en.one-to-one',
  '/lexicon/engine-releases',
  '/thresholds',
  '/import',
  '/users',
  '/api-keys',
  '/webhooks',
  '/retention',
  '/audit-log?actions=signed-in&from=2020-01-01',
  '/account',
  '/no-such-page',
]
/** One set of pages for each language other than English, in which all pages are checked. */
const ofEveryLanguage = [
  '/',
  '/listings',
  '/codes',
  '/reports',
  '/sellers',
  '/dossiers',
  '/seller-queue',
  '/networks',
  '/networks/contests',
  '/networks/hubs',
  '/catalog',
  '/catalog/brands/velmoraq',
  '/catalog/brands/new',
  '/catalog/products',
  '/catalog/import',
  '/import',
  '/users',
  '/api-keys',
  '/audit-log',
  '/account',
  '/no-such-page',
]
const ofInstallation = [
  '/',
  '/operator',
  '/operator/claims',
  '/operator/engines',
  '/operator/jobs',
  '/operator/watches',
  '/operator/watches/sites',
  '/operator/database',
  '/operator/retention',
  '/lexicon/engine-releases',
]

/** The visible tab stops in a part of the page, in document order. */
function reachableIn(part: string): string {
  return `[...document.querySelector('${part}').querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))`
}

/** Records the expected tab order in a part of the page, and returns what breaks it. */
const noteOrder = (part: string): string => `(async () => {
  const told = []
  const stops = ${reachableIn(part)}
  const positive = stops.filter((one) => one.tabIndex > 0)
  for (const one of positive) told.push('out of order: ' + one.outerHTML.slice(0, 120))
  window.order = stops
  return told
})()`

const needName = 'button|link|textbox|searchbox|checkbox|radio|combobox|switch|slider|spinbutton'
const withoutName = new RegExp(`^\\s*- (${needName}|region|dialog)( \\[[^\\]]*\\])*:?\\s*$`)

/** Elements with a role but no accessible name. */
function nameless(snapshot: string): string[] {
  return snapshot.split('\n').filter((line) => withoutName.test(line))
}

describe.skipIf(!hasChromium)(`the way through the pages ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let listing: string
  let seller: string

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('walking-house', 'Sample House', 'rights-holder')
    await server.addMember('walking-house', 'ana@walking.example', ['admin'])
    const client = await server.clientOf('walking-house')
    const body = JSON.stringify(samples.catalog)
    await client.catalog.import({ body, contentType: 'application/json' })
    await client.listings.takeBatch({ body: samples.listings.slice(0, 60) })
    const { items } = await client.listings.list({ query: { limit: 1, sort: 'most-probable' } })
    listing = items[0]!.id
    const sellers = await client.sellerAccounts.list({ query: { sort: 'most-flagged', limit: 1 } })
    seller = sellers.items[0]!.id
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  /** The tab stops reached by pressing Tab, as indexes into the expected order. */
  async function stopsOf(page: Page, part: string): Promise<number[]> {
    const count = await page.evaluate<number>('window.order.length')
    // A list with keyboard navigation takes the focus on load, so start before everything.
    await page.evaluate(`document.querySelector('${part}').tabIndex = -1
      document.querySelector('${part}').focus()
      window.stops = []
      window.onkeyup = () => stops.push(order.indexOf(document.activeElement))`)
    for (let stop = 0; stop < Math.min(count, 40); stop++) await page.keyboard.press('Tab')
    return page.evaluate<number[]>('window.stops')
  }

  async function faultsOf(page: Page, paths: readonly string[]): Promise<string[]> {
    const faults: string[] = []
    for (const [place, path] of paths.entries()) {
      await goSettled(page, path)
      // Every page has the same menu around its content: checking it once is enough.
      const hasMenu = (await page.locator('#content').count()) === 1
      const part = place > 0 && hasMenu ? '#content' : 'body'
      const told = await page.evaluate<string[]>(noteOrder(part))
      const stops = await stopsOf(page, part)
      // A date field has several tab stops, after the last one Tab leaves the page, and radio buttons of one name
      // share a stop.
      const passed = stops.filter((at, index) => at !== stops[index - 1])
      if (passed.at(-1) === -1) passed.pop()
      const inOrder = passed.every((at, index) => at > (passed[index - 1] ?? -1))
      const isFirst = stops.length === 0 || passed[0] === 0
      if (!isFirst || !inOrder) told.push(`focus goes ${stops.join(' ')}`)
      told.push(...nameless(await page.locator('body').ariaSnapshot()))
      if ((await page.getByRole('main').count()) !== 1) told.push('no main part, or several')
      if ((await page.getByRole('heading', { level: 1 }).count()) !== 1)
        told.push('not one heading')
      // Structure is checked in one colour scheme, colours in both.
      told.push(...(await findings(page)))
      await paint(page, 'dark')
      told.push(...(await findings(page, 'of-colours')).map((one) => `dark ${one}`))
      await paint(page, 'light')
      faults.push(...told.map((one) => `${path} ${one}`))
    }
    return faults
  }

  async function paint(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
    await page.emulateMedia({ colorScheme })
    const painted = page.locator(`html[data-mantine-color-scheme=${colorScheme}]`)
    await painted.waitFor({ state: 'attached' })
  }

  test('of members goes in the order of the page, past names alone, and axe finds nothing in either light', async () => {
    const page = await visitors.open('/', 'ana@walking.example')
    expect(
      await faultsOf(page, [...ofMembers, `/listings/${listing}`, `/sellers/${seller}`]),
    ).toEqual([])
  })

  test('of who looks after the installation does so too', async () => {
    const page = await visitors.open('/operator', firstAdmin)
    expect(await faultsOf(page, ofInstallation)).toEqual([])
  })

  // Colours do not depend on the language.
  test.each(['id', 'zh'])('hides nothing in %s: axe finds nothing', async (locale) => {
    const email = `${locale}@walking.example`
    await server.addMember('walking-house', email, ['admin'], locale)
    const page = await visitors.open('/', email, { locale })
    await page.locator(`html[lang=${locale}]`).waitFor({ state: 'attached' })
    const found: string[] = []
    for (const path of [...ofEveryLanguage, `/listings/${listing}`, `/sellers/${seller}`]) {
      await goSettled(page, path)
      found.push(...(await findings(page, 'but-colours')).map((one) => `${path} ${one}`))
    }
    expect(found).toEqual([])
  })

  test.each(['en', 'id', 'zh'])('of the sign-in in %s: axe finds nothing', async (locale) => {
    const page = await visitors.stranger({ locale })
    await showSettled(page, '/sign-in?problem=x')
    expect(await findings(page)).toEqual([])
    await paint(page, 'dark')
    expect(await findings(page, 'of-colours')).toEqual([])
  })

  test('begins at a link past the places, which leads to the page itself', async () => {
    const page = await visitors.open('/users', 'ana@walking.example')
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to content' })
    await expect.poll(() => skip.evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(
      await page.evaluate('document.querySelector("#content").contains(document.activeElement)'),
    ).toBe(true)
  })
})
