import type { Client } from '@touchstone/client'
import type { Catalog } from '@touchstone/contract'
import type { Browser, Page } from 'playwright-core'
import { signIn, visit } from '../browser.ts'
import type { ConsoleFixture } from '../console-fixture.ts'
import type { OperatorFixture } from '../operator-fixture.ts'
import { signInByApi } from '../signed-in-users.ts'
import { moveWeekBack } from './move-week-back.ts'

/** What is walked with. */
export type Goods = {
  /** Files of the same listings, with some faulty rows among them. */
  ndjson: string
  csv: string
  listings: number
  faulty: number
  /** Columns that no listing shall carry. */
  left: readonly string[]
  /** What each of the two rivals says is genuine: a brand of its own. */
  catalogs: readonly [Rival, Rival]
  /** A word that stands in some stored listings of the first rival's brand, and in no lexicon. */
  word: string
}
export type Rival = { brand: string; catalog: Catalog }

export type Journey = {
  house: ConsoleFixture
  browser: Browser
  goods: Goods
  /** Of the newcomer. */
  invitation: string
  /** The marketplace by a machine key, to hold against what its pages show. */
  market: Client
  /** A signed-in person's page; the same one each time, until its session is ended. */
  pageOf(email: string): Promise<Page>
  /** Lets the week pass in which the walk began, since audit samples are drawn of weeks that are over. */
  weekLater(): Promise<void>
  end(): Promise<void>
  /** Keeps a picture, where somebody wants to look at the walk. */
  look(page: Page, name: string): Promise<void>
  /** What browsers wrote in red until now. */
  complaints(): string[]
}

/** One stretch of the walk; gives in words what was seen, and throws where it went wrong. */
export type Step = { name: string; walk: (walk: Journey) => Promise<string> }

export const newcomer = 'mia@market.example'
export const readers = ['rei@market.example', 'ren@market.example'] as const
export const onlooker = 'ola@market.example'
export const rivalPeople = ['ana@first-house.example', 'bo@second-house.example'] as const
export const operator = 'admin@touchstone.internal'

export type WalkOptions = {
  house: ConsoleFixture
  browser: Browser
  goods: Goods
  look?: (page: Page, name: string) => Promise<void>
}

/** Two rival rights holders with a brand each, and a marketplace, before the server starts. */
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

/** In an organisation that was prepared for it, before anybody has come in. */
export async function beginJourney(options: WalkOptions): Promise<Journey> {
  const { house, browser, goods, look = async () => undefined } = options
  const invitation = await house.invite('market', newcomer, ['admin'])
  const pages = new Map<string, Promise<Page>>()
  const heard: string[][] = []
  const pageFor = async (email: string): Promise<Page> => {
    // The newcomer alone signs in by the page for it.
    const cookies = email === newcomer ? [] : await signInByApi(house.url, email)
    const { page, complaints } = await visit(browser, house.url, { cookies })
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
    house,
    browser,
    goods,
    invitation,
    look,
    // Who asks for what is not there is told so in red by the browser too.
    complaints: () => heard.flat().filter((one) => !one.includes('status of 404')),
    market: await house.clientOf('market'),
    pageOf: (email) => {
      const page = pages.get(email) ?? pageFor(email)
      pages.set(email, page)
      return page
    },
    weekLater: async () => {
      await leave()
      await house.whileClosed(moveWeekBack)
    },
    end: leave,
  }
}
