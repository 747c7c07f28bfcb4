import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { disabledFeatures } from '@touchstone/server/testing/disabled-features'
import {
  chromium as playwright,
  type Browser,
  type BrowserContext,
  type LaunchOptions,
  type Page,
} from 'playwright-core'
import { password } from './console-fixture.ts'
import { shareInWorker } from './share-in-worker.ts'

const chromium = '/usr/bin/chromium'
// It draws no windows around its pages, which takes less of a processor.
const headlessShell = '/usr/bin/chromium-headless-shell'
const chromiumPath =
  process.env['CHROMIUM_PATH'] ?? (existsSync(headlessShell) ? headlessShell : chromium)
// In CI they fail without it: a broken installation would else pass in silence.
export const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])
/** Says in a test's name why it was left out. */
export const inBrowser = hasChromium
  ? 'in a browser'
  : `in a browser (no Chromium at ${chromiumPath}; set CHROMIUM_PATH)`

export function launch(options: LaunchOptions = {}): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  return playwright.launch({
    ...options,
    executablePath: chromiumPath,
    args: isRoot ? ['--no-sandbox', disabledFeatures] : [disabledFeatures],
  })
}

/** One for all files of a worker, which close the contexts that they open. */
export const sharedBrowser = shareInWorker(
  // What it is shared by ends it with the worker.
  () => launch({ handleSIGTERM: false }),
  (browser) => browser.close(),
)

export type Cookies = Parameters<BrowserContext['addCookies']>[0]

export type View = {
  width?: number
  height?: number
  dark?: boolean
  locale?: string
  /** Of a session that goes on here. */
  cookies?: Cookies
}

export type Visit = {
  page: Page
  context: BrowserContext
  /** Whatever a browser's console would show in red: nothing may. */
  complaints: string[]
}

/** A person before a browser of its own. */
export async function visit(browser: Browser, url: string, view: View = {}): Promise<Visit> {
  const context = await openContext(browser, url, view)
  return { context, ...(await openPage(context, url)) }
}

/** A browser of its own, with no page. */
export async function openContext(
  browser: Browser,
  url: string,
  view: View = {},
): Promise<BrowserContext> {
  const { width = 1280, height = 860, dark = false, locale = 'en', cookies = [] } = view
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale,
    reducedMotion: 'reduce',
  })
  await context.addCookies(cookies)
  return context
}

export async function openPage(
  context: BrowserContext,
  url: string,
): Promise<Omit<Visit, 'context'>> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // A browser writes an answer of 401 in red too; that is how pages learn that nobody is signed in.
    const expected = message.text().includes('status of 401')
    if (!expected && ['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:')) {
      complaints.push(`request: ${request.url()}`)
    }
  })
  return { page, complaints }
}

export async function signIn(page: Page, email: string, given = password): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[name=password]').fill(given)
  await page.locator('button[type=submit]').click()
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const levelAa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Settles when nothing fades or moves any more, but for what does so without end. */
const stands = `Promise.all(document.getAnimations()
  .filter(({ playState, effect }) =>
    playState === 'running' && Number.isFinite(effect.getComputedTiming().endTime))
  .map(({ finished }) => finished.catch(() => undefined))).then(() => undefined)`

/** Rules whose outcome depends on colours, and on nothing else that a scheme of colours changes. */
const ofColours = ['color-contrast', 'link-in-text-block']

export type Rules = 'all' | 'of-colours' | 'but-colours'

function optionsFor(rules: Rules): object {
  if (rules === 'of-colours') return { runOnly: { type: 'rule', values: ofColours } }
  const runOnly = { type: 'tag', values: levelAa }
  if (rules === 'all') return { runOnly }
  return { runOnly, rules: Object.fromEntries(ofColours.map((id) => [id, { enabled: false }])) }
}

/** What axe finds against WCAG 2.2 at level AA. */
export async function findings(page: Page, rules: Rules = 'all'): Promise<string[]> {
  await page.evaluate(stands)
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe)
  const options = JSON.stringify({ ...optionsFor(rules), resultTypes: ['violations'] })
  return page.evaluate<string[]>(`axe.run(document, ${options}).then(${told})`)
}

/** Each violation in a line. */
const told = `({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + node.failureSummary.slice(0, 200)))`

const transientMilliseconds = 1000

/** What axe goes on to find: while the colours change some are those of before. */
export async function lasting(page: Page, rules: Rules = 'all'): Promise<string[]> {
  const began = Date.now()
  let found = await findings(page, rules)
  while (found.length > 0 && Date.now() - began < transientMilliseconds) {
    found = await findings(page, rules)
  }
  return found
}

/** True in a page that shows what it has to show. */
const isSettled = `document.querySelector('h1') !== null &&
  document.querySelector('.mantine-Loader-root, [aria-busy=true]') === null`

const settledMilliseconds = 30_000

/** Loads a page and all that it shows. */
export async function showSettled(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await until(page, isSettled, path)
}

/** Goes from a page that is loaded to another as its links do, which takes a quarter of a load. */
export async function goSettled(page: Page, path: string): Promise<void> {
  const href = JSON.stringify(path)
  await page.evaluate(`__TSR_ROUTER__.navigate({ href: ${href} })`)
  const isThere = `__TSR_ROUTER__.state.status === 'idle' &&
    __TSR_ROUTER__.state.resolvedLocation.href === ${href}`
  await until(page, `${isThere} && ${isSettled}`, path)
}

/** Asked from outside: the policy of the pages lets no script wait in them. */
async function until(page: Page, holds: string, path: string): Promise<void> {
  const late = Date.now() + settledMilliseconds
  while (!(await page.evaluate<boolean>(holds))) {
    if (Date.now() > late) throw new Error(`${path} goes on loading`)
    await sleep(50)
  }
}
