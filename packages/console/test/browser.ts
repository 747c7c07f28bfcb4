import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchChromium } from '@touchstone/server/testing/launch-chromium'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { password } from './console-fixture.ts'
import { shareInWorker } from './share-in-worker.ts'

export { hasChromium, inBrowser, launchChromium } from '@touchstone/server/testing/launch-chromium'

/** One browser for all files of a worker; each file closes the contexts it opens. */
export const sharedBrowser = shareInWorker(
  // The worker ends it, so it must not end by itself.
  () => launchChromium({ handleSIGTERM: false }),
  (browser) => browser.close(),
)

export type Cookies = Parameters<BrowserContext['addCookies']>[0]

export type View = {
  width?: number
  height?: number
  dark?: boolean
  locale?: string
  /** Cookies of an existing session. */
  cookies?: Cookies
}

export type Visit = {
  page: Page
  context: BrowserContext
  /** Errors that the browser's console would show; tests expect none. */
  complaints: string[]
}

/** Opens a page in a browser context of its own. */
export async function visit(browser: Browser, url: string, view: View = {}): Promise<Visit> {
  const context = await openContext(browser, url, view)
  return { context, ...(await openPage(context, url)) }
}

/** A browser context without pages. */
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
    // Browsers log responses of 401 as errors, which pages cause when they ask whether somebody is signed in.
    // Where a processor draws what a graphics card should, the driver says that this is slow.
    const expected = /status of 401|GPU stall due to ReadPixels/.test(message.text())
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

/** How long the console's pages let a decision be undone before they send it. */
const undoMilliseconds = 6000

/**
 * From now on decisions stay undoable, though they are sent after that time: a busy machine may need longer for the
 * next key. Returns what lets the page send later ones again.
 */
export async function letUndoWait(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(`window.startTimer = window.setTimeout
    window.setTimeout = (work, milliseconds, ...more) =>
      milliseconds === ${undoMilliseconds} ? 0 : startTimer(work, milliseconds, ...more)`)
  return () => page.evaluate('void (window.setTimeout = startTimer)')
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const levelAa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Resolves when no finite animation is running. */
const stands = `Promise.all(document.getAnimations()
  .filter(({ playState, effect }) =>
    playState === 'running' && Number.isFinite(effect.getComputedTiming().endTime))
  .map(({ finished }) => finished.catch(() => undefined))).then(() => undefined)`

/** Rules that depend on colours, the only ones that a colour scheme can change. */
const ofColours = ['color-contrast', 'link-in-text-block']

export type Rules = 'all' | 'of-colours' | 'but-colours'

function optionsFor(rules: Rules): object {
  if (rules === 'of-colours') return { runOnly: { type: 'rule', values: ofColours } }
  const runOnly = { type: 'tag', values: levelAa }
  if (rules === 'all') return { runOnly }
  return { runOnly, rules: Object.fromEntries(ofColours.map((id) => [id, { enabled: false }])) }
}

const busyMilliseconds = 3000

/** Waits while a part of the page is marked as loading: what it loads moves what stands below. */
async function whileBusy(page: Page): Promise<void> {
  const late = Date.now() + busyMilliseconds
  const isBusy = `document.querySelector('[aria-busy=true]') !== null`
  while (Date.now() < late && (await page.evaluate<boolean>(isBusy))) await sleep(50)
}

/** What axe finds at this moment. */
async function violations(page: Page, rules: Rules): Promise<string[]> {
  await whileBusy(page)
  await page.evaluate(stands)
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe)
  const options = JSON.stringify({
    ...optionsFor(rules),
    resultTypes: ['violations'],
    elementRef: true,
  })
  return page.evaluate<string[]>(`axe.run(document, ${options}).then(${told})`)
}

/**
 * Formats each violation as one line, and scrolls to where it was found: what lies half under a bar that stays in its
 * place counts as too small to press.
 */
const told = `({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => {
  node.element?.scrollIntoView({ block: 'center' })
  return id + ': ' + node.html.slice(0, 160) + ' ' + node.failureSummary.slice(0, 200)
}))`

const transientMilliseconds = 3000
/** On a busy machine one look takes longer than that. */
const fewestLooks = 4

/**
 * Violations of WCAG 2.2, level AA, that persist: while colours change or a part appears, axe sees mixtures that
 * nobody can read.
 */
export async function findings(page: Page, rules: Rules = 'all'): Promise<string[]> {
  const late = Date.now() + transientMilliseconds
  let found = await violations(page, rules)
  for (let looks = 1; found.length > 0 && (looks < fewestLooks || Date.now() < late); looks++) {
    found = await violations(page, rules)
  }
  return found
}

/** True once a page has loaded its content. */
const isSettled = `document.querySelector('h1') !== null &&
  document.querySelector('.mantine-Loader-root, [aria-busy=true]') === null`

const settledMilliseconds = 120_000

/** Loads a page and waits for its content. */
export async function showSettled(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await until(page, isSettled, path)
}

/** Navigates by the router, as links do, in a quarter of the time of a load. */
export async function goSettled(page: Page, path: string): Promise<void> {
  const href = JSON.stringify(path)
  await page.evaluate(`__TSR_ROUTER__.navigate({ href: ${href} })`)
  const isThere = `__TSR_ROUTER__.state.status === 'idle' &&
    __TSR_ROUTER__.state.resolvedLocation.href === ${href}`
  await until(page, `${isThere} && ${isSettled}`, path)
}

/** Polls from the outside, since the pages' content security policy allows no script to wait in them. */
async function until(page: Page, holds: string, path: string): Promise<void> {
  const late = Date.now() + settledMilliseconds
  while (!(await page.evaluate<boolean>(holds))) {
    if (Date.now() > late) throw new Error(`${path} goes on loading`)
    await sleep(50)
  }
}
