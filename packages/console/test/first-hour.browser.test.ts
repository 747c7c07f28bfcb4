import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chooseTerritory } from './choose-territory.ts'
import { findings, hasChromium, inBrowser } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'
import { countHands } from './count-hands.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors } from './signed-in-users.ts'

const admin = 'mia@first-hour.example'

/** As exported from somewhere: prices as sellers write them, dates of two orders, no currency. */
const messy = [
  'Item no.,Item title,Asking price,Observed at,Shop',
  'F-1,"Tarnvale handbag replica 1:1, mirror quality","149,00",25/11/2026,Bag Corner',
  'F-2,"Tarnvale tote, superfake, same factory","1.299,-- VB",03/13/2026,Bag Corner',
  'F-3,Canvas tote without logo,ask me,yesterday,Plain Goods',
  'F-4,Leather belt,"25,00",26/11/2026,Plain Goods',
].join('\n')

describe.skipIf(!hasChromium)(`the first hour ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let folder: string
  let actions = 0

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'touchstone-first-hour-'))
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('first-hour', 'First Hour', 'rights-holder')
    await server.addMember('first-hour', admin, ['admin'])
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
    rmSync(folder, { recursive: true, force: true })
  })

  const click = async (page: Page, role: 'link' | 'button', name: string): Promise<void> => {
    actions++
    await page.getByRole(role, { name, exact: true }).click()
  }
  const fill = async (page: Page, label: string, text: string): Promise<void> => {
    actions++
    await page.getByLabel(label, { exact: true }).fill(text)
  }
  const steps = (page: Page) => page.getByRole('list', { name: 'Get started' })
  const done = async (page: Page): Promise<number> => steps(page).getByText('(done)').count()

  test('leads from nothing to a decision on the first finding, from step to step', async () => {
    const page = await visitors.open('/', admin)
    await steps(page).waitFor()
    expect(await done(page)).toBe(0)
    // Four steps need the person: others decide on the claim.
    await page.getByText('0 of 5 steps done, 4 need you').waitFor()
    const menu = page.getByRole('navigation', { name: 'Pages' })
    const badge = menu.getByRole('link', { name: 'Inbox' }).locator('span[aria-hidden=true]')
    await expect.poll(() => badge.textContent()).toBe('4')
    expect(await findings(page)).toEqual([])

    await click(page, 'link', 'Add brand')
    await page.getByRole('heading', { level: 1, name: 'New brand' }).waitFor()
    expect(await findings(page)).toEqual([])
    await fill(page, 'Brand', 'Tarnvale')
    await fill(page, 'Spelling', 'Tarn Vale')
    await fill(page, 'Type', 'handbag')
    await fill(page, 'Lowest usual', '900')
    await page.getByText('Still missing: the currency of each price.').waitFor()
    await page.getByLabel('Currency').fill('eur')
    actions++
    await chooseTerritory(page, 'Office', 'European Union')
    await fill(page, 'Number', '018000777')
    await click(page, 'button', 'Add brand')
    await page.getByRole('heading', { level: 1, name: 'Tarnvale' }).waitFor()
    await page.getByText('tarnvale · version 1').waitFor()
    await expect.poll(() => badge.textContent()).toBe('3')
    await page.getByText('It shows that the brand is yours').waitFor()

    await page.goto('/')
    await expect.poll(() => done(page)).toBe(1)
    await click(page, 'link', 'Claim brand')
    await expect.poll(() => page.getByLabel('Brand', { exact: true }).inputValue()).toBe('Tarnvale')
    await page.goto('/listings')
    const inactive = page.getByText('Tarnvale has no effect on assessments yet')
    await inactive.waitFor()
    await page.goto('/catalog')
    await inactive.waitFor()
    expect(await findings(page)).toEqual([])
    await click(page, 'link', 'Claim Tarnvale')
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Office' }).inputValue())
      .toBe('European Union')
    await expect
      .poll(() => page.getByLabel('Number in the register').inputValue())
      .toBe('018000777')
    await fill(page, 'Owner in the register', 'First Hour')
    await page.getByLabel('Or a reference').fill('eSearch 018000777')
    await click(page, 'button', 'Submit claim')
    await page.getByRole('heading', { level: 1, name: 'Claim to Tarnvale' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    const operator = await visitors.calls(firstAdmin)
    const { version, brandName } = await operator.get(`/api/v1/claims/${id}`)
    expect(brandName).toBe('Tarnvale')
    await operator.post(`/api/v1/claims/${id}/actions`, {
      action: { type: 'approve' },
      expectedVersion: version,
    })

    await page.goto('/')
    await expect.poll(() => done(page)).toBe(3)
    await click(page, 'link', 'Import file')
    const file = join(folder, 'found.csv')
    writeFileSync(file, messy)
    actions++
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page
      .getByRole('group', { name: 'Defaults for rows' })
      .getByLabel('Marketplace')
      .fill('flea')
    actions++
    await page.getByText('The prices of flea state no currency').waitFor()
    expect(await findings(page)).toEqual([])
    await fill(page, 'Three-letter code', 'eur')
    await click(page, 'button', 'Use this currency')
    await page.getByRole('cell', { name: /^€149|^EUR\s149/ }).waitFor()
    await page.getByText('4 of 4 rows are valid listings').waitFor()
    await click(page, 'button', 'Import')
    await page.getByRole('heading', { name: '4 listings imported' }).waitFor()
    await page.getByText('No row had an error.').waitFor()
    await page.getByRole('cell', { name: 'Price not read: “1.299,-- VB”' }).waitFor()
    expect(await findings(page)).toEqual([])

    await click(page, 'link', 'Price: 2 rows')
    await page.waitForURL(/unread=price/)
    const rows = page.getByRole('list').filter({ hasText: 'Canvas tote without logo' })
    await rows.getByText('Tarnvale tote').first().waitFor()
    await expect.poll(() => rows.getByText('Leather belt').count()).toBe(0)
    await rows.getByText('Tarnvale tote').first().click()
    await page.getByText('Price not read: “1.299,-- VB”').first().waitFor()

    await page.goto('/')
    await expect.poll(() => done(page)).toBe(4)
    // The engine with the new brand assesses the listings soon after, and the page shows it by itself.
    const found = page.getByRole('link', { name: 'Open finding' })
    await found.waitFor()
    await click(page, 'link', 'Open finding')
    await page.getByRole('heading', { level: 1, name: /Tarnvale/ }).waitFor()
    const undoable = page.getByRole('button', { name: /^Undo/ }).waitFor()
    await click(page, 'button', 'Counterfeit')
    await undoable
    await expect
      .poll(
        async () => {
          await page.goto('/')
          await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
          return steps(page).count()
        },
        { interval: 500 },
      )
      .toBe(0)
    expect(actions).toBeLessThanOrEqual(24)
    await page.close()
  })

  // At half a minute each, twenty steps are ten minutes.
  test('nothing to the first finding is at most twenty steps, each page leading to the next', async () => {
    await server.addOrganisation('first-finding', 'First Finding', 'rights-holder')
    await server.addMember('first-finding', 'noa@first-hour.example', ['admin'])
    const page = await visitors.open('/', 'noa@first-hour.example')
    await steps(page).waitFor()
    const hands = await countHands(page)

    await click(page, 'link', 'Add brand')
    await fill(page, 'Brand', 'Ostervik')
    actions++
    await chooseTerritory(page, 'Office', 'European Union')
    await fill(page, 'Number', '018000778')
    await click(page, 'button', 'Add brand')
    await page.getByRole('heading', { level: 1, name: 'Ostervik' }).waitFor()
    await page.getByText('Next step: Claim the brand').waitFor()
    expect(await findings(page)).toEqual([])
    await click(page, 'link', 'Claim brand')
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Office' }).inputValue())
      .toBe('European Union')
    await fill(page, 'Owner in the register', 'First Finding')
    await page.getByLabel('Or a reference').fill('eSearch 018000778')
    await click(page, 'button', 'Submit claim')
    await page.getByRole('heading', { level: 1, name: 'Claim to Ostervik' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    const operator = await visitors.calls(firstAdmin)
    const { version } = await operator.get(`/api/v1/claims/${id}`)
    await operator.post(`/api/v1/claims/${id}/actions`, {
      action: { type: 'approve' },
      expectedVersion: version,
    })

    await page.getByText('Next step: Import listings').waitFor()
    await page.getByRole('link', { name: 'Watch a site' }).waitFor()
    await click(page, 'link', 'Import file')
    const file = join(folder, 'first.csv')
    writeFileSync(file, messy.replaceAll('Tarnvale', 'Ostervik'))
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page
      .getByRole('group', { name: 'Defaults for rows' })
      .getByLabel('Marketplace')
      .fill('flea')
    await page.getByText('The prices of flea state no currency').waitFor()
    await fill(page, 'Three-letter code', 'eur')
    await click(page, 'button', 'Use this currency')
    await page.getByText('4 of 4 rows are valid listings').waitFor()
    await click(page, 'button', 'Import')
    await page.getByRole('heading', { name: '4 listings imported' }).waitFor()
    await page.getByText('Next step: Decide on the first finding').waitFor()
    await click(page, 'link', 'Open finding')
    await page.getByRole('heading', { level: 1, name: /Ostervik/ }).waitFor()
    const { clicks, fields } = await hands()
    expect(clicks + fields).toBeLessThanOrEqual(20)
    await page.close()
  })

  test('the currency of a marketplace is listed, and its next file is not asked about', async () => {
    const page = await visitors.open('/import', admin)
    await page.getByRole('heading', { name: 'Currencies of marketplaces' }).waitFor()
    await page.getByRole('button', { name: 'Delete the currency of flea' }).waitFor()
    await page.close()
  })

  test('a brand is changed by the same form, and what it does not show stays', async () => {
    const client = await server.clientOf('first-hour')
    const { brand } = await client.catalog.brand({ params: { id: 'tarnvale' } })
    await client.catalog.putBrand({
      params: { id: 'tarnvale' },
      body: { ...brand, commonWord: true },
    })
    const page = await visitors.open('/catalog/brands/tarnvale/edit', admin)
    await page.getByRole('button', { name: 'Add a marketplace' }).click()
    await page.getByLabel('Marketplace').fill('tarnvale-shop')
    await page.getByLabel('Policy').selectOption('open')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('tarnvale · version 3').waitFor()
    const { brand: changed } = await client.catalog.brand({ params: { id: 'tarnvale' } })
    expect(changed).toEqual({
      ...brand,
      commonWord: true,
      channels: [{ marketplace: 'tarnvale-shop', policy: 'open' }],
    })
    await page.close()
  })

  test('the first steps are dismissed for good', async () => {
    await server.addOrganisation('first-hour-market', 'First Market', 'marketplace')
    await server.addMember('first-hour-market', 'kai@first-hour.example', ['admin'])
    const page = await visitors.open('/', 'kai@first-hour.example', { width: 390, height: 844 })
    await steps(page).waitFor()
    const over = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(over).toBeLessThanOrEqual(0)
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
    await page.getByRole('link', { name: /Import your first listings/ }).waitFor()
    expect(await steps(page).count()).toBe(0)
    await page.close()
  })
})
