import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { password } from '../console-fixture.ts'
import { visit } from '../browser.ts'
import { newcomer, type Step, type Journey } from './journey.ts'

/** The invited person signs in, and finds the way to the first listings. */
const comesIn: Step = {
  name: 'a newcomer accepts an invitation, signs out and in again, and finds nothing yet',
  walk: async (walk) => {
    const { server, browser, invitation } = walk
    const { page, context } = await visit(browser, server.url)
    await page.goto(`/invitation#${invitation}`)
    await page.getByText('Open Market has invited').waitFor()
    await walk.look(page, 'invitation')
    await page.getByLabel('Name').fill('Mia')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('heading', { name: 'Inbox' }).waitFor()
    await walk.look(page, 'inbox-of-newcomer')
    await context.close()
    const again = await walk.pageOf(newcomer)
    await again.getByRole('link', { name: 'Listings', exact: true }).click()
    await again.getByRole('heading', { name: 'No listings yet' }).waitFor()
    await walk.look(again, 'queue-empty')
    await again.locator('#content').getByRole('link', { name: 'Import' }).click()
    await again.getByRole('heading', { name: 'Import listings' }).waitFor()
    return 'the empty queue leads to the import'
  },
}

const takenUntilNow = (page: Page): Locator =>
  page.locator('dt', { hasText: 'Listings imported' }).locator('xpath=following::dd[1]')
const wholeFile = (page: Page): Locator =>
  page.getByRole('heading', { name: /listings? imported$/ })

/** The counts that an import page shows during an import. */
async function countsSeen(page: Page): Promise<number[]> {
  const seen: number[] = []
  while ((await wholeFile(page).count()) === 0) {
    const text = await takenUntilNow(page)
      .textContent({ timeout: 200 })
      .catch(() => null)
    const count = Number((text ?? '').replaceAll(',', ''))
    if (count > 0 && count !== seen.at(-1)) seen.push(count)
    await page.waitForTimeout(100)
  }
  return seen
}

async function importFile(walk: Journey, file: string, marketplace: string): Promise<string> {
  const { goods } = walk
  const page = await walk.pageOf(newcomer)
  await page.goto('/import')
  await page.getByLabel('Choose a file').setInputFiles(file)
  await page.getByRole('heading', { name: 'Preview' }).waitFor()
  await walk.look(page, `import-${marketplace}-preview`)
  for (const column of goods.left) {
    const field = page.getByLabel(`Field for “${column}”`)
    if ((await field.count()) > 0) await field.selectOption('')
  }
  const constant = page.getByRole('group', { name: 'Defaults for rows' })
  await constant.getByLabel('Marketplace').fill(marketplace)
  await page.getByRole('cell', { name: marketplace }).first().waitFor()
  await walk.look(page, `import-${marketplace}-mapped`)
  const began = performance.now()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const watched = countsSeen(page)
  await takenUntilNow(page).filter({ hasText: /[1-9]/ }).or(wholeFile(page)).first().waitFor()
  await walk.look(page, `import-${marketplace}-under`)
  const counts = await watched
  const seconds = (performance.now() - began) / 1000
  const heading = await wholeFile(page).textContent()
  await walk.look(page, `import-${marketplace}-done`)
  const taken = Number(/[\d,]+/.exec(heading ?? '')?.[0].replaceAll(',', ''))
  if (taken !== goods.listings) throw new Error(`${taken} of ${goods.listings} offers are taken`)
  await page.getByText(`${goods.faulty} rows had errors.`).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ])
  const rejects =
    readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n').length - 1
  if (rejects !== goods.faulty) throw new Error(`${rejects} rejects of ${goods.faulty}`)
  return `${basename(file)}: ${taken} offers in ${seconds.toFixed(1)} s, ${counts.length} counts seen on the way, ${rejects} rejects saved`
}

const compared = 1000

/** The newest listings of a marketplace by id, without the marketplace itself. */
async function newestOf({ market }: Journey, marketplace: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let after = ''; found.size < compared;) {
    const query = { marketplace, limit: 200, ...(after !== '' && { after }) }
    const { items, next } = await market.listings.list({ query })
    for (const { listing } of items) {
      const said = Object.entries(listing).filter(([name]) => name !== 'marketplace')
      found.set(listing.id, JSON.stringify(said.sort(([one], [other]) => (one < other ? -1 : 1))))
    }
    if (next === null) break
    after = next
  }
  return found
}

/** Both files have the same content, so the listings must match. */
async function compare(walk: Journey): Promise<string> {
  const [one, two] = [await newestOf(walk, 'bazaar-one'), await newestOf(walk, 'bazaar-two')]
  const others = [...one].filter(([id, said]) => two.has(id) && two.get(id) !== said)
  const [[id, said] = []] = others
  if (id !== undefined) {
    throw new Error(`${others.length} differ, such as ${String(said)} from ${two.get(id) ?? ''}`)
  }
  const both = [...one.keys()].filter((known) => two.has(known)).length
  if (both < Math.min(compared, walk.goods.listings) / 2)
    throw new Error(`only ${both} are in both`)
  return `${both} of the newest offers are the same by both ways`
}

export const comingIn: readonly Step[] = [
  comesIn,
  {
    name: 'imports the offers as NDJSON through the page',
    walk: (walk) => importFile(walk, walk.goods.ndjson, 'bazaar-one'),
  },
  {
    name: 'imports the offers as CSV through the page',
    walk: async (walk) => {
      const said = await importFile(walk, walk.goods.csv, 'bazaar-two')
      return `${said}; ${await compare(walk)}`
    },
  },
]
