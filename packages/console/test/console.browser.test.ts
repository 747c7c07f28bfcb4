import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, letUndoWait, signIn, type View } from './browser.ts'
import { password, samples, type ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const attack = `<img src=x onerror="alert('offer')">`
const hostile = {
  id: 'hostile',
  marketplace: 'sample-market-a',
  title: `Velmoraq replica ${attack}\u202e`,
  description: `</script><script>alert(1)</script>${attack}`,
  url: 'javascript:alert(1)',
  attributes: { [attack]: attack },
  variants: [{ name: attack }],
  seller: { id: attack, name: attack },
}

describe.skipIf(!hasChromium)(`the console ${inBrowser}`, () => {
  let server: ConsoleFixture
  let client: Client
  let visitors: Visitors
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-console-files-'))

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('sample-house', 'Sample House', 'marketplace')
    await server.addMember('sample-house', 'ana@sample.example', ['admin'])
    await server.addMember('sample-house', 'ola@sample.example', ['auditor'])
    client = await server.clientOf('sample-house')
    const body = JSON.stringify(samples.catalog)
    await client.catalog.import({ body, contentType: 'application/json' })
    await client.listings.takeBatch({ body: samples.listings.slice(0, 260) })
    await client.listings.take({ body: hostile })
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
    rmSync(folder, { recursive: true })
  })

  const open = (path: string, view: View & { as?: string } = {}): Promise<Page> => {
    const { as = 'ana@sample.example', ...rest } = view
    return visitors.open(path, as, rest)
  }
  const stranger = (): Promise<Page> => visitors.stranger()

  const rows = (page: Page) => page.getByRole('list', { name: 'Listings, newest first' })
  const current = (page: Page) => rows(page).locator('[data-current=true]')
  const titleOf = (page: Page) => current(page).locator('[dir=auto]').first().textContent()
  const decisions = async () => (await client.decisions.listDecisions({ query: {} })).items

  test('leads a first visitor through setting a new password', async () => {
    const page = await stranger()
    const { password: first } = await server.operate('users.reset', { email: 'ola@sample.example' })
    await page.goto('/listings?verdict=block')
    await page.waitForURL(/sign-in\?next=/)
    await signIn(page, 'ola@sample.example', 'not the password at all')
    await page.getByRole('alert').getByText('The email address or password is wrong.').waitFor()
    await page.goto('/listings?verdict=block')
    await page.getByLabel('Email address').fill('ola@sample.example')
    await page.getByLabel('Password', { exact: true }).fill(first)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('You signed in with a temporary password').waitFor()
    await page.getByLabel('Current password').fill(first)
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Change password' }).click()
    // The sign-in leads on to the requested page.
    await page.getByRole('button', { name: /^Strong signs/, pressed: true }).waitFor()
    await page.getByText('Auditors cannot decide').waitFor()
    await page.goto('/import')
    await page.getByText('Only admins and analysts can import listings. Ask one of them.').waitFor()
    await page.close()
  })

  test('keeps a person whom the organisation removed at the door', async () => {
    await server.addMember('sample-house', 'gone@sample.example', ['analyst'])
    const page = await stranger()
    await signIn(page, 'gone@sample.example')
    await page.locator('#content').waitFor()
    const admin = await open('/users')
    await admin.getByRole('button', { name: 'Edit gone' }).click()
    await admin.getByRole('button', { name: 'Remove from the organisation' }).click()
    const members = admin.getByRole('group', { name: 'Members' })
    await members.getByRole('cell', { name: 'gone@sample.example' }).waitFor({ state: 'detached' })
    await page.goto('/sign-in')
    await signIn(page, 'gone@sample.example')
    await page.getByRole('alert').getByText('The email address or password is wrong.').waitFor()
    await page.close()
  })

  test('takes an invitation, sets a second factor up and asks for its code', async () => {
    const { totp } = await import('./totp.ts')
    const page = await stranger()
    const token = await server.invite('sample-house', 'nur@sample.example', ['analyst'])
    await page.goto(`/invitation#${token}`)
    await page.getByText('Sample House has invited nur@sample.example.').waitFor()
    await page.getByLabel('Name').fill('Nur')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('heading', { name: 'Inbox' }).waitFor()
    await page.goto('/account')
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('img', { name: /^QR code/ }).waitFor()
    const secret = (await page.locator('[data-secret]').textContent())!.replaceAll(' ', '')
    await page.getByLabel('Code shown by the app').fill(totp(secret))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect.poll(() => page.getByLabel('Recovery codes').locator('li').count()).toBe(10)
    const recovery = (await page.getByLabel('Recovery codes').locator('li').first().textContent())!
    await page.getByRole('button', { name: 'I have saved them' }).click()
    await page.getByText('On', { exact: true }).waitFor()
    await page.getByRole('button', { name: /^Sample House/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn(page, 'nur@sample.example')
    await page.getByLabel('Code').fill(recovery)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Inbox' }).waitFor()
    await page.close()
  })

  test('reports when the identity provider signed no one in', async () => {
    const page = await stranger()
    await page.goto('/sign-in?problem=identity-provider')
    await page.getByText('The identity provider did not sign you in.').waitFor()
    await page.close()
  })

  test('filters the queue, and keeps the filters in the address', async () => {
    const page = await open('/listings')
    await page.getByRole('button', { name: /^Strong signs \d/ }).click()
    await page.waitForURL(/verdict=block/)
    await expect
      .poll(() => rows(page).getByText('Strong signs', { exact: true }).count())
      .toBeGreaterThan(2)
    await expect.poll(() => rows(page).getByText('Clear', { exact: true }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'Brand' }).fill('Velm')
    await page.getByRole('option', { name: 'Velmoraq' }).click()
    await page.waitForURL(/brand=velmoraq/)
    await page.reload()
    await expect.poll(() => rows(page).getByRole('listitem').count()).toBeGreaterThan(1)
    for (const row of await rows(page).getByRole('listitem').all()) {
      // The brand’s name takes the place of its id once it is known.
      expect(await row.textContent()).toMatch(/velmoraq/i)
    }
    await page.goto('/listings?verdict=block&brand=no-such-brand')
    await page.getByRole('heading', { name: 'No matching listings' }).waitFor()
    await page.getByRole('link', { name: 'Clear all filters' }).click()
    await expect.poll(() => rows(page).getByRole('listitem').count()).toBeGreaterThan(5)
    await page.close()
  })

  test('is driven by keys alone: look, decide, undo, go on', async () => {
    const page = await open('/listings?verdict=block')
    await current(page).waitFor()
    const before = (await decisions()).length
    const first = await titleOf(page)
    await page.keyboard.press('j')
    await expect.poll(() => titleOf(page)).not.toBe(first)
    await page.keyboard.press('k')
    await expect.poll(() => titleOf(page)).toBe(first)
    const focused = (attribute: string) => () =>
      page.evaluate(`document.activeElement.getAttribute("${attribute}")`)
    await expect.poll(focused('aria-current')).toBe('page')
    const sendAgain = await letUndoWait(page)
    await page.keyboard.press('1')
    await expect.poll(() => titleOf(page)).not.toBe(first)
    const decided = rows(page).getByRole('listitem').first().getByText('Counterfeit')
    await decided.waitFor()
    await page.keyboard.press('u')
    await expect.poll(() => decided.count()).toBe(0)
    await sendAgain()
    await page.keyboard.press('4')
    await page.keyboard.press('?')
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await keys.waitFor()
    await page.keyboard.press('Escape')
    await keys.waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await expect.poll(focused('aria-label')).toBe('Brand')
    await expect.poll(async () => (await decisions()).length).toBe(before + 1)
    expect((await decisions())[0]).toMatchObject({ verdict: 'genuine', version: 1 })
    await page.close()
  })

  test('names in the key help of a listing only keys that mean the same in the queue', async () => {
    const { items } = await client.listings.list({ query: { limit: 1 } })
    const page = await open('/listings')
    const helpOf = async (path: string): Promise<string[]> => {
      await page.goto(path)
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).first().waitFor()
      await page.keyboard.press('?')
      const rows = page.getByRole('dialog', { name: 'Keyboard shortcuts' }).locator('dl > div')
      await rows.first().waitFor()
      return rows.allTextContents()
    }
    const ofQueue = await helpOf('/listings')
    const ofListing = await helpOf(`/listings/${items[0]!.id}`)
    expect(ofListing.length).toBeGreaterThan(5)
    expect(ofListing.filter((key) => !key.startsWith('Esc') && !ofQueue.includes(key))).toEqual([])
    await page.close()
  })

  test('decides on hundreds at once, with a reason, and sends it when the page is left', async () => {
    const page = await open('/listings')
    const before = (await decisions()).length
    const scroll = () => rows(page).evaluate((node) => node.scrollTo(0, node.scrollHeight))
    const all = page.getByLabel(/^Select all \d+ loaded$/)
    const loaded = async () => {
      await scroll()
      const label = await page.getByText(/^Select all \d+ loaded$/).textContent()
      return Number(/\d+/.exec(label ?? '')?.[0])
    }
    const { count } = await client.listings.count({ query: {} })
    expect(count).toBeGreaterThan(200)
    // Rows that are still loading would not be selected.
    await expect.poll(loaded).toBe(count)
    await all.check()
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByRole('menuitem', { name: 'Unclear' }).click()
    await page.getByText(/^2\d\d listings/).waitFor()
    await page.goto('/catalog')
    await expect
      .poll(async () => {
        const seen = await client.decisions.listDecisions({ query: { limit: 200 } })
        return seen.items.length - before
      })
      .toBeGreaterThan(150)
    await page.close()
  })

  test('marks the evidence in its place, and adds the bars up to the probability', async () => {
    const page = await open('/listings?verdict=block')
    await page.getByRole('link', { name: 'Open page' }).click()
    await page.waitForURL(/\/listings\/[0-9a-f-]{36}$/)
    const id = page.url().split('/').at(-1)!
    const { listing, assessment } = await client.listings.read({ params: { id } })
    const title = page.getByRole('heading', { level: 1 })
    await title.locator('mark').first().waitFor()
    const shown = await title.evaluate((node) => {
      const copy = node.cloneNode(true) as HTMLElement
      for (const number of copy.querySelectorAll('sup')) number.remove()
      return copy.textContent
    })
    expect(shown).toBe(listing.title)
    for (const [index, { evidence }] of assessment!.signals.entries()) {
      if (evidence?.field !== 'title' || evidence.start === undefined) continue
      const marked = await title.locator(`mark[data-signals~="${index + 1}"]`).allTextContents()
      expect(marked.join('')).toContain(listing.title.slice(evidence.start, evidence.end))
    }
    await page.getByText('All signals', { exact: true }).click()
    await page.locator('[data-from]').first().waitFor()
    const bars = await page
      .locator('[data-from]')
      .evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('data-to'))))
    expect(bars).toHaveLength(assessment!.signals.length)
    expect(1 / (1 + Math.exp(-bars.at(-1)!))).toBeCloseTo(assessment!.probability, 6)
    await page.close()
  })

  test('shows changes between versions, and decisions with their reasons', async () => {
    const listing = samples.listings.find(({ title }) => title.length > 20)!
    const changed = { ...listing, title: `${listing.title} mirror quality` }
    const taken = await client.listings.take({ body: changed })
    const page = await open(`/listings/${taken.id}`)
    await page.getByText('Versions', { exact: true }).click()
    await page.locator('ins', { hasText: 'mirror quality' }).waitFor()
    await page.getByRole('button', { name: 'Reason and note' }).click()
    await page.getByLabel('Reason', { exact: true }).selectOption('wording')
    await page.getByLabel('Note', { exact: true }).fill('Seen by phone')
    await page.getByRole('button', { name: 'Counterfeit' }).click()
    // After leaving the page, the decision can no longer be undone.
    await page.goto('/overview')
    const reasonOf = async () =>
      (await decisions()).find(({ listing }) => listing.id === taken.id)?.reason
    await expect.poll(reasonOf).toBe('wording')
    await page.goto(`/listings/${taken.id}`)
    await page.getByText('Wording of the listing: Seen by phone').waitFor()
    await page.close()
  })

  test('runs nothing from a listing', async () => {
    const { items } = await client.listings.list({ query: { limit: 200 } })
    const { id } = items.find(({ listing }) => listing.id === 'hostile')!
    const page = await open(`/listings/${id}`)
    const title = page.getByRole('heading', { level: 1 })
    await title.waitFor()
    expect(await title.textContent()).toContain(attack)
    expect(await title.textContent()).toContain('U+202E')
    await page.goto('/listings')
    await rows(page).getByText(attack).first().waitFor()
    expect(await page.locator('[onerror], img[src=x]').count()).toBe(0)
    expect(await page.locator('a[href^=javascript]').count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('previews a catalog before it changes anything', async () => {
    const file = join(folder, 'catalog.json')
    writeFileSync(file, JSON.stringify({ brands: [{ id: 'noveline', name: 'Noveline' }] }))
    const page = await open('/catalog/import')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByRole('heading', { name: 'Preview of changes' }).waitFor()
    await expect(client.catalog.brand({ params: { id: 'noveline' } })).rejects.toThrow()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: 'Changes', exact: true }).waitFor()
    const stored = page.getByRole('region', { name: 'No effect yet', exact: true })
    await stored.getByText('noveline').waitFor()
    await client.catalog.brand({ params: { id: 'noveline' } })
    await page.close()
  })

  test('makes a key that works, shows it once, and ends it', async () => {
    const page = await open('/api-keys')
    await page.getByLabel('Purpose').fill('Nightly feed')
    await page.getByRole('button', { name: 'Create key' }).click()
    const text = (await page
      .locator('code', { hasText: /^tsk_[0-9a-f]{12}_.{43}$/ })
      .textContent())!
    const made = createClient({ url: server.url, key: text })
    await made.listings.list({ query: { limit: 1 } })
    await page
      .locator('tr', { hasText: 'Nightly feed' })
      .getByRole('button', { name: 'Revoke' })
      .click()
    await page.getByText(/^Revoked on/).waitFor()
    await expect(made.listings.list({ query: { limit: 1 } })).rejects.toThrow()
    await page.close()
  })

  test('works at the width of a phone: to a listing, a decision and back', async () => {
    const page = await open('/', { width: 390, height: 844 })
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Listings', exact: true }).click()
    await rows(page).getByRole('link').first().click()
    await page.waitForURL(/\/listings\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: 'Unclear' }).click()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await rows(page).waitFor()
    for (const path of [
      '/',
      '/listings',
      '/users',
      '/api-keys',
      '/audit-log',
      '/account',
      '/import',
    ]) {
      await page.goto(path)
      await page.locator('#content').waitFor()
      const over = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(over, path).toBeLessThanOrEqual(0)
    }
    await page.close()
  })

  test('reports that the network is unavailable, and keeps the displayed content', async () => {
    const page = await open('/listings')
    await current(page).waitFor()
    await page.context().setOffline(true)
    await page.getByText('You are offline.').waitFor()
    expect(await rows(page).getByRole('listitem').count()).toBeGreaterThan(3)
    await page.context().setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
    await page.close()
    // Browsers log failed requests as errors.
    const told = visitors.complaints()
    expect(told.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })
})
