import type { StoreConfig } from '@touchstone/server'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchChromium, signIn, visit } from '../../packages/console/test/browser.ts'
import { chooseTerritory } from '../../packages/console/test/choose-territory.ts'
import { buildConsole, openConsole, password } from '../../packages/console/test/console-fixture.ts'
import { countHands } from '../../packages/console/test/count-hands.ts'
import { onEachStore } from './each-store.ts'
import type { PersonJourney } from './people-journeys.ts'

const patient = { timeout: 120_000 }
const slug = 'first-hour'
const admin = 'mia@first-hour.example'

/** As exported from somewhere: prices as sellers write them, dates of two orders, no currency. */
const messyFile = [
  'Item no.,Item title,Asking price,Observed at,Shop',
  'F-1,"Tarnvale handbag replica 1:1, mirror quality","149,00",25/11/2026,Bag Corner',
  'F-2,"Tarnvale tote, superfake, same factory","1.299,-- VB",03/13/2026,Bag Corner',
  'F-3,Canvas tote without logo,ask me,yesterday,Plain Goods',
  'F-4,Leather belt,"25,00",26/11/2026,Plain Goods',
].join('\n')

/**
 * From an empty store to the first true finding, on both stores: the installation starts, its operator adds the
 * organisation, its admin adds a brand, claims it and imports a file.
 */
export async function walkFirstHour(report: (journey: PersonJourney) => void): Promise<void> {
  buildConsole()
  await onEachStore(({ name, config }) => walkOn(name, config, report))
}

async function walkOn(
  name: string,
  store: StoreConfig,
  report: (journey: PersonJourney) => void,
): Promise<void> {
  const began = performance.now()
  const server = await openConsole({}, { store })
  const browser = await launchChromium()
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-first-hour-'))
  try {
    await server.addOrganisation(slug, 'First Hour', 'rights-holder')
    await server.addMember(slug, admin, ['admin'])
    const file = join(folder, 'found.csv')
    writeFileSync(file, messyFile)
    const { page } = await visit(browser, server.url)
    await signIn(page, admin, password)
    await page.locator('#content').waitFor(patient)
    const hands = await countHands(page)
    await addBrand(page)
    const claim = await claimBrand(page)
    await server.operate('claims.approve', { id: claim, decision: {} })
    await importFile(page, file)
    await openFinding(page)
    report({
      store: name,
      name: 'admin: from an empty installation to the first true finding, on its page',
      hands: await hands(),
      seconds: (performance.now() - began) / 1000,
      limits: { actions: 24, fields: 12, seconds: 600 },
    })
  } finally {
    await browser.close()
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

async function addBrand(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Add brand', exact: true }).click(patient)
  await page.getByRole('heading', { level: 1, name: 'New brand' }).waitFor(patient)
  await page.getByLabel('Brand', { exact: true }).fill('Tarnvale')
  await page.getByLabel('Type', { exact: true }).fill('handbag')
  await page.getByLabel('Lowest usual', { exact: true }).fill('900')
  await page.getByLabel('Currency').fill('eur')
  await chooseTerritory(page, 'Office', 'European Union')
  await page.getByLabel('Number', { exact: true }).fill('018000777')
  await page.getByRole('button', { name: 'Add brand', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Tarnvale' }).waitFor(patient)
}

/** Waits for as many steps to be done, as a person does who reads the list. */
async function toInbox(page: Page, done: number): Promise<void> {
  await page.locator('nav a[href="/"]').first().click()
  const steps = page.getByRole('list', { name: 'Get started' })
  await steps
    .getByText('(done)')
    .nth(done - 1)
    .waitFor(patient)
}

/** Returns the id of the claim. */
async function claimBrand(page: Page): Promise<string> {
  await toInbox(page, 1)
  await page.getByRole('link', { name: 'Claim brand', exact: true }).click(patient)
  await page.getByLabel('Owner in the register', { exact: true }).fill('First Hour', patient)
  await page.getByLabel('Or a reference').fill('eSearch 018000777')
  await page.getByRole('button', { name: 'Submit claim', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /^Claim to / }).waitFor(patient)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

async function importFile(page: Page, file: string): Promise<void> {
  await toInbox(page, 3)
  await page.getByRole('link', { name: 'Import file', exact: true }).click(patient)
  await page.getByLabel('Choose a file').setInputFiles(file)
  const defaults = page.getByRole('group', { name: 'Defaults for rows' })
  await defaults.getByLabel('Marketplace').fill('flea', patient)
  await page.getByText('The prices of flea state no currency').waitFor(patient)
  await page.getByLabel('Three-letter code', { exact: true }).fill('eur')
  await page.getByRole('button', { name: 'Use this currency', exact: true }).click()
  await page.getByText('4 of 4 rows are valid listings').waitFor(patient)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('heading', { name: '4 listings imported' }).waitFor(patient)
}

/** The inbox shows the finding by itself once the engine with the new brand has assessed the listings. */
async function openFinding(page: Page): Promise<void> {
  await toInbox(page, 4)
  await page.getByRole('link', { name: 'Open finding', exact: true }).click(patient)
  await page.getByRole('heading', { level: 1, name: /Tarnvale/ }).waitFor(patient)
  await page.getByText('Strong signs', { exact: true }).first().waitFor(patient)
}
