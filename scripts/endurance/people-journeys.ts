import type { StoreConfig } from '@touchstone/server'
import type { Browser, Page } from 'playwright-core'
import { launchChromium, signIn, visit } from '../../packages/console/test/browser.ts'
import {
  buildConsole,
  openConsole,
  password,
  type ConsoleFixture,
} from '../../packages/console/test/console-fixture.ts'
import { countHands, type Hands } from '../../packages/console/test/count-hands.ts'
import { onEachStore } from './each-store.ts'

const patient = { timeout: 120_000 }
const bulkItems = 200
const maxNoticeItems = 50
const reviewer = 'rina@bulk.example'

export type PersonJourney = {
  store: string
  name: string
  hands: Hands
  seconds: number
  /** At most so many clicks and keys, typed fields and seconds. */
  limits: { actions: number; fields?: number; seconds?: number }
}

type Setting = { server: ConsoleFixture; browser: Browser }

type Journey = {
  name: string
  limits: PersonJourney['limits']
  /** Opens the page where the person begins. */
  open: (setting: Setting) => Promise<Page>
  walk: (page: Page) => Promise<void>
}

/** What people do most in the sample alliance, counted in clicks, keys, typed fields and seconds, on both stores. */
export async function walkPeople(report: (journey: PersonJourney) => void): Promise<void> {
  buildConsole()
  await onEachStore(({ name, config }) => walkOn(name, config, report))
}

async function walkOn(
  name: string,
  store: StoreConfig,
  report: (journey: PersonJourney) => void,
): Promise<void> {
  const server = await openConsole({}, { store, sample: true })
  const browser = await launchChromium()
  try {
    await awaitSample({ server, browser })
    await addBulkMarket({ server, browser })
    for (const journey of journeys) {
      const page = await journey.open({ server, browser })
      const hands = await countHands(page)
      const began = performance.now()
      await journey.walk(page).catch(async (error: unknown) => {
        throw new Error(`${journey.name}: ${await page.locator('body').innerText()}`, {
          cause: error,
        })
      })
      const seconds = (performance.now() - began) / 1000
      report({
        store: name,
        name: journey.name,
        hands: await hands(),
        seconds,
        limits: journey.limits,
      })
      await page.context().close()
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

async function openAs({ server, browser }: Setting, email: string, path: string): Promise<Page> {
  const { page } = await visit(browser, server.url)
  await signIn(
    page,
    email,
    email.endsWith('@bulk.example') ? password : server.sampleSignIns?.password,
  )
  await page.locator('#content').waitFor(patient)
  await page.goto(path)
  await page.locator('#content').waitFor(patient)
  return page
}

async function awaitSample(setting: Setting): Promise<void> {
  const page = await openAs(setting, 'analyst@velmoraq.example', '/')
  await page.getByText('The sample alliance is loaded.').waitFor({ timeout: 300_000 })
  await page.context().close()
}

/** A marketplace that has received one notice of many listings: the sample has none so large. */
async function addBulkMarket({ server, browser }: Setting): Promise<void> {
  const slug = 'bulk-market'
  await server.addOrganisation(slug, 'Bulk Market', 'marketplace')
  await server.addMember(slug, reviewer, ['admin'])
  const client = await server.clientOf(slug)
  const address = (number: number): string => `https://bulk.example/item/${number}`
  await client.listings.takeBatch({
    body: Array.from({ length: bulkItems }, (_, number) => ({
      id: `b-${number}`,
      title: `Velmoraq tote ${number}, 1:1 replica`,
      url: address(number),
      marketplace: 'bulk',
      seller: { id: `shop-${number}`, name: `Shop ${number}` },
      price: { amount: '40', currency: 'EUR' },
    })),
  })
  const { page, context } = await visit(browser, server.url)
  await signIn(page, reviewer, password)
  await page.locator('#content').waitFor(patient)
  const headers = { origin: server.url }
  await context.request.put('/api/v1/moderation/settings', {
    headers,
    data: {
      profile: { tier: 'marketplace', sizeClass: 'other' },
      door: 'open',
      texts: {
        platform: 'Bulk Market',
        complaints: 'https://bulk.example/complaints',
        bodies: 'Any certified body.',
        court: 'The courts of your seat.',
        territory: ['DE'],
      },
    },
  })
  for (let first = 0; first < bulkItems; first += maxNoticeItems) {
    const answer = await context.request.post(`/api/v1/marketplaces/${slug}/notices`, {
      headers,
      data: {
        items: Array.from({ length: maxNoticeItems }, (_, at) => ({ urls: [address(first + at)] })),
        reasons: 'The goods are not ours: the lining is missing.',
        name: 'Maren Osk',
        email: 'maren@velmoraq.example',
        goodFaith: true,
        ground: 'counterfeit',
        right: { office: 'EM', number: '018000001' },
      },
    })
    if (!answer.ok()) throw new Error(await answer.text())
  }
  await context.close()
}

/** A new link to one of the restrictions that the reviewer imposed together. */
async function appealLink(setting: Setting, index: number): Promise<string> {
  const page = await openAs(setting, reviewer, '/moderation/measures')
  const { request } = page.context()
  const answer = await request.get('/api/v1/moderation/measures?limit=50')
  const { items } = (await answer.json()) as {
    items: { proceeding: string; instance: string; seller: string }[]
  }
  const measure = items[index]
  if (measure === undefined) throw new Error('too few restrictions')
  const { proceeding, instance, seller } = measure
  const issued = await request.post('/api/v1/appeal-links', {
    headers: { origin: setting.server.url },
    data: {
      proceeding,
      instance,
      seller: { marketplace: 'bulk', id: seller },
      ownChannel: 'Seller centre → Messages → Decisions',
    },
  })
  if (!issued.ok()) throw new Error(await issued.text())
  const { url } = (await issued.json()) as { url: string }
  await page.context().close()
  return url
}

const journeys: readonly Journey[] = [
  {
    name: 'analyst: from a listing to its seller and all their listings in a case',
    limits: { actions: 3, fields: 0 },
    open: async (setting) => {
      const page = await openAs(setting, 'analyst@velmoraq.example', '/')
      const client = `(async () => {
        const { items } = await (await fetch('/api/v1/listings?verdict=block&limit=50')).json()
        return items.find(({ sellerAccount }) => sellerAccount !== null).id
      })()`
      await page.goto(`/listings/${await page.evaluate<string>(client)}`)
      await page.getByRole('button', { name: /^Case with all of this seller/ }).waitFor(patient)
      return page
    },
    walk: async (page) => {
      await page.locator('a[href^="/sellers/"]').first().click()
      await page.getByRole('button', { name: 'Open a case with all listings' }).click(patient)
      await page.getByRole('dialog').getByRole('button', { name: 'Open case' }).click(patient)
      await page.getByRole('heading', { name: /^Listings of /, level: 1 }).waitFor(patient)
    },
  },
  {
    name: 'analyst: from a case to a sent notice',
    limits: { actions: 3, fields: 0 },
    open: async (setting) => {
      const page = await openAs(setting, 'analyst@velmoraq.example', '/cases')
      await page
        .getByRole('link', { name: /Ostelle 24 handbag/ })
        .first()
        .waitFor(patient)
      return page
    },
    walk: async (page) => {
      await page
        .getByRole('link', { name: /Ostelle 24 handbag/ })
        .first()
        .click()
      await page.getByRole('button', { name: 'Enforce', exact: true }).click(patient)
      await page.getByText('Ready to send').waitFor(patient)
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByText('Delivered').first().waitFor(patient)
    },
  },
  {
    name: 'reviewer: from a received notice to a restriction with its statement',
    limits: { actions: 4, fields: 0 },
    open: async (setting) => {
      const page = await openAs(setting, 'reviewer@bazarune.example', '/moderation')
      await page
        .getByRole('link', { name: /Lunsetta/ })
        .first()
        .waitFor(patient)
      return page
    },
    walk: async (page) => {
      await page
        .getByRole('link', { name: /Lunsetta/ })
        .first()
        .click()
      const panel = page.getByRole('region', { name: 'Review' })
      await panel.getByText('access to it is disabled').waitFor(patient)
      await page.keyboard.press('r')
      await page.getByText('Restrict: sent.').waitFor(patient)
    },
  },
  {
    name: `reviewer: ${bulkItems} received items restricted together`,
    limits: { actions: 5, fields: 0, seconds: 20 },
    open: async (setting) => {
      const page = await openAs(setting, reviewer, '/moderation')
      await page.getByRole('button', { name: /^Select all/ }).waitFor(patient)
      return page
    },
    walk: async (page) => {
      await page.getByRole('button', { name: /^Select all/ }).click()
      await page.getByRole('button', { name: 'Restrict together…' }).click()
      const submit = `Restrict ${bulkItems} items`
      await page.getByRole('dialog').getByRole('button', { name: submit }).click(patient)
      await page
        .getByText(`${bulkItems} restricted, 0 failed, 0 reversed, of ${bulkItems}`)
        .waitFor(patient)
    },
  },
  ...(['en', 'id', 'zh'] as const).map((locale, index) => ({
    name: `seller, on a phone (${locale}): from the link in the message to a submitted appeal`,
    limits: { actions: 2, fields: 1 },
    open: async ({ server, browser }: Setting) => {
      const url = await appealLink({ server, browser }, index)
      const { page } = await visit(browser, server.url, { width: 390, height: 844, locale })
      await page.goto(url)
      await page.locator('textarea').first().waitFor(patient)
      return page
    },
    walk: async (page: Page) => {
      await page.locator('textarea').first().fill('We bought these from the brand’s own dealer.')
      await page.locator('button.main').click()
      await page
        .locator('textarea')
        .first()
        .waitFor({ state: 'detached', ...patient })
    },
  })),
]
