import type { Client } from '@touchstone/client'
import type { Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser } from './browser.ts'
import { samples } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@scrolling.example'
/** `npm run test:endurance` scrolls through many more. */
const kept = Number(process.env['TOUCHSTONE_TEST_QUEUE'] ?? 450)
/** Interval at which the page looks for new listings. */
const lookMilliseconds = 20_000

/** The scroll position, and each visible row with its position on the screen. */
const inSight = `(() => {
  const list = document.querySelector('[role=list]:has([role=listitem])')
  const { top, bottom } = list.getBoundingClientRect()
  const rows = [...list.querySelectorAll('[role=listitem]')]
    .map((row) => [row.querySelector('a').href, row.getBoundingClientRect()])
    .filter(([, box]) => box.bottom > top && box.top < bottom)
    .map(([href, box]) => href + ' at ' + Math.round(box.top))
  const current = list.querySelector('[data-current=true] a')?.href
  return JSON.stringify([list.scrollTop, current, rows])
})()`
const rowsDrawn = `document.querySelectorAll('[role=listitem]').length`
const rowsLoaded = `(() => {
  const row = document.querySelector('[role=listitem]')
  return Math.round(row.parentElement.offsetHeight / row.offsetHeight)
})()`

/** Resolves after it has had nothing to do twice, some time apart. */
const nothingToDo = `new Promise((resolve) => requestIdleCallback(() =>
  setTimeout(() => requestIdleCallback(() => resolve()), 200)))`

describe.skipIf(!hasChromium)(`a long queue ${inBrowser}`, () => {
  let client: Client
  let visitors: Visitors
  let page: Page
  let asked: string[] = []
  const unanswered = new Set<Request>()

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('scrolling-market', 'Sample Market', 'marketplace')
    await server.addMember('scrolling-market', person, ['analyst'])
    client = await server.clientOf('scrolling-market')
    const listings = Array.from({ length: kept }, (_, at) => {
      const listing = samples.listings[at % samples.listings.length]!
      return { ...listing, id: `${at}-${listing.id}` }
    })
    await client.listings.takeBatch({ body: listings })
    page = await visitors.open('/', person)
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      // The menu counts what waits once a minute, whatever is scrolled.
      const isMenu = pathname === '/api/v1/inbox/counts'
      if (pathname.startsWith('/api/') && !isMenu) asked.push(pathname)
      unanswered.add(request)
    })
    page.on('requestfinished', (request) => unanswered.delete(request))
    page.on('requestfailed', (request) => unanswered.delete(request))
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  async function openQueue(): Promise<void> {
    await page.goto('/listings')
    await page.locator('[data-current=true]').waitFor()
    await page.locator('article').waitFor()
    await page.mouse.move(420, 600)
  }

  /** Once the page has nothing to do and has got everything that it asked for. */
  async function idle(): Promise<void> {
    const rests = async (): Promise<boolean> => {
      const before = asked.length
      await page.evaluate(nothingToDo)
      return unanswered.size === 0 && asked.length === before
    }
    await expect.poll(rests).toBe(true)
  }

  /** The visible rows, once scrolling has stopped. */
  async function atRest(): Promise<string> {
    let seen = ''
    const stands = async (): Promise<boolean> => {
      const before = seen
      await page.evaluate(nothingToDo)
      seen = await page.evaluate<string>(inSight)
      const [top] = JSON.parse(seen) as [number]
      return top > 0 && seen === before
    }
    await expect.poll(stands, { interval: 150 }).toBe(true)
    return seen
  }

  test('is scrolled to its end with a request for many rows, and few rows are ever drawn', async () => {
    asked = []
    await openQueue()
    // The open listing asks for this last.
    await expect.poll(() => asked.some((path) => path.endsWith('/portfolio'))).toBe(true)
    await idle()
    const first = await page.evaluate<number>(rowsLoaded)
    asked = []
    let most = 0
    let steps = 0
    await expect
      .poll(
        async () => {
          steps++
          await page.mouse.wheel(0, 4000)
          most = Math.max(most, await page.evaluate<number>(rowsDrawn))
          return page.evaluate<number>(rowsLoaded)
        },
        { interval: 40 },
      )
      .toBe(kept)
    const pages = Math.ceil((kept - first) / 100)
    const others = asked.filter((path) => path !== '/api/v1/listings')
    expect(asked.length - others.length).toBeLessThanOrEqual(pages)
    // Pictures are asked for where the list rests, of all rows in sight at once: on a busy machine after each step.
    const pictures = others.filter((path) => path === '/api/v1/listing-thumbnails')
    expect(pictures.length).toBeLessThanOrEqual(steps + pages)
    expect(others.filter((path) => path !== '/api/v1/listing-thumbnails')).toEqual([])
    expect(most).toBeLessThan(60)
    expect(visitors.complaints()).toEqual([])
  })

  test('the text being read stays in place while listings arrive', async () => {
    await page.clock.install()
    await openQueue()
    for (let press = 0; press < 3; press++) await page.keyboard.press('j')
    await page.mouse.wheel(0, 2777)
    const before = await atRest()
    const news = page.getByRole('button', { name: /new listings. Show$/ })
    for (const name of ['first', 'second']) {
      const arriving = samples.listings
        .slice(0, 7)
        .map((one) => ({ ...one, id: `${name}-${one.id}` }))
      await client.listings.takeBatch({ body: arriving })
      await page.clock.fastForward(lookMilliseconds)
      const count = name === 'first' ? 7 : 14
      await news.filter({ hasText: `${count} new listings` }).waitFor()
      expect(await page.evaluate<string>(inSight)).toBe(before)
    }
    await news.click()
    await expect.poll(() => page.evaluate<string>(inSight)).not.toBe(before)
    expect(visitors.complaints()).toEqual([])
  })
})
