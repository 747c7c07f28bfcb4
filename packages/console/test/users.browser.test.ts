import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseTerritory } from './choose-territory.ts'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

describe.skipIf(!hasChromium)(`people and their rights ${inBrowser}`, () => {
  let server: Awaited<ReturnType<typeof sharedConsole.borrow>>
  let visitors: Visitors

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('people-house', 'Sample House', 'rights-holder')
    const { catalog } = await server.clientOf('people-house')
    for (const [id, name] of [
      ['velmoraq', 'Velmoraq'],
      ['casabrondi', 'Casabrondi'],
    ] as const) {
      await catalog.putBrand({ params: { id: id }, body: { id, name } })
    }
    await server.addMember('people-house', 'ana@people.example', ['admin'])
    await server.addMember('people-house', 'rei@people.example', ['analyst'])
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const limit = 'Limit to rights in these territories'
  test('an admin limits invited and existing members to brands and territories', async () => {
    const page = await visitors.open('/users', 'ana@people.example', { width: 390 })
    await page.getByLabel('Email address').fill('nia@people.example')
    const brands = page.getByRole('group', { name: 'Limit to these brands' })
    await brands.getByLabel('Velmoraq').check()
    await brands.getByLabel('Casabrondi').check()
    await chooseTerritory(page, limit, 'European Union')
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByText('Link for nia@people.example').waitFor()
    const narrowed = 'Analyst · brands Velmoraq, Casabrondi · rights in European Union'
    await page.getByRole('cell', { name: narrowed }).waitFor()
    const sideways = `[...document.querySelectorAll('[role=group]')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.ariaLabel)`
    expect(await page.evaluate<string[]>(sideways)).toEqual([])
    await expect.poll(() => brands.getByLabel('Velmoraq').isChecked()).toBe(false)
    expect(await findings(page)).toEqual([])

    await page.getByRole('button', { name: 'Edit rei' }).click()
    const dialog = page.getByRole('dialog')
    const territories = dialog.getByRole('combobox', { name: limit })
    await territories.fill('Atlantis')
    await dialog.getByText('Nothing found').waitFor()
    expect(await findings(page)).toEqual([])
    await chooseTerritory(dialog, limit, 'Germany')
    await territories.fill('cote d')
    await dialog.getByRole('option', { name: 'Côte d’Ivoire' }).click()
    await territories.press('Backspace')
    await chooseTerritory(dialog, limit, 'France')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: 'Analyst · rights in Germany, France' }).waitFor()
    await page.getByRole('button', { name: 'Edit rei' }).click()
    await dialog.getByText('France').waitFor()
    expect(visitors.complaints()).toEqual([])
    await page.close()
  })

  test.each([
    ['id', 'Alamat email', 'Undang', 'Orang ini sudah menjadi anggota. Ubah perannya saja.'],
    ['zh', '电子邮箱', '邀请', '此人已是成员，请直接更改其角色。'],
  ])(
    'a refusal is worded in %s, with the server’s English sentence folded below',
    async (locale, field, invite, sentence) => {
      const email = `${locale}@people.example`
      await server.addMember('people-house', email, ['admin'], locale)
      const page = await visitors.open('/users', email, { locale })
      await page.getByLabel(field).fill('rei@people.example')
      await page.getByRole('button', { name: invite, exact: true }).click()
      const alert = page.getByRole('alert')
      await alert.getByText(sentence).waitFor()
      const english = alert.getByText('is already a member')
      expect(await english.isVisible()).toBe(false)
      expect(await findings(page)).toEqual([])
      await alert.locator('summary').click()
      await english.waitFor()
      await page.close()
    },
  )

  test('the audit log names people, and folds consecutive reads of one', async () => {
    const rei = await visitors.calls('rei@people.example')
    for (let reads = 0; reads < 3; reads++) await rei.get('/api/v1/members')
    const page = await visitors.open('/audit-log', 'ana@people.example')
    const log = page.getByRole('group', { name: 'Audit log' })
    const ofRei = log
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: 'rei', exact: true }) })
    const folded = ofRei.filter({ has: page.getByRole('button', { name: '3 reads' }) })
    await folded.waitFor()
    const before = await ofRei.count()
    await folded.getByRole('button').click()
    await expect.poll(() => ofRei.count()).toBe(before + 3)
    expect(await findings(page)).toEqual([])
    await folded.getByRole('button').click()
    await expect.poll(() => ofRei.count()).toBe(before)
    await folded.getByRole('link', { name: 'rei', exact: true }).click()
    await page.waitForURL(/who=/)
    // Whoever filters by an action sees every entry.
    await page.goto('/audit-log?actions=members-read')
    await expect.poll(() => ofRei.count()).toBeGreaterThanOrEqual(3)
    expect(await log.getByRole('button', { name: /reads$/ }).count()).toBe(0)
    await page.close()
  })
})
