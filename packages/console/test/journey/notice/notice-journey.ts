import type { TestShop } from '@touchstone/server/testing/shop'
import type { Browser, Locator, Page } from 'playwright-core'
import { visit, type Cookies } from '../../browser.ts'
import type { ConsoleFixture } from '../../console-fixture.ts'
import type { OperatorFixture } from '../../operator-fixture.ts'
import { signInByApi } from '../../signed-in-users.ts'

/** The people: at a rights holder, at a marketplace, and a seller there. */
export const people = {
  /** Writes notices, and is the rights holder's admin. */
  dewi: 'dewi@velmoraq.example',
  /** Decides on notices. */
  anna: 'anna@pasar.example',
  /** Decides on appeals, which the first reviewer may not. */
  jonas: 'jonas@pasar.example',
} as const

export const brand = { slug: 'velmoraq', name: 'Velmoraq Rights', mark: 'velmoraq' } as const
export const market = { slug: 'pasar', name: 'Pasar Lestari' } as const

export const title = 'Velmoraq sandal KW super, replica 1:1, without box'

export type NoticeJourney = {
  server: ConsoleFixture
  shop: TestShop
  /** Folder for files to upload. */
  folder: string
  /** A signed-in user's page: the same one each time. */
  pageOf(email: string): Promise<Page>
  /** A page in the browser of the seller, who has no account. */
  sellersPage(): Promise<Page>
  /** Stops the server, moves its deadlines, and starts it again. */
  letBe(moment: Date): Promise<void>
  look(page: Page, name: string): Promise<void>
  complaints(): string[]
  end(): Promise<void>
  /** Ids that a step leaves for later ones. */
  left: { case?: string; notice?: string; received?: string; link?: string }
}

/** One step of the journey; returns a description of what it saw, and throws on failure. */
export type Stretch = { name: string; walk: (way: NoticeJourney) => Promise<string> }

/** Waits until a picture has loaded and decodes: a broken one has no natural width. */
export async function seen(picture: Locator): Promise<void> {
  await picture.scrollIntoViewIfNeeded()
  const width = await picture.evaluate(
    'async (image) => (await image.decode(), image.naturalWidth)',
  )
  if (width === 0) throw new Error('a picture has no width')
}

export type WayOptions = {
  server: ConsoleFixture
  shop: TestShop
  browser: Browser
  folder: string
  passTime: (moment: Date) => Promise<void>
  look?: ((page: Page, name: string) => Promise<void>) | undefined
}

/** Both organisations, with a granted claim, set up before the server starts. */
export async function prepareNoticeJourney(operator: OperatorFixture): Promise<void> {
  await operator.addOrganisation(market.slug, market.name, 'marketplace')
  await operator.addOrganisation(brand.slug, brand.name, 'rights-holder')
  await operator.importCatalog(brand.slug, {
    brands: [{ id: brand.mark, name: 'Velmoraq', owner: brand.name, aliases: [] }],
  })
  await operator.claimBrands(brand.slug, [brand.mark])
  await operator.operate('organisations.marketplaces', {
    organisation: market.slug,
    marketplaces: [market.slug],
  })
}

/** Starts in a prepared organisation with members and without listings. */
export async function beginNoticeJourney(options: WayOptions): Promise<NoticeJourney> {
  const { server, shop, browser, folder, passTime, look } = options
  await server.addMember(market.slug, people.anna, ['admin'])
  await server.addMember(market.slug, people.jonas, ['reviewer'])
  await server.addMember(brand.slug, people.dewi, ['admin', 'analyst'])
  const pages = new Map<string, Promise<Page>>()
  const heard: string[][] = []
  const newPage = async (cookies: Cookies = []): Promise<Page> => {
    const { page, complaints } = await visit(browser, server.url, { cookies })
    heard.push(complaints)
    return page
  }
  const signedIn = async (email: string): Promise<Page> => {
    const page = await newPage(await signInByApi(server.url, email))
    await page.goto('/')
    await page.locator('#content').waitFor()
    return page
  }
  let sellers: Promise<Page> | undefined
  return {
    server,
    shop,
    folder,
    left: {},
    look: async (page, name) => {
      if (look === undefined) return
      // Waits for loading indicators before a screenshot, unless they last.
      const waits = page.locator('.mantine-Loader-root').first()
      await waits.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => undefined)
      // The console's pages scroll inside the window: a taller window shows them whole.
      const before = page.viewportSize() ?? { width: 1280, height: 860 }
      const whole = await page.evaluate<number>(
        "document.querySelector('#content')?.scrollHeight ?? 0",
      )
      const height = Math.min(Math.max(whole, before.height), 5000)
      await page.setViewportSize({ ...before, height })
      await look(page, name)
      await page.setViewportSize(before)
    },
    pageOf: (email) => {
      const page = pages.get(email) ?? signedIn(email)
      pages.set(email, page)
      return page
    },
    sellersPage: () => {
      sellers ??= newPage()
      return sellers
    },
    letBe: passTime,
    // Pages that poll while the server is stopped log errors.
    complaints: () => heard.flat().filter((one) => !/ERR_CONNECTION_|status of 503/.test(one)),
    end: async () => {
      for (const page of [...pages.values(), ...(sellers === undefined ? [] : [sellers])]) {
        await (await page).context().close()
      }
    },
  }
}
