import type { TestShop } from '@touchstone/server/testing/shop'
import type { Browser, Locator, Page } from 'playwright-core'
import { visit, type Cookies } from '../../browser.ts'
import type { ConsoleFixture } from '../../console-fixture.ts'
import type { OperatorFixture } from '../../operator-fixture.ts'
import { signInByApi } from '../../signed-in-users.ts'

/** Who walks: a rights holder and a marketplace, and somebody who sells there. */
export const people = {
  /** Writes notices, and is admin of the rights holder. */
  dewi: 'dewi@velmoraq.example',
  /** Decides on notices. */
  anna: 'anna@pasar.example',
  /** Decides on what sellers answer: nobody who decided first does. */
  jonas: 'jonas@pasar.example',
} as const

export const brand = { slug: 'velmoraq', name: 'Velmoraq Rights', mark: 'velmoraq' } as const
export const market = { slug: 'pasar', name: 'Pasar Lestari' } as const

export const title = 'Velmoraq sandal KW super, replica 1:1, without box'

export type NoticeJourney = {
  house: ConsoleFixture
  shop: TestShop
  /** A folder for files that are handed in. */
  folder: string
  /** A signed-in person's page; the same one each time. */
  pageOf(email: string): Promise<Page>
  /** In the browser of the seller, who has no account. */
  sellersPage(): Promise<Page>
  /** The server ends, time passes for its deadlines, and it serves again. */
  letBe(moment: Date): Promise<void>
  look(page: Page, name: string): Promise<void>
  complaints(): string[]
  end(): Promise<void>
  /** What a stretch leaves for those after it. */
  left: { case?: string; notice?: string; received?: string; link?: string }
}

/** One stretch of the way; gives in words what was seen, and throws where it went wrong. */
export type Stretch = { name: string; walk: (way: NoticeJourney) => Promise<string> }

/** That a picture has come and is one: a broken one has no width of its own. */
export async function seen(picture: Locator): Promise<void> {
  await picture.scrollIntoViewIfNeeded({ timeout: 60_000 })
  const width = await picture.evaluate(
    'async (image) => (await image.decode(), image.naturalWidth)',
  )
  if (width === 0) throw new Error('a picture has no width')
}

export type WayOptions = {
  house: ConsoleFixture
  shop: TestShop
  browser: Browser
  folder: string
  passTime: (moment: Date) => Promise<void>
  look?: ((page: Page, name: string) => Promise<void>) | undefined
}

/** The two houses with an approved claim, before the server starts. */
export async function prepareNoticeJourney(operator: OperatorFixture): Promise<void> {
  await operator.addOrganisation(market.slug, market.name, 'marketplace')
  await operator.addOrganisation(brand.slug, brand.name, 'rights-holder')
  await operator.importCatalog(brand.slug, {
    brands: [{ id: brand.mark, name: 'Velmoraq', owner: brand.name, aliases: [] }],
  })
  await operator.claimBrands(brand.slug, [brand.mark])
}

/** In an organisation that was prepared for it, with its people, before any listing has come. */
export async function beginNoticeJourney(options: WayOptions): Promise<NoticeJourney> {
  const { house, shop, browser, folder, passTime, look } = options
  await house.addMember(market.slug, people.anna, ['admin'])
  await house.addMember(market.slug, people.jonas, ['reviewer'])
  await house.addMember(brand.slug, people.dewi, ['admin', 'analyst'])
  const pages = new Map<string, Promise<Page>>()
  const heard: string[][] = []
  const newPage = async (cookies: Cookies = []): Promise<Page> => {
    const { page, complaints } = await visit(browser, house.url, { cookies })
    heard.push(complaints)
    return page
  }
  const signedIn = async (email: string): Promise<Page> => {
    const page = await newPage(await signInByApi(house.url, email))
    await page.goto('/')
    await page.locator('#content').waitFor()
    return page
  }
  let sellers: Promise<Page> | undefined
  return {
    house,
    shop,
    folder,
    left: {},
    look: async (page, name) => {
      if (look === undefined) return
      // A picture of what waits shows little; what goes on waiting is pictured as it is.
      const waits = page.locator('.mantine-Loader-root').first()
      await waits.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => undefined)
      // The pages of the console scroll inside: a taller window shows them whole.
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
    // Time passes while the server is stopped: pages that poll meanwhile find it gone.
    complaints: () => heard.flat().filter((one) => !/ERR_CONNECTION_|status of 503/.test(one)),
    end: async () => {
      for (const page of [...pages.values(), ...(sellers === undefined ? [] : [sellers])]) {
        await (await page).context().close()
      }
    },
  }
}
