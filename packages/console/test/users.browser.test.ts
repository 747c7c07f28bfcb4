import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser, launch, signIn, visit } from './browser.ts'
import { buildConsole, openConsole, type ConsoleFixture } from './console-fixture.ts'

describe.skipIf(!hasChromium)(`people and their rights ${inBrowser}`, { timeout: 60_000 }, () => {
  let browser: Browser
  let house: ConsoleFixture

  beforeAll(async () => {
    buildConsole()
    ;[house, browser] = await Promise.all([openConsole(), launch()])
    await house.addOrganisation('sample-house', 'Sample House', 'rights-holder')
    await house.addMember('sample-house', 'ana@sample.example', ['admin'])
    await house.addMember('sample-house', 'rei@sample.example', ['analyst'])
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await house?.close()
  })

  test('an admin narrows whom it invites, and who is there, to brands and territories', async () => {
    const { page, complaints } = await visit(browser, house.url, { width: 390 })
    await signIn(page, 'ana@sample.example')
    await page.locator('#content').waitFor()
    await page.goto('/people')
    await page.getByLabel('E-mail address').fill('nia@sample.example')
    await page.getByLabel('Only for these brands').fill('velmoraq, casabrondi')
    await page.getByLabel('Only for rights in these territories').fill('em')
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByText('Link for nia@sample.example').waitFor()
    const narrowed = 'Analyst · brands velmoraq, casabrondi · rights in EM'
    await page.getByRole('cell', { name: narrowed }).waitFor()
    expect(await page.getByLabel('Only for these brands').inputValue()).toBe('')
    expect(await findings(page)).toEqual([])

    await page.getByRole('button', { name: 'Change rei' }).click()
    const dialog = page.getByRole('dialog')
    const territories = dialog.getByLabel('Only for rights in these territories')
    await territories.fill('Germany')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').waitFor()
    expect(await findings(page)).toEqual([])
    await territories.fill('de，fr')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: 'Analyst · rights in DE, FR' }).waitFor()
    await page.getByRole('button', { name: 'Change rei' }).click()
    expect(await territories.inputValue()).toBe('DE, FR')
    // The refused change alone is written in red.
    expect(complaints).toEqual([expect.stringContaining('status of 4')])
    await page.close()
  })
})
