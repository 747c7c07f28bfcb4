import type { Page } from 'playwright-core'
import { findings } from '../../browser.ts'
import { password } from '../../console-fixture.ts'
import { countHands } from '../../count-hands.ts'
import { market, people, type NoticeJourney, type Stretch } from './notice-journey.ts'

const changed = 'A test purchase showed what the invoice was for.'

/** A listing of the marketplace that the brand’s own person has decided to be counterfeit. */
async function decidedListing({ server, shop }: NoticeJourney, page: Page): Promise<string> {
  const client = await server.clientOf(market.slug)
  const { id } = await client.listings.take({
    body: {
      id: 'item-4712',
      marketplace: market.slug,
      title: 'Velmoraq clog, replica 1:1',
      brand: 'Velmoraq',
      url: `http://pasar.example:${shop.port}/item/17`,
      seller: { id: 'klompen', name: 'Klompen' },
    },
  })
  await post(page, '/api/v1/decisions', [{ id, verdict: 'counterfeit' }])
  return id
}

async function post(page: Page, path: string, body: unknown): Promise<void> {
  const status = await page.evaluate<number>(`fetch(${JSON.stringify(path)}, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ${JSON.stringify(JSON.stringify(body))},
  }).then(({ status }) => status)`)
  if (status >= 300) throw new Error(`${path} was answered with ${status}`)
}

async function isAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const found = await findings(page)
    if (found.length > 0) throw new Error(found.join('\n'))
  }
  await page.emulateMedia({ colorScheme: null })
}

/** From a listing to the sent notice, counted; then the same again after it was withdrawn as a mistake. */
export const enforces: Stretch = {
  name: 'a listing is enforced with two clicks and nothing typed; a repeat asks what has changed',
  walk: async (way) => {
    const page = await way.pageOf(people.dewi)
    const listing = await decidedListing(way, page)
    await page.goto(`/listings/${listing}`)
    await page.getByText('No earlier notice, withdrawal, upheld appeal').waitFor()
    const hands = await countHands(page)
    await page.getByRole('button', { name: 'Enforce', exact: true }).click()
    await page.getByRole('heading', { name: 'Notice to review: Counterfeit' }).waitFor()
    // Its capture is under way when the page opens, and added without a hand.
    await page
      .getByText('Ready to send')
      .waitFor()
      .catch(async () => {
        throw new Error(await page.locator('#content').innerText())
      })
    await page.getByText(`To ${market.name} · `).waitFor()
    await page
      .getByRole('img', { name: /^Picture|^No picture|picture/i })
      .first()
      .waitFor()
    await way.look(page, 'brand-review')
    await isAccessible(page)
    const path = new URL(page.url()).pathname
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Delivered').first().waitFor()
    const { clicks, fields } = await hands()
    if (clicks !== 2 || fields !== 0) throw new Error(`${clicks} clicks, ${fields} typed fields`)
    const action = { type: 'withdraw', cause: 'mistaken', reason: 'An invoice was shown.' }
    await post(page, `/api/v1${path}/actions`, { action })
    await repeats(page, listing, way)
    return `${clicks} clicks, ${fields} typed fields`
  },
}

async function repeats(page: Page, listing: string, { look }: NoticeJourney): Promise<void> {
  await page.goto(`/listings/${listing}`)
  await page.getByText('An invoice was shown.').waitFor()
  await page.getByRole('button', { name: 'Enforce', exact: true }).click()
  const field = page.getByLabel('What has changed since the earlier notice?')
  await field.waitFor()
  if (await page.getByRole('button', { name: 'Send', exact: true }).isEnabled()) {
    throw new Error('a repeat could be sent')
  }
  await look(page, 'brand-review-repeated')
  await isAccessible(page)
  // The session ends while a reason is being written: signing in again returns to it.
  await page.context().clearCookies()
  await field.fill(changed)
  await page.locator('input[type=email]').fill(people.dewi)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await field.waitFor()
  if ((await field.inputValue()) !== changed) throw new Error('what was written is lost')
  await page.getByText('Ready to send').waitFor()
  await page.reload()
  await field.waitFor()
  if ((await field.inputValue()) !== changed) throw new Error('a reload lost what was written')
}
