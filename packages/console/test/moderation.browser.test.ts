import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, letUndoWait } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors, type Calls } from './signed-in-users.ts'

const person = 'rina@panel.example'
const slug = 'panel-market'
const inBulk = 24

/** Clicks and keys of a person, counted. */
class Actions {
  count = 0
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  async click(role: 'button' | 'link', name: string | RegExp): Promise<void> {
    await this.page.getByRole(role, { name }).first().click()
    this.count++
  }
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
    this.count++
  }
}

describe.skipIf(!hasChromium)(`the reviewer’s panel ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let staff: Calls

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation(slug, 'Panel Market', 'marketplace')
    await server.addMember(slug, person, ['admin'])
    staff = await visitors.calls(person)
    const texts = {
      platform: 'Panel Market',
      complaints: 'https://panel.example/complaints',
      bodies: 'Any certified body.',
      court: 'The courts of your seat.',
      territory: ['DE'],
    }
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    await staff.put('/api/v1/moderation/settings', { profile, door: 'open', texts })
    const client = await server.clientOf(slug)
    await client.listings.takeBatch({
      body: Array.from({ length: inBulk + 4 }, (_, number) => ({
        id: `p-${number}`,
        title: `Velmoraq tote ${number}, 1:1 replica`,
        url: `https://panel.example/item/p-${number}`,
        marketplace: 'panel',
        seller: { id: `shop-${number}`, name: `Shop ${number}` },
        price: { amount: '40', currency: 'EUR' },
      })),
    })
  })
  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const notify = async (places: object[], reasons: string): Promise<void> => {
    const answer = await fetch(`${server.url}/api/v1/marketplaces/${slug}/notices`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({
        items: places,
        reasons,
        name: 'Maren Osk',
        email: 'maren@velmoraq.example',
        goodFaith: true,
        ground: 'counterfeit',
        right: { office: 'EM', number: '018000001' },
      }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }
  const listed = (number: number) => ({ urls: [`https://panel.example/item/p-${number}`] })
  const measuresOn = async (title: string): Promise<number> => {
    const { items } = (await staff.get('/api/v1/listings?limit=200')) as {
      items: { id: string; listing: { title: string } }[]
    }
    const { id } = items.find((one) => one.listing.title === title)!
    const { items: measures } = await staff.get(`/api/v1/moderation/measures?listing=${id}`)
    return (measures as unknown[]).length
  }

  test('from the list to a restriction with its statement in two actions, and undone in one', async () => {
    await notify([listed(0), listed(1)], 'The title says “replica”.')
    const page = await visitors.open('/moderation', person)
    const actions = new Actions(page)
    await actions.click('link', /Velmoraq tote 0, 1:1 replica/)
    const panel = page.getByRole('region', { name: 'Review' })
    await panel.getByText('access to it is disabled').waitFor()
    await panel.getByText('The notice is complete').waitFor()
    await panel.getByText('No confidentiality hold').waitFor()
    await panel.getByText('Seller account shop-0').waitFor()
    expect(await findings(page)).toEqual([])
    await actions.press('r')
    expect(actions.count).toBeLessThanOrEqual(4)
    // The next item is there at once, while the decision can still be undone.
    await panel.getByText('Seller account shop-1').waitFor()
    await expect.poll(() => measuresOn('Velmoraq tote 0, 1:1 replica')).toBe(1)
    await page.getByText('Restrict: sent. Message for the seller:').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Close' }).first().click()

    await letUndoWait(page)
    await page.keyboard.press('r')
    await page.getByText('Restrict: will be sent in a few seconds.').waitFor()
    await page.keyboard.press('u')
    await page.getByText('Restrict: will be sent in a few seconds.').waitFor({ state: 'detached' })
    expect(await measuresOn('Velmoraq tote 1, 1:1 replica')).toBe(0)
    await page.close()
  })

  test('what a person typed survives a reload, and a decision without action needs only its reason', async () => {
    const page = await visitors.open('/moderation', person)
    await page.getByRole('link', { name: /Velmoraq tote 1, 1:1 replica/ }).click()
    await page.getByRole('button', { name: /^No action/ }).waitFor()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog')
    const reason = 'The seller showed an invoice of the holder.'
    await dialog.getByLabel('Reasons').fill(reason)
    expect(await findings(page)).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: /^No action/ }).click()
    await dialog.getByText('Your unsent text was restored.').waitFor()
    await expect.poll(() => dialog.getByLabel('Reasons').inputValue()).toBe(reason)
    const announcement = page.getByText('No action: will be sent in a few seconds.')
    const announced = announcement.waitFor()
    await dialog.getByRole('button', { name: 'No action' }).click()
    await announced
    await announcement.waitFor({ state: 'detached' })
    await page.close()
  })

  test('a listing that is not known here is found by words, or left out', async () => {
    await notify([{ urls: ['https://elsewhere.example/x'] }], 'The seller calls it a replica.')
    const page = await visitors.open('/moderation', person)
    await page.getByRole('link', { name: /elsewhere\.example/ }).click()
    await page.getByText(/^Not known here/).waitFor()
    await page
      .getByText(/decide without it/)
      .first()
      .waitFor()
    await page.getByLabel('Address, ID or words in the title').fill('tote 3, 1:1')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^This is it/ }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: /^This is it/ }).click()
    await page.getByText('Seller account shop-3').waitFor()
    await page.close()
  })

  test('many items are restricted with three actions and reversed with one', async () => {
    const numbers = Array.from({ length: inBulk }, (_, at) => at + 4)
    await notify(numbers.map(listed), 'The goods are not ours: the lining is missing.')
    const page = await visitors.open('/moderation', person)
    const actions = new Actions(page)
    await actions.click('button', /^Select all/)
    await actions.click('button', 'Restrict together…')
    const dialog = page.getByRole('dialog')
    const submit = dialog.getByRole('button', { name: /^Restrict \d+ items$/ })
    await submit.waitFor()
    expect(await findings(page)).toEqual([])
    const [count = '0'] = /\d+/.exec((await submit.textContent()) ?? '') ?? []
    expect(Number(count)).toBeGreaterThanOrEqual(inBulk)
    await actions.click('button', /^Restrict \d+ items$/)
    expect(actions.count).toBeLessThanOrEqual(5)
    await page.getByText('Completed').waitFor()
    await page.getByText(`${count} restricted, 0 failed, 0 reversed, of ${count}`).waitFor()
    expect(await measuresOn('Velmoraq tote 9, 1:1 replica')).toBe(1)
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: /^Reverse all/ }).click()
    await dialog.getByLabel('Reason').fill('The holder made them after all.')
    await dialog.getByRole('button', { name: /^Reverse all/ }).click()
    await page.getByText('Reversed', { exact: true }).waitFor()
    expect(await measuresOn('Velmoraq tote 9, 1:1 replica')).toBe(0)
    await page.close()
  })

  test('Shift selects a range, by key and by click', async () => {
    await notify([listed(0), listed(1), listed(2)], 'Once more: the title says “replica”.')
    const page = await visitors.open('/moderation', person)
    const boxes = page.getByRole('checkbox', { name: /^Select: / })
    await boxes.nth(0).waitFor()
    await boxes.nth(0).click()
    await boxes.nth(2).click({ modifiers: ['Shift'] })
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('3 selected').waitFor({ state: 'detached' })
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    await page.getByText('2 selected').waitFor()
    await page.close()
  })
})
