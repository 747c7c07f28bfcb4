import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, type View } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors } from './signed-in-users.ts'

const member = 'ana@lexicon.example'

describe.skipIf(!hasChromium)(`the lexicon ${inBrowser}`, () => {
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('lexicon-house', 'Sample House', 'rights-holder')
    await server.addMember('lexicon-house', member, ['admin'])
    const client = await server.clientOf('lexicon-house')
    await client.listings.takeBatch({
      body: [
        ...Array.from({ length: 20 }, (_, at) => ({ id: `cup-${at}`, title: `Tea cup ${at}` })),
        { id: 'hit', title: 'Gucci bag, zarvolite <b>quality</b>' },
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

  async function open(path: string, as: string, view: View = {}): Promise<Page> {
    const page = await visitors.open(path, as, view)
    await page.locator('h1').waitFor()
    return page
  }

  test('takes a term from draft by preview into shadow', async () => {
    const page = await open('/lexicon/engine-releases', firstAdmin)
    await page.getByLabel('Title').fill('Words of November')
    await page.getByRole('button', { name: 'New draft' }).click()
    await page.getByRole('link', { name: 'Add a term' }).click()
    await page.getByLabel('ID', { exact: true }).fill('en.zarvolite')
    await page.getByLabel('Forms').fill('zarvolite')
    await page.getByLabel('Meaning').fill('a copy, among traders')
    await page.getByLabel('Strength').selectOption('S')
    await page.getByLabel('Source').fill('seen in November 2026')
    await page.getByLabel('Guards').fill('en.nowhere')
    await page.keyboard.press('Control+Enter')
    // The fault appears at its field.
    await page
      .locator('.mantine-Textarea-error', { hasText: 'names the guard en.nowhere' })
      .waitFor()
    await page.getByLabel('Guards').fill('')
    const marked = page.locator('li mark')
    // On a busy machine the time of a preview may end before it has read the listing: it is requested again.
    const previewed = async (): Promise<number> => {
      await page.keyboard.press('Control+Enter')
      await page.getByText(/ listings read in /).waitFor()
      return marked.count()
    }
    await expect.poll(previewed).toBe(1)
    expect(await marked.textContent()).toBe('zarvolite')
    expect(await marked.locator('xpath=..').textContent()).toContain('<b>quality</b>')
    expect(await findings(page)).toEqual([])

    await page.getByRole('button', { name: 'Save to draft' }).click()
    await page.getByRole('button', { name: 'Put into shadow' }).click()
    await page.getByRole('button', { name: 'Go live' }).waitFor()
    await page.locator('code', { hasText: '+release.' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Run back-test' }).click()
    // Decisions of the other files on this server are a few at most.
    await page
      .getByText(/^Not enough data: .*at least 30 are needed$/)
      .first()
      .waitFor()
    // Other files expect the previous engine.
    const release = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await (
      await visitors.calls(firstAdmin)
    ).post(`/api/v1/engine-releases/${release}/actions`, { action: { type: 'retire' } })
    await page.close()
  })

  test('is read and searched by everybody, revised by few', async () => {
    const page = await open('/lexicon?search=superfake', member, { width: 390 })
    const found = page.getByRole('link', { name: /superfake/ }).first()
    await found.waitFor()
    // Nobody is led to a page that refuses them.
    expect(await page.getByRole('link', { name: 'Engine releases' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await found.click()
    await page.getByRole('heading', { name: 'Guards' }).waitFor()
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.goto('/lexicon/engine-releases')
    await page.getByText('Operators draft and release changes').waitFor()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    expect(await findings(page)).toEqual([])
  })
})
