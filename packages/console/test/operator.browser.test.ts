import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pdf } from '@touchstone/server/testing/document-files'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chooseTerritory } from './choose-territory.ts'
import { findings, hasChromium, inBrowser, signIn } from './browser.ts'
import { totp } from './totp.ts'
import { password, type ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { firstAdmin, Visitors } from './signed-in-users.ts'

describe.skipIf(!hasChromium)(`claims and operation ${inBrowser}`, () => {
  let server: ConsoleFixture
  let ana: Page
  let operator: Page
  let visitors: Visitors
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-operator-files-'))
  const proof = join(folder, 'extract.pdf')

  async function look(page: Page, path: string, heading: string): Promise<void> {
    await page.goto(path)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    const loading = page.locator('[role=status][aria-label=Loading]')
    await expect.poll(() => loading.count()).toBe(0)
  }

  beforeAll(async () => {
    writeFileSync(proof, pdf('Extract of an invented register.'))
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('claiming-house', 'Sample House', 'rights-holder')
    await server.addMember('claiming-house', 'ana@claiming.example', ['admin'])
    ana = await visitors.open('/', 'ana@claiming.example')
    // As on the first day: with a generated password.
    const { password: first } = await server.operate('users.reset', { email: firstAdmin })
    operator = await visitors.stranger()
    await signIn(operator, firstAdmin, first)
    await operator.getByLabel('Current password').fill(first)
    await operator.getByLabel('New password').fill(password)
    await operator.getByRole('button', { name: 'Change password' }).click()
    await operator.getByRole('heading', { name: 'Inbox' }).waitFor()
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
    rmSync(folder, { recursive: true })
  })

  test('the operator publishes an error ledger that anyone can read, and withdraws it', async () => {
    await look(operator, '/operator', 'Organisations')
    const row = operator.getByRole('row').filter({ hasText: 'claiming-house' })
    await row.getByRole('button', { name: /^Publish error ledger/ }).click()
    const dialog = operator.getByRole('dialog', { name: /^Publish the error ledger of/ })
    await dialog.getByRole('button', { name: 'Publish error ledger', exact: true }).click()
    await row.getByRole('link', { name: 'public error ledger' }).waitFor()
    const stranger = await visitors.stranger()
    await stranger.goto('/error-ledgers/claiming-house')
    await stranger.getByRole('heading', { level: 1, name: /Sample House/ }).waitFor()
    await stranger.close()
    await row.getByRole('button', { name: /^Withdraw error ledger/ }).click()
    const end = operator.getByRole('dialog', { name: /^Withdraw the error ledger of/ })
    await end.getByRole('button', { name: 'Withdraw error ledger', exact: true }).click()
    await row.getByRole('button', { name: /^Publish error ledger/ }).waitFor()
    expect(await row.getByRole('link', { name: 'public error ledger' }).count()).toBe(0)
  })

  test('the home page asks for the installation once a minute', async () => {
    const page = await visitors.stranger()
    await page.clock.install()
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/api/v1/installation/')) asked.push(pathname)
    })
    await signIn(page, firstAdmin)
    await page.getByRole('region', { name: 'Installation' }).getByText('PostgreSQL').waitFor()
    const first = asked.length
    await page.clock.fastForward(30_000)
    // Whatever the page asked for meanwhile was asked before this.
    await page.evaluate('fetch("/api/v1/session").then(({ status }) => status)')
    expect(asked.length).toBe(first)
    await page.clock.fastForward(31_000)
    await expect.poll(() => asked.length).toBe(first + 3)
    await page.close()
  })

  test('a claim travels with its proof from the claimant to the decider, and back', async () => {
    await look(ana, '/catalog/claims', 'Claims')
    await ana.getByRole('link', { name: 'Claim a brand' }).click()
    await ana.getByRole('heading', { level: 1, name: 'Claim a brand' }).waitFor()
    expect(await findings(ana)).toEqual([])
    await ana.getByLabel('Brand').fill('marzolane')
    await chooseTerritory(ana, 'Office', 'European Union')
    await ana.getByLabel('Number in the register').fill('018000001')
    await ana.getByLabel('Owner in the register').fill('Velmoraq <b>Holding</b>')
    await ana.locator('input[type=file]').setInputFiles(proof)
    await ana.getByText('extract.pdf').waitFor()
    await ana.getByRole('button', { name: 'Submit claim' }).click()
    await ana.getByRole('heading', { level: 1, name: 'Claim to marzolane' }).waitFor()
    await ana.getByText('does not block other claims').waitFor()
    await ana.getByText('Velmoraq <b>Holding</b>').waitFor()
    await look(operator, '/operator/claims?state=pending', 'Claims')
    const pending = operator.getByRole('link', { name: /^Claim by .+ to marzolane$/ })
    await pending.waitFor()
    expect(await findings(operator)).toEqual([])
    await pending.click()
    await operator.getByRole('heading', { level: 1, name: 'Claim to marzolane' }).waitFor()
    const saving = operator.waitForEvent('download')
    await operator.getByRole('link', { name: 'Download' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toBe('marzolane-proof.pdf')
    expect(readFileSync(await saved.path(), 'utf8')).toContain('invented register')
    await operator.getByRole('button', { name: 'Approve' }).click()
    const dialog = operator.getByRole('dialog')
    expect(await findings(operator)).toEqual([])
    await dialog.getByLabel('Reason').fill('extract checked')
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await operator.getByRole('button', { name: 'Revoke' }).waitFor()
    await ana.reload()
    await ana.getByText('extract checked').waitFor()
    expect(await findings(ana)).toEqual([])
    await ana.getByRole('button', { name: 'Withdraw' }).click()
    await ana.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
    await ana.getByText('The claimant withdrew it').waitFor()
  })

  test('the installation’s admin adds an organisation and sees how everything is running', async () => {
    await operator.goto('/')
    await operator.getByRole('heading', { name: 'Inbox' }).waitFor()
    await operator.getByRole('link', { name: /^Organisations/ }).click()
    await operator.waitForURL(/\/operator$/)
    await operator.getByLabel('Name', { exact: true }).fill('Sample Market')
    await operator.getByLabel('Slug').fill('added-market')
    await operator.getByLabel('Kind').selectOption('marketplace')
    await operator.getByRole('button', { name: 'Add organisation' }).click()
    await operator.getByRole('button', { name: 'Invite admin: added-market' }).click()
    const dialog = operator.getByRole('dialog')
    await dialog.getByLabel('Email address').fill('mo@market.example')
    await dialog.getByRole('button', { name: 'Invite' }).click()
    await dialog.getByText(`${server.url}/invitation#`).waitFor()
    expect(await findings(operator)).toEqual([])
    await look(operator, '/operator', 'Organisations')
    await look(operator, '/operator/engines', 'Engines')
    await look(operator, '/operator/jobs', 'Jobs')
    await operator.getByText('purge-listings').waitFor()
    await look(operator, '/operator/database', 'Database')
    await operator.getByText('touchstone db backup').waitFor()
    await look(operator, '/operator/retention', 'Retention')
    await operator.goto('/listings')
    await operator.getByText('You act for the installation').waitFor()
  })

  test('an admin of an organisation manages webhooks, retention and the second factor', async () => {
    await ana.goto('/operator/database')
    await ana.getByText('This page is for operators of the installation').waitFor()
    expect(await ana.getByRole('link', { name: 'Database', exact: true }).count()).toBe(0)
    await look(ana, '/webhooks', 'Webhooks')
    await ana.getByLabel('Address').fill('https://hooks.sample.example/touchstone')
    await ana.getByRole('button', { name: 'Add webhook' }).click()
    await ana.getByText('whsec_').waitFor()
    expect(await findings(ana)).toEqual([])
    await ana.getByRole('link', { name: 'https://hooks.sample.example/touchstone' }).click()
    await ana.getByRole('heading', { level: 2, name: 'Deliveries', exact: true }).waitFor()
    await ana.getByRole('button', { name: 'Disable' }).click()
    await ana.getByRole('button', { name: 'Enable' }).waitFor()
    expect(await findings(ana)).toEqual([])
    await look(ana, '/retention', 'Retention')
    await ana.getByLabel('Days for clear listings').fill('12')
    await ana.getByRole('button', { name: 'Save', exact: true }).click()
    await ana.getByRole('button', { name: 'Place legal hold' }).click()
    await ana.getByRole('dialog').getByLabel('Reason').fill('file 2026/7')
    await ana.getByRole('dialog').getByRole('button', { name: 'Place legal hold' }).click()
    await ana.getByRole('cell', { name: 'file 2026/7', exact: true }).waitFor()
    expect(await findings(ana)).toEqual([])
    await ana.getByRole('button', { name: 'Lift' }).click()
    await ana.getByRole('dialog').getByRole('button', { name: 'Lift' }).click()
    await ana.getByText(/Lifted on/).waitFor()
  })

  test('an admin asks all members for a second factor once he has one himself', async () => {
    await server.addMember('claiming-house', 'ola@claiming.example', ['auditor'])
    const ola = await visitors.open('/', 'ola@claiming.example')
    await look(ana, '/users', 'Users')
    await ana.getByText('Set up your own second factor first').waitFor()
    await ana.getByRole('link', { name: 'Your account' }).click()
    await ana.getByRole('button', { name: 'Set up' }).click()
    const secret = (await ana.locator('[data-secret]').textContent())!.replaceAll(' ', '')
    await ana.getByLabel('Code shown by the app').fill(totp(secret))
    await ana.getByRole('button', { name: 'Confirm' }).click()
    await ana.getByRole('button', { name: 'I have saved them' }).click()
    await ana.goto('/users')
    await ana.getByRole('button', { name: 'Require for all' }).click()
    await ana.getByRole('dialog').getByRole('button', { name: 'Require for all' }).click()
    await ana.getByText('Required for all').waitFor()
    expect(await findings(ana)).toEqual([])
    // Her open session shows the step at the next click.
    await ola.getByRole('link', { name: 'Audit log', exact: true }).first().click()
    await ola.getByText('Your organisation requires a second factor').waitFor()
    // Until then, her page's requests were refused.
    const complaints = visitors.complaints()
    expect(complaints.filter((one) => !one.includes('status of 403'))).toEqual([])
  })
})
