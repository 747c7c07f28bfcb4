import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { openStore } from '@touchstone/server'
import type { Browser, Page } from 'playwright-core'
import {
  hasChromium,
  inBrowser,
  launchChromium,
  visit,
  type Cookies,
} from '../packages/console/test/browser.ts'
import { buildConsole } from '../packages/console/test/console-fixture.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { whileListingsArrive } from './console-arrivals.ts'
import { filterTimes } from './console-filters.ts'
import { scrollFrames } from './console-scroll.ts'
import { fill, onBothStores, type Engine } from './fill-stores.ts'
import { percentile } from './percentile.ts'

const rounds = 7
const slowdown = 4

/** The console in a browser, from a server started as usual, over many listings in both stores. */
export async function* consolePages(rows: number, only?: Engine): AsyncGenerator<string> {
  if (!hasChromium) {
    yield `The console is left out: ${inBrowser}`
    return
  }
  buildConsole()
  const measure = async function* (config: StoreConfig, count: number): AsyncGenerator<string> {
    const store = await openStore(config)
    let key: string
    try {
      key = (await fill(store, count, ['listings:write'])).market.key
    } finally {
      await store.close()
    }
    yield* consoleOver(config, count, key)
  }
  yield* onBothStores('console', rows, measure, only)
}

type Served = { url: string; email: string; password: string }

/** Over a filled store that is not open; `key` sends the arriving listings. */
export async function* consoleOver(
  config: StoreConfig,
  rows: number,
  key: string,
): AsyncGenerator<string> {
  const child = startServer(config)
  const browser = await launchChromium()
  try {
    const served = await servedBy(child)
    const { url } = served
    yield `Console over ${rows.toLocaleString('en')} offers, store ${config.engine}:`
    const { entrance, all, cookies } = await firstLoad(browser, served)
    yield `  script of the first load, gzipped   sign-in page ${kilobytes(entrance)}, with the queue behind it ${kilobytes(all)}`
    yield* openings(browser, url)
    yield* openings(browser, url, cookies)
    yield* checkAnswers(browser, url)
    const { page, context } = await prepared(browser, url, cookies)
    yield* filterTimes(page)
    yield* scrollFrames(browser, page)
    yield* whileListingsArrive(page, { url, key })
    await context.close()
    const ended = once(child, 'exit')
    child.send('end')
    await ended
  } finally {
    await browser.close()
    child.kill()
  }
}

function startServer(config: StoreConfig): ChildProcess {
  const place =
    config.engine === 'embedded'
      ? { DATA_DIR: config.dataDir, DATABASE_URL: '' }
      : { DATABASE_URL: config.ownerUrl.reveal() }
  return fork('bench/console-server.ts', {
    execArgv: [
      '--max-semi-space-size=16',
      '--heap-growing-percent=40',
      '--conditions=touchstone-source',
    ],
    env: { ...process.env, ...place },
  })
}

async function servedBy(child: ChildProcess): Promise<Served> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the server ended')))
  const [served] = (await Promise.race([once(child, 'message'), ended])) as [Served]
  ended.catch(() => undefined)
  return served
}

/** A page that records when the awaited content is painted. */
async function prepared(browser: Browser, url: string, cookies: Cookies = []) {
  const visited = await visit(browser, url, { cookies })
  await visited.context.addInitScript({ path: 'bench/paint-marks.mjs' })
  return visited
}

/** Visitors to the queue's address sign in first, and are then redirected there. */
async function firstLoad(browser: Browser, { url, email, password }: Served) {
  const { page, context } = await prepared(browser, url)
  const scripts = new Set<string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) scripts.add(pathname)
  })
  await page.goto('/sign-in?next=/listings')
  await page.locator('input[type=email]').fill(email)
  const entrance = packed(scripts)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('[role=listitem]').first().waitFor()
  const cookies = await context.cookies()
  await context.close()
  return { entrance, all: packed(scripts), cookies }
}

function packed(scripts: ReadonlySet<string>): number {
  return [...scripts].reduce(
    (sum, path) => sum + statSync(`packages/console/dist${path}.gz`).size,
    0,
  )
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

type Opening = { drawn: number; answered: number; quiet: number; longest: number }

/** Opens the queue, or the sign-in page, with an empty and a full browser cache. */
async function* openings(browser: Browser, url: string, cookies?: Cookies): AsyncGenerator<string> {
  const open = async (page: Page): Promise<Opening> => {
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.goto(cookies ? '/listings' : '/sign-in', { waitUntil: 'commit' })
    const opened = await page.evaluate<Opening>(cookies ? 'bench.opened()' : 'bench.entered()')
    await session.detach()
    return opened
  }
  const name = cookies ? 'queue' : 'sign-in page'
  const cold: Opening[] = []
  for (let round = 0; round < rounds; round++) {
    const { page, context } = await prepared(browser, url, cookies)
    cold.push(await open(page))
    await context.close()
  }
  yield `  ${name}, CPU ${slowdown} × slower, cold cache  ${summary(cold)}`
  const { page, context } = await prepared(browser, url, cookies)
  const warm: Opening[] = []
  for (let round = -3; round < rounds; round++) {
    const opened = await open(page)
    if (round >= 0) warm.push(opened)
  }
  await context.close()
  yield `  ${name}, CPU ${slowdown} × slower, warm cache  ${summary(warm)}`
}

/** Opens the check of codes by the address in a QR code, with an empty browser cache, until the answer is shown. */
async function* checkAnswers(browser: Browser, url: string): AsyncGenerator<string> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { page, context } = await visit(browser, url, { width: 390, height: 844 })
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    const began = performance.now()
    await page.goto('/check/01/09521234000013/21/V1003', { waitUntil: 'commit' })
    await page.locator('#answer').waitFor()
    times.push(performance.now() - began)
    await context.close()
  }
  yield `  answer of /check, CPU ${slowdown} × slower, cold cache  p50 ${percentile(times, 0.5).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`
}

function summary(openings: readonly Opening[]): string {
  const parts = [
    ['interactive', ({ answered, quiet }) => Math.max(answered, quiet)],
    ['drawn', ({ drawn }) => drawn],
    ['answers', ({ answered }) => answered],
    ['last task over 50 ms ended', ({ quiet }) => quiet],
    ['longest task', ({ longest }) => longest],
  ] satisfies [string, (opening: Opening) => number][]
  return parts
    .map(([name, of]) => {
      const times = openings.map(of)
      return `${name} p50 ${percentile(times, 0.5).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`
    })
    .join('; ')
}
