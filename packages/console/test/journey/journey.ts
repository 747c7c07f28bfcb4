import type { Client } from '@touchstone/client'
import type { Catalog } from '@touchstone/contract'
import type { Browser, Page } from 'playwright-core'
import { signIn, visit } from '../browser.ts'
import type { ConsoleFixture } from '../console-fixture.ts'
import type { OperatorFixture } from '../operator-fixture.ts'
import { signInByApi } from '../signed-in-users.ts'
import { moveWeekBack } from './move-week-back.ts'

/** Input files and data of the journey. */
export type Goods = {
  /** Files with the same listings and some invalid rows. */
  ndjson: string
  csv: string
  listings: number
  faulty: number
  /** Columns that no listing takes over. */
  left: readonly string[]
  /** The two rivals' catalogs, one brand each. */
  catalogs: readonly [Rival, Rival]
  /** A word in some stored listings of the first rival's brand, and in no lexicon. */
  word: string
}
export type Rival = { brand: string; catalog: Catalog }

export type Journey = {
  server: ConsoleFixture
  browser: Browser
  goods: Goods
  /** The newcomer's invitation. */
  invitation: string
  /** The marketplace by API key, for comparison with its pages. */
  market: Client
  /** A signed-in user's page: the same one each time, until the session ends. */
  pageOf(email: string): Promise<Page>
  /** Moves everything a week back, since audit samples are drawn from completed weeks. */
  weekLater(): Promise<void>
  end(): Promise<void>
  /** Saves a screenshot, if screenshots are wanted. */
  look(page: Page, name: string): Promise<void>
  /** Errors logged by the browsers so far. */
  complaints(): string[]
}

/** One step of the journey; returns a description of what it saw, and throws on failure. */
export type Step = { name: string; walk: (walk: Journey) => Promise<string> }

export const newcomer = 'mia@market.example'
export const readers = ['rei@market.example', 'ren@market.example'] as const
export const onlooker = 'ola@market.example'
export const rivalPeople = ['ana@first-house.example', 'bo@second-house.example'] as const
export const operator = 'admin@touchstone.internal'

export type WalkOptions = {
  server: ConsoleFixture
  browser: Browser
  goods: Goods
  look?: (page: Page, name: string) => Promise<void>
}

/** Two rival rights holders with one brand each, and a marketplace, set up before the server starts. */
export function prepareJourney({ catalogs }: Goods): (operator: OperatorFixture) => Promise<void> {
  return async (operator) => {
    await operator.addOrganisation('market', 'Open Market', 'marketplace')
    for (const [index, slug] of ['first-house', 'second-house'].entries()) {
      const { brand, catalog } = catalogs[index]!
      await operator.addOrganisation(slug, `House of ${brand}`, 'rights-holder')
      await operator.importCatalog(slug, catalog)
      await operator.claimBrands(slug, [brand])
    }
  }
}

/** Starts in a prepared organisation without members. */
export async function beginJourney(options: WalkOptions): Promise<Journey> {
  const { server, browser, goods, look = async () => undefined } = options
  const invitation = await server.invite('market', newcomer, ['admin'])
  const pages = new Map<string, Promise<Page>>()
  const heard: string[][] = []
  const pageFor = async (email: string): Promise<Page> => {
    // Only the newcomer signs in through the page.
    const cookies = email === newcomer ? [] : await signInByApi(server.url, email)
    const { page, complaints } = await visit(browser, server.url, { cookies })
    heard.push(complaints)
    await (email === newcomer ? signIn(page, email) : page.goto('/'))
    await page.locator('#content').waitFor()
    return page
  }
  const leave = async (): Promise<void> => {
    for (const page of pages.values()) await (await page).context().close()
    pages.clear()
  }
  return {
    server,
    browser,
    goods,
    invitation,
    look,
    // Browsers log requests for missing things as errors.
    complaints: () => heard.flat().filter((one) => !one.includes('status of 404')),
    market: await server.clientOf('market'),
    pageOf: (email) => {
      const page = pages.get(email) ?? pageFor(email)
      pages.set(email, page)
      return page
    },
    weekLater: async () => {
      await leave()
      await server.whileClosed(moveWeekBack)
    },
    end: leave,
  }
}
