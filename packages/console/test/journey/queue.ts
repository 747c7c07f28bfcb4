import type { Page } from 'playwright-core'
import { rowsOf, waitUntil } from './page-queries.ts'
import { newcomer, type Step, type Journey } from './journey.ts'

const decided = 20
const inBulk = 200

/** Number of the marketplace's decisions in force. */
async function standing({ market }: Journey): Promise<number> {
  let count = 0
  for (let after = ''; ;) {
    const query = { limit: 200, ...(after !== '' && { after }) }
    const { items, next } = await market.decisions.listDecisions({ query })
    count += items.filter(({ withdrawnAt, superseded }) => !withdrawnAt && !superseded).length
    if (next === null) return count
    after = next
  }
}

const current = (page: Page) => page.locator('[data-current=true]')

const filters: Step = {
  name: 'filters by verdict, brand, marketplace, order and what is left to decide',
  walk: async (walk) => {
    const { goods, market } = walk
    const [{ brand }] = goods.catalogs
    const page = await walk.pageOf(newcomer)
    await page.goto('/listings')
    await rowsOf(page).first().waitFor()
    await walk.look(page, 'queue')
    await page.getByRole('button', { name: /^Strong signs \d/ }).click()
    await page.waitForURL(/verdict=block/)
    await page.getByRole('combobox', { name: 'Brand' }).fill(brand)
    await walk.look(page, 'queue-brand')
    await page.getByRole('option', { name: new RegExp(`^${brand}$`, 'i') }).click()
    await page.waitForURL(/brand=/)
    await page.getByRole('combobox', { name: 'Marketplace' }).fill('bazaar-one')
    await page.getByRole('option', { name: 'bazaar-one' }).click()
    await page.waitForURL(/marketplace=bazaar-one/)
    await page.getByLabel('Order').selectOption('most-probable')
    await page.getByLabel('Decision status').selectOption('false')
    await page.waitForURL(/decided=false/)
    const query = { verdict: 'block', brand, marketplace: 'bazaar-one' } as const
    const { count } = await market.listings.count({ query })
    const tab = page.getByRole('button', { name: /^Strong signs/, pressed: true })
    await waitUntil(
      async () => (await tab.textContent())?.includes(count.toLocaleString('en')),
      'count',
    )
    for (const row of await rowsOf(page).all()) {
      const text = await row.textContent()
      for (const part of ['Strong signs', 'bazaar-one']) {
        if (!text?.includes(part)) throw new Error(`a row under the filters lacks ${part}: ${text}`)
      }
      // A title in disguise does not show the brand in letters; what the engine read in it does.
      const address = await row.getByRole('link').first().getAttribute('href')
      const [id = ''] = /[0-9a-f-]{36}/.exec(address ?? '') ?? []
      const { assessment } = await market.listings.read({ params: { id } })
      if (!assessment?.brands.some(({ id: named }) => named === brand)) {
        throw new Error(`a row under the filters is not about ${brand}: ${text}`)
      }
    }
    await walk.look(page, 'queue-filtered')
    return `${count} offers to block of ${brand} in one of the marketplaces`
  },
}

const byKeys: Step = {
  name: `decides ${decided} offers by keys alone, takes one back at once and one that was sent`,
  walk: async (walk) => {
    const page = await walk.pageOf(newcomer)
    await page.goto('/listings?decided=false&sort=most-probable')
    await current(page).waitFor()
    const began = performance.now()
    for (let done = 0; done < decided; done++) {
      const before = page.url()
      await page.keyboard.press(done % 5 === 4 ? '4' : '1')
      await waitUntil(async () => page.url() !== before, 'the next listing')
    }
    const seconds = (performance.now() - began) / 1000
    await walk.look(page, 'queue-decided')
    // The last decision has not been sent yet.
    await page.keyboard.press('u')
    await waitUntil(
      async () => (await standing(walk)) === decided - 1,
      'the decisions kept',
      15_000,
    )
    await page.keyboard.press('u')
    await page.getByText('The decision on one listing was withdrawn.').waitFor()
    await waitUntil(async () => (await standing(walk)) === decided - 2, 'one taken back')
    await walk.look(page, 'queue-undone')
    return `${decided} in ${seconds.toFixed(1)} s; two taken back, ${decided - 2} stand`
  },
}

const bulk: Step = {
  name: `decides on ${inBulk} offers at once, and takes them all back`,
  walk: async (walk) => {
    const page = await walk.pageOf(newcomer)
    const before = await standing(walk)
    await page.goto('/listings?decided=false')
    await rowsOf(page).first().waitFor()
    const list = page.getByRole('list', { name: /^Listings, / })
    const all = page.getByText(/^Select all \d+ loaded$/)
    await waitUntil(async () => {
      await list.evaluate((node) => node.scrollTo(0, node.scrollHeight))
      return Number(/\d+/.exec((await all.textContent()) ?? '')?.[0]) >= inBulk
    }, 'enough offers loaded')
    // Meanwhile more rows may load, which are then not selected.
    await page.getByLabel(/^Select all \d+ loaded$/).click()
    await walk.look(page, 'bulk-selected')
    const picked = Number(/\d+/.exec((await page.getByText(/^\d+ selected$/).textContent())!)![0])
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByRole('menuitem', { name: 'Unclear' }).click()
    await walk.look(page, 'bulk-decided')
    await waitUntil(async () => (await standing(walk)) === before + picked, 'all kept', 30_000)
    await page.keyboard.press('u')
    await page.getByText(`The decisions on ${picked} listings were withdrawn.`).waitFor()
    await waitUntil(async () => (await standing(walk)) === before, 'all taken back')
    await walk.look(page, 'bulk-undone')
    return `${picked} decided, kept and taken back; ${before} stand as before`
  },
}

export const queue: readonly Step[] = [filters, byKeys, bulk]
