import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pdf } from '@touchstone/server/testing/document-files'
import type { Page } from 'playwright-core'
import { chooseTerritory } from '../../choose-territory.ts'
import { enforces } from './enforce.ts'
import { brand, market, people, title, type Stretch, type NoticeJourney } from './notice-journey.ts'

const today = (): string => new Date().toISOString().slice(0, 10)
const facts = `The title says “${title}”. The house makes no such model and gave no licence for it.`

/** The marketplace imports its listings from a file; one of them says that it is a copy. */
const imports: Stretch = {
  name: 'the marketplace imports its offers from a file',
  walk: async ({ pageOf, shop, folder, look }) => {
    const url = `http://pasar.example:${shop.port}`
    const rows = [
      ['id', 'title', 'price', 'currency', 'url', 'seller_id', 'seller_name'],
      ['item-1', 'Leather belt, brown', '19.00', 'EUR', `${url}/1`, 'seller-2', 'Belts of Brno'],
      ['item-4711', title, '19.90', 'EUR', `${url}/go`, 'toko-embun', 'Toko Embun'],
    ]
    const file = join(folder, 'listings.csv')
    writeFileSync(file, rows.map((row) => row.map((one) => `"${one}"`).join()).join('\n'))
    const page = await pageOf(people.anna)
    await page.goto('/import')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByRole('heading', { name: 'Preview' }).waitFor()
    const constant = page.getByRole('group', { name: 'Defaults for rows' })
    await constant.getByLabel('Marketplace').fill(market.slug)
    await page.getByRole('cell', { name: market.slug }).first().waitFor()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: /listings imported$/ }).waitFor()
    await look(page, 'market-import')
    return 'two listings imported'
  },
}

const captures: Stretch = {
  name: 'the rights holder finds the offer, has it captured and opens a case',
  walk: async (way) => {
    const page = await way.pageOf(people.dewi)
    await page.goto('/listings')
    await page.getByText(title).first().waitFor()
    const own = await page.getByRole('link', { name: 'Open page' }).getAttribute('href')
    await page.goto(own ?? '')
    await page.getByRole('button', { name: 'Open a case' }).waitFor()
    await way.look(page, 'brand-offer')
    await page.getByRole('button', { name: 'Open a case' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Offers of Toko Embun')
    await dialog.getByRole('button', { name: 'Open case' }).click()
    await page.getByRole('link', { name: 'Go to case' }).waitFor()
    await page.getByRole('button', { name: 'Request capture' }).click()
    await dialog.getByLabel('Reason').fill('The title says “KW super, replica 1:1”.')
    await dialog.getByRole('button', { name: 'Request capture' }).click()
    await page.getByText('Sealed', { exact: true }).first().waitFor()
    await page.getByRole('img', { name: /^Part 1 of/ }).waitFor()
    await way.look(page, 'brand-capture')
    return 'the capture is sealed'
  },
}

const packs: Stretch = {
  name: 'the sealed package is saved, and the case tells of it all',
  walk: async (way) => {
    const page = await way.pageOf(people.dewi)
    await page.getByRole('button', { name: 'Download package' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('For counsel')
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Download package' }).click()
    const name = (await saved).suggestedFilename()
    if (!/^capture-.*\.zip$/.test(name)) throw new Error(`the package is called ${name}`)
    await page.goto('/cases')
    await page.getByRole('link', { name: 'Offers of Toko Embun' }).first().click()
    await page.getByRole('heading', { name: 'Offers of Toko Embun', level: 1 }).waitFor()
    way.left.case = new URL(page.url()).pathname
    await way.look(page, 'brand-case')
    return name
  },
}

/** The organisation's settings: counsel's approval, register extract, signatory. */
const settles: Stretch = {
  name: 'counsel’s check, the extract of the register and a signatory are recorded',
  walk: async ({ pageOf, folder, look }) => {
    const page = await pageOf(people.dewi)
    await page.goto('/regimes/eu-dsa')
    await page.getByLabel('Counsel’s name').fill('Mirela Torvund')
    await page.getByLabel('Reviewed on').fill(today())
    await page.getByRole('button', { name: 'Record review' }).click()
    await page.getByText('Reviewed', { exact: true }).first().waitFor()
    await look(page, 'brand-counsel')
    await page.goto('/notices/settings')
    await page.getByRole('button', { name: 'Add extract' }).click()
    const file = join(folder, 'extract.pdf')
    writeFileSync(file, pdf('Extract of the register.'))
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByLabel('Date of the extract').fill(today())
    await chooseTerritory(dialog, 'Territory', 'European Union')
    await dialog.getByLabel('Nice classes').fill('25')
    await dialog.getByLabel('Valid from').fill('2019-03-01')
    await dialog.getByRole('button', { name: 'Add extract' }).click()
    await dialog.waitFor({ state: 'detached' })
    const person = page.getByLabel('Person', { exact: true })
    await person.selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Save', exact: true }).first().click()
    await page.getByText('Authorised', { exact: true }).first().waitFor()
    await look(page, 'brand-house')
    return 'all three stand'
  },
}

async function fillIn(page: Page): Promise<void> {
  await chooseTerritory(page, 'Countries where the goods are offered', 'Germany')
  await page.getByLabel('Nice classes of the goods').fill('25')
  await page.getByLabel(/^Facts about listing/).fill(facts)
  await page.getByRole('button', { name: /^Add evidence/ }).click()
  await page.getByLabel('Kind of evidence').selectOption('never-made')
  await page
    .getByLabel('What it shows, and according to whom')
    .fill('No such model stands in the catalog of the house.')
  await page.getByLabel('Add recipient').selectOption({ label: market.name })
  await page.getByLabel('Signatory').selectOption({ index: 1 })
  await page.getByLabel(/^I believe in good faith/).check()
}

const writes: Stretch = {
  name: 'a notice is written from the case, checked and sent inside the alliance',
  walk: async (way) => {
    const page = await way.pageOf(people.dewi)
    await page.goto(way.left.case ?? '')
    await page
      .getByRole('button', { name: /^Write a notice/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start draft' }).click()
    await page.getByRole('heading', { name: 'Draft notice' }).waitFor()
    await fillIn(page)
    await page.getByText('Ready to send').waitFor()
    await way.look(page, 'brand-draft')
    way.left.notice = new URL(page.url()).pathname
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Notice: Counterfeit' }).waitFor()
    await page.getByText('Delivered').first().waitFor()
    await way.look(page, 'brand-notice')
    return `${brand.name} has sent it`
  },
}

export const rightsHolderSteps: readonly Stretch[] = [
  imports,
  captures,
  packs,
  settles,
  enforces,
  writes,
]

/** What the notifier sees: states, decisions and summaries, but none of the seller's documents. */
export async function hears(
  way: NoticeJourney,
  words: readonly (string | RegExp)[],
): Promise<Page> {
  const page = await way.pageOf(people.dewi)
  await page.goto(way.left.notice ?? '')
  await page.getByRole('button', { name: 'Check status now' }).click()
  for (const one of words) await page.getByText(one).first().waitFor()
  const text = await page.locator('#content').innerText()
  if (/invoice|Wholesale/i.test(text)) throw new Error('the notifier sees what the seller showed')
  return page
}
