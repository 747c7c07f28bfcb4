import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, lasting, launch, signIn } from './browser.ts'
import {
  buildConsole,
  openConsole,
  password,
  samples,
  type ConsoleFixture,
} from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'

const ofMembers = [
  '/',
  '/offers',
  '/second-look',
  '/quality',
  '/quality/results',
  '/catalog',
  '/catalog/brands/velmoraq',
  '/catalog/products',
  '/catalog/import',
  '/catalog/claims',
  '/cases',
  '/captures',
  '/proceedings',
  '/catalog/claims/new',
  '/lexicon',
  '/lexicon/terms/en.one-to-one',
  '/lexicon/revisions',
  '/thresholds',
  '/import',
  '/people',
  '/keys',
  '/webhooks',
  '/retention',
  '/log?actions=signed-in&from=2020-01-01',
  '/account',
]
const ofInstallation = [
  '/installation',
  '/installation/claims',
  '/installation/engines',
  '/installation/jobs',
  '/installation/store',
  '/installation/retention',
  '/lexicon/revisions',
]

/** What is reached by the key in the page that is shown, in the order of the document. */
const reachable = `[...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))`

/** Goes through a page by the key for it, and tells what is wrong with the way. */
const walkOfFocus = `(async () => {
  const told = []
  const stops = ${reachable}
  const positive = stops.filter((one) => one.tabIndex > 0)
  for (const one of positive) told.push('out of order: ' + one.outerHTML.slice(0, 120))
  window.order = stops
  return told
})()`

const needName = 'button|link|textbox|searchbox|checkbox|radio|combobox|switch|slider|spinbutton'
const withoutName = new RegExp(`^\\s*- (${needName}|region|dialog)( \\[[^\\]]*\\])*:?\\s*$`)

/** Parts that a screen reader would call by their kind alone. */
function nameless(snapshot: string): string[] {
  return snapshot.split('\n').filter((line) => withoutName.test(line))
}

describe.skipIf(!hasChromium)(`the way through the pages ${inBrowser}`, { timeout: 90_000 }, () => {
  let browser: Browser
  let house: ConsoleFixture
  let visitors: Visitors
  let offer: string

  beforeAll(async () => {
    buildConsole()
    ;[house, browser] = await Promise.all([openConsole(), launch()])
    visitors = new Visitors(browser, house)
    await house.addOrganisation('sample-house', 'Sample House', 'rights-holder')
    await house.addMember('sample-house', 'ana@sample.example', ['admin'])
    const client = await house.clientOf('sample-house')
    const body = JSON.stringify(samples.catalog)
    await client.catalog.import({ body, contentType: 'application/json' })
    const taken = await client.listings.takeBatch({ body: samples.offers.slice(0, 40) })
    offer = taken.results.find(({ id }) => id !== undefined)?.id ?? ''
  }, 60_000)

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await browser.close()
    await house.close()
  })

  async function shown(page: Page, path: string): Promise<void> {
    await page.goto(path)
    await expect.poll(() => page.evaluate<boolean>(isSettled), { timeout: 30_000 }).toBe(true)
  }

  /** Each stop of the key, as many as there are, told by its place among what can be reached. */
  async function stopsOf(page: Page): Promise<number[]> {
    const count = await page.evaluate<number>('window.order.length')
    // A list that is gone through by keys takes the focus itself: the way begins before all of it.
    await page.evaluate('document.body.tabIndex = -1; document.body.focus()')
    const stops: number[] = []
    for (let stop = 0; stop < Math.min(count, 40); stop++) {
      await page.keyboard.press('Tab')
      stops.push(await page.evaluate<number>('window.order.indexOf(document.activeElement)'))
    }
    return stops
  }

  async function faultsOf(page: Page, paths: readonly string[]): Promise<string[]> {
    const faults: string[] = []
    for (const path of paths) {
      await shown(page, path)
      const told = await page.evaluate<string[]>(walkOfFocus)
      const stops = await stopsOf(page)
      // A field of a date has several stops, and behind the last one the key leaves the page; of radio
      // buttons of one name it stops at one alone.
      const passed = stops.filter((at, index) => at !== stops[index - 1])
      if (passed.at(-1) === -1) passed.pop()
      const inOrder = passed.every((at, index) => at > (passed[index - 1] ?? -1))
      if (passed[0] !== 0 || !inOrder) told.push(`focus goes ${stops.join(' ')}`)
      told.push(...nameless(await page.locator('body').ariaSnapshot()))
      if ((await page.getByRole('main').count()) !== 1) told.push('no main part, or several')
      if ((await page.getByRole('heading', { level: 1 }).count()) !== 1)
        told.push('not one heading')
      faults.push(...told.map((one) => `${path} ${one}`))
    }
    return faults
  }

  async function seenByAxe(page: Page, paths: readonly string[]): Promise<string[]> {
    const found: string[] = []
    for (const path of paths) {
      await shown(page, path)
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme })
        const painted = page.locator(`html[data-mantine-color-scheme=${colorScheme}]`)
        await painted.waitFor({ state: 'attached' })
        const told = await lasting(page)
        found.push(...told.map((one) => `${path} ${colorScheme} ${one}`))
      }
    }
    return found
  }

  async function operator(): Promise<Page> {
    const page = await visitors.stranger()
    const { email, password: first } = house.firstAdmin!
    await signIn(page, email, first)
    await page.getByLabel('Password until now').fill(first)
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.waitForURL(/\/installation$/)
    return page
  }

  test('of members goes in the order of the page, past names alone, and axe finds nothing in either light', async () => {
    const page = await visitors.open('/', 'ana@sample.example')
    const paths = [...ofMembers, `/offers/${offer}`]
    expect(await faultsOf(page, paths)).toEqual([])
    expect(await seenByAxe(page, paths)).toEqual([])
  })

  test('of who looks after the installation does so too', async () => {
    const page = await operator()
    expect(await faultsOf(page, ofInstallation)).toEqual([])
    expect(await seenByAxe(page, ofInstallation)).toEqual([])
  })

  test('begins at a link past the places, which leads to the page itself', async () => {
    const page = await visitors.open('/people', 'ana@sample.example')
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the page' })
    await expect.poll(() => skip.evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(
      await page.evaluate('document.querySelector("#content").contains(document.activeElement)'),
    ).toBe(true)
  })
})

/** True in a page that shows what it has to show. */
const isSettled = `document.querySelector('h1') !== null &&
  document.querySelector('.mantine-Loader-root, [aria-busy=true]') === null`
