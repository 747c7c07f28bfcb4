import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { password } from './console-fixture.ts'

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
// In CI they fail without it: a broken installation would else pass in silence.
export const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])
/** Says in a test's name why it was left out. */
export const inBrowser = hasChromium
  ? 'in a browser'
  : `in a browser (no Chromium at ${chromiumPath}; set CHROMIUM_PATH)`

export function launch(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: chromiumPath,
    args: isRoot ? ['--no-sandbox'] : [],
  })
}

export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

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
  const { width = 1280, height = 860, dark = false, locale = 'en', cookies = [] } = view
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale,
    reducedMotion: 'reduce',
  })
  await context.addCookies(cookies)
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
  return { page, context, complaints }
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

/** What axe finds against WCAG 2.2 at level AA. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(stands)
  await page.evaluate(axe)
  return page.evaluate<string[]>(`axe.run(document, {
    runOnly: ${JSON.stringify(levelAa)},
    resultTypes: ['violations'],
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + node.failureSummary.slice(0, 200))))`)
}

/** What axe still finds a moment later: while the colours change some are those of before. */
export async function lasting(page: Page): Promise<string[]> {
  const told = await findings(page)
  if (told.length === 0) return told
  await page.waitForTimeout(500)
  return findings(page)
}
