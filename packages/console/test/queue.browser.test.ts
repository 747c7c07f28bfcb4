import type { Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, letUndoWait, type View } from './browser.ts'
import { samples } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@queue.example'

describe.skipIf(!hasChromium)(`the queue ${inBrowser}`, () => {
  let client: Client
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('queue-market', 'Sample Market', 'marketplace')
    await server.addMember('queue-market', person, ['analyst'])
    client = await server.clientOf('queue-market')
    const listings = samples.listings.slice(0, 150)
    await client.listings.takeBatch({ body: listings })
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const open = (path: string, view: View = {}): Promise<Page> => visitors.open(path, person, view)
  const rows = (page: Page) => page.getByRole('list', { name: /^Listings, / }).getByRole('listitem')
  const current = (page: Page) => page.locator('[data-current=true]')
  const shares = async (page: Page): Promise<number[]> => {
    const texts = await rows(page).locator('.figures').allTextContents()
    return texts.map((text) => Number.parseFloat(text))
  }

  test('filters by the engine’s results and by remaining work, and the address contains all filters', async () => {
    const page = await open('/listings')
    await rows(page).first().waitFor()
    await page.getByLabel('Order').selectOption('most-probable')
    await page.waitForURL(/sort=most-probable/)
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByRole('combobox', { name: 'Signal' }).fill('copies')
    await page.getByRole('option', { name: 'Term for copies' }).click()
    await page.getByLabel('Probability from').fill('60')
    await page.keyboard.press('Enter')
    await page.waitForURL(/probabilityFrom=0\.6/)
    await page.getByLabel('Decision status').selectOption('false')
    await page.waitForURL(/decided=false/)
    await rows(page).first().waitFor()
    await expect.poll(async () => (await shares(page)).every((share) => share >= 60)).toBe(true)
    const seen = await shares(page)
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
    expect(seen.length).toBeGreaterThan(0)
    expect(await findings(page)).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: 'More filters (2 set)' }).waitFor()
    await expect.poll(() => shares(page)).toEqual(seen)
    await page.close()
  })

  test('late numbers do not move a button that is being pressed', async () => {
    const page = await visitors.open('/', person)
    const { promise: asked, resolve: release } = Promise.withResolvers<void>()
    await page.route('**/api/v1/listings/count?*', async (route) => {
      await asked
      await route.fulfill({ json: { count: 10_000, more: true } })
    })
    await page.goto('/listings')
    await current(page).waitFor()
    const more = page.getByRole('button', { name: 'More filters' })
    await more.hover()
    await page.mouse.down()
    release()
    await page.getByRole('button', { name: 'Clear 10,000+' }).waitFor()
    await page.getByRole('button', { name: 'Strong signs 10,000+' }).waitFor()
    await page.mouse.up()
    await page.getByRole('combobox', { name: 'Signal' }).waitFor()
    await page.close()
  })

  test('keeps a view, renames it, opens it by its address, and removes it', async () => {
    const page = await open('/listings?verdict=block&sort=most-probable')
    await current(page).waitFor()
    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'Save these filters as a view…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('To be blocked')
    await dialog.getByLabel('Share with colleagues').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/view=[0-9a-f-]{36}/)
    const view = new URL(page.url()).searchParams.get('view')!
    await page.getByRole('button', { name: 'To be blocked', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Rename “To be blocked”' }).click()
    await dialog.getByLabel('Name').fill('Gravest')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Gravest', exact: true }).waitFor()
    await page.goto(`/listings?view=${view}`)
    await page.waitForURL(/verdict=block/)
    await page.getByLabel('Decision status').selectOption('true')
    await page.getByRole('button', { name: 'Gravest *' }).click()
    await page.getByRole('menuitem', { name: 'Remove “Gravest”' }).click()
    await page.getByRole('button', { name: 'Views', exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('view')).toBeNull()
    await page.close()
  })

  test('keeps the selected listing visible, however far the keys go', async () => {
    const page = await open('/listings')
    await current(page).waitFor()
    for (let down = 0; down < 20; down++) {
      const before = page.url()
      await page.keyboard.press('j')
      await expect.poll(() => page.url()).not.toBe(before)
    }
    const place = rows(page).filter({ has: current(page) })
    await expect.poll(() => place.getAttribute('aria-posinset')).toBe('21')
    const isInSight = (): Promise<boolean> =>
      current(page).evaluate((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        const list = row.closest('[role=list]')?.getBoundingClientRect()
        return list !== undefined && top >= list.top - 1 && bottom <= list.bottom + 1
      })
    await expect.poll(isInSight).toBe(true)

    // The grid shows the same listing, goes on by the same keys, and is there again on the next visit.
    const currentId = new URL(page.url()).searchParams.get('listing')
    await page.keyboard.press('g')
    await page.getByRole('button', { name: 'Grid view', pressed: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('listing')).toBe(currentId)
    await expect.poll(isInSight).toBe(true)
    const areBeside = async (): Promise<boolean> => {
      const [one, other] = await Promise.all([0, 1].map((at) => rows(page).nth(at).boundingBox()))
      return one!.y === other!.y && other!.x > one!.x
    }
    await expect.poll(areBeside).toBe(true)
    await page.keyboard.press('j')
    await expect.poll(() => place.getAttribute('aria-posinset')).toBe('22')
    await current(page).getByRole('img', { name: 'No picture in the listing' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: 'Grid view', pressed: true }).click()
    await page.getByRole('button', { name: 'Grid view', pressed: false }).waitFor()
    await page.close()
  })

  const decisions = async () => (await client.decisions.listDecisions({ query: {} })).items

  test('withdraws sent decisions: the last one by a key, an earlier one in its place', async () => {
    const page = await open('/listings?verdict=ask-proof')
    await current(page).waitFor()
    const first = await current(page).textContent()
    await page.keyboard.press('x')
    await page.getByText('One selected').waitFor()
    await page.keyboard.press('j')
    await expect.poll(() => current(page).textContent()).not.toBe(first)
    await page.keyboard.press('x')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('1')
    // The listing shows its decision once the server has answered.
    await page.getByRole('button', { name: 'Withdraw' }).waitFor()
    expect(await decisions()).toHaveLength(2)
    await page.keyboard.press('u')
    await page.getByText('The decisions on 2 listings were withdrawn.').waitFor()
    const taken = await decisions()
    expect(taken.every(({ withdrawnAt }) => withdrawnAt !== null)).toBe(true)
    const id = taken[0]!.listing.id
    await client.decisions.recordDecisions({ body: { id, verdict: 'genuine' } })
    await page.goto(`/listings/${id}`)
    await page.getByText('withdrawn').first().waitFor()
    // An API key made the decision; only an admin can withdraw it here.
    expect(await page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0)
    await page.keyboard.press('4')
    await expect.poll(async () => (await decisions()).length).toBe(4)
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText('The decision on one listing was withdrawn.').waitFor()
    await page.close()
  })

  test('counts what is left again after each decision, and tells of one before it is saved', async () => {
    const page = await open('/listings?decided=false&verdict=review')
    await current(page).waitFor()
    const tab = page.getByRole('group', { name: 'Verdict' }).getByRole('button', { pressed: true })
    const left = async (): Promise<number> => Number((await tab.textContent())?.replace(/\D/g, ''))
    await expect.poll(left).toBeGreaterThan(0)
    const before = await left()
    await page.keyboard.press('4')
    await expect.poll(left).toBe(before - 1)
    await page.keyboard.press('u')
    await expect.poll(left).toBe(before)
    // Not the one above, whose page shows the withdrawn decision.
    const query = { decided: 'false', verdict: 'clear', limit: 1 } as const
    const { items } = await client.listings.list({ query })
    await page.goto(`/listings/${items[0]!.id}`)
    await page.getByText('has not decided on this listing yet').waitFor()
    await letUndoWait(page)
    await page.keyboard.press('4')
    await page.getByText('Not saved yet: you can still undo it.').waitFor()
    await page.keyboard.press('u')
    await page.getByText('has not decided on this listing yet').waitFor()
    await page.close()
  })

  test('lists which of many decisions were refused and why, and retries those', async () => {
    const page = await open('/listings?verdict=clear')
    await current(page).waitFor()
    let spoilt = 0
    // A version that the server does not have, as after restoring a backup.
    await page.route('**/api/v1/decisions', async (route) => {
      const sent = route.request().postDataJSON() as { version: number }[]
      const [first, ...rest] = sent
      const body = spoilt++ === 0 && first ? [{ ...first, version: 99 }, ...rest] : sent
      await route.continue({ postData: JSON.stringify(body) })
    })
    for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key)
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('4')
    const notice = page.getByRole('status').filter({ hasText: 'was not saved' })
    await notice.waitFor()
    expect(await notice.getByRole('listitem').count()).toBe(1)
    expect(await notice.textContent()).toContain('This version no longer exists.')
    expect(await notice.getByRole('link').getAttribute('href')).toMatch(
      /^\/listings\/[0-9a-f-]{36}$/,
    )
    await notice.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => notice.count()).toBe(0)
    await expect
      .poll(async () => (await client.decisions.listDecisions({ query: {} })).items.length)
      .toBeGreaterThanOrEqual(3)
    await page.close()
  })

  test('announces new listings, and moves nothing until requested', async () => {
    const page = await open('/listings')
    await current(page).waitFor()
    // Its text also says how long ago it came.
    const firstAddress = () => rows(page).first().getByRole('link').first().getAttribute('href')
    const first = await firstAddress()
    const fresh = samples.listings.slice(150, 157)
    await client.listings.takeBatch({ body: fresh })
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    const news = page.getByRole('button', { name: '7 new listings. Show' })
    await news.waitFor()
    expect(await firstAddress()).toBe(first)
    await news.click()
    await expect.poll(firstAddress).not.toBe(first)
    await page.close()
  })

  test('the overview leads to remaining work, and shows each day as a table too', async () => {
    const page = await open('/overview')
    await page.getByRole('heading', { name: 'Needs a decision' }).waitFor()
    await page.getByRole('img', { name: /157 listings in 30 days/ }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'As a table' }).click()
    const days = page.getByRole('group', { name: 'Last 30 days' }).locator('tbody tr')
    const today = days.first()
    await today.waitFor()
    // A run across midnight spreads them over two days.
    const counts = await days.locator('td:nth-child(2)').allTextContents()
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(157)
    await page.waitForURL(/\?trends=table$/)
    await page.reload()
    await today.waitFor()
    await page.getByRole('row', { name: /^Pictures 0/ }).waitFor()
    const work = page.getByRole('group', { name: 'By marketplace' })
    await work
      .getByRole('link', { name: /, Review$/ })
      .first()
      .click()
    await page.waitForURL(/verdict=review/)
    expect(new URL(page.url()).searchParams.get('decided')).toBe('false')
    await rows(page).first().waitFor()
    await page.close()
  })
})
