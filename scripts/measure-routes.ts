import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Page,
} from 'playwright-core'
import { percentile } from '../bench/percentile.ts'
import { ofMembers, pathOf } from './screenshot-pages.ts'

// Measures changes between the pages of a running server with the sample alliance, in one tab, from the change of the
// address to the frame in which the new page is complete: its heading is there, and nothing in it loads any more.
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:7070' },
    data: { type: 'string', default: 'data' },
    people: { type: 'string', default: 'analyst@velmoraq.example,reviewer@bazarune.example' },
    rounds: { type: 'string', default: '2' },
    // Process id of the server: then also the processor time of server and browser together, which on an idle machine
    // is at least the time that a change takes of them, and does not depend on other programs.
    server: { type: 'string', default: '' },
    // Seconds that a person reads the first page before they go on; meanwhile the console loads the code of others.
    rest: { type: 'string', default: '10' },
  },
})

type Change = { path: string; round: number; ms: number; processorMs: number }

/** Processor time so far of the server and all processes of the browser. */
async function processorTime(session: CDPSession): Promise<number> {
  if (values.server === '') return 0
  const [, times = ''] = readFileSync(`/proc/${values.server}/stat`, 'utf8').split(') ')
  const [user, system] = times.split(' ').slice(11, 13).map(Number)
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const browserSeconds = processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
  return ((user ?? 0) + (system ?? 0)) * 10 + browserSeconds * 1000
}

/** Runs in the page: goes to an address as a link of the console does. */
const change = `async (path) => {
  const before = document.querySelector('#content h1')
  const words = before?.textContent
  const isComplete = () => {
    const content = document.querySelector('#content')
    const heading = content?.querySelector('h1')
    if (!heading || content.querySelector('.mantine-Loader-root, .mantine-Skeleton-root')) return false
    return heading !== before || heading.textContent !== words
  }
  const began = performance.now()
  history.pushState({}, '', path)
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no page at ' + path)), 20000)
    const observer = new MutationObserver(() => check())
    const check = () => {
      if (!isComplete()) return
      observer.disconnect()
      clearTimeout(late)
      resolve()
    }
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now() - began)
      port2.postMessage(undefined)
    })
  })
}`

async function signIn(browser: Browser, email: string): Promise<BrowserContext> {
  const signIns = readFileSync(join(values.data, 'sample-sign-ins.txt'), 'utf8')
  const [, password = ''] = signIns.split('\n')
  const context = await browser.newContext({
    baseURL: values.url,
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('#content').waitFor({ timeout: 60_000 })
  await page.close()
  return context
}

/** The addresses of all pages that this person has something to see on. */
async function addressesOf(page: Page): Promise<string[]> {
  const addresses = new Set<string>()
  for (const { path } of ofMembers) {
    const address = await pathOf(path, page)
    if (address === undefined) continue
    await page.goto(address)
    const heading = page.locator('#content h1')
    const isPage = await heading
      .first()
      .waitFor({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      )
    const { pathname, search } = new URL(page.url())
    if (isPage) addresses.add(pathname + search)
  }
  return [...addresses]
}

async function changesOf(context: BrowserContext, session: CDPSession): Promise<Change[]> {
  const visit = await context.newPage()
  const addresses = await addressesOf(visit)
  await visit.close()
  const page = await context.newPage()
  await page.goto('/account')
  await page.locator('#content h1').waitFor()
  await page.waitForTimeout(Number(values.rest) * 1000)
  const changes: Change[] = []
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const path of addresses) {
      // A filter of the same page is no change of the route.
      if (new URL(page.url()).pathname === path.split('?')[0]) continue
      await page.waitForLoadState('networkidle')
      const before = await processorTime(session)
      const ms = await page.evaluate<number>(`(${change})(${JSON.stringify(path)})`)
      changes.push({ path, round, ms, processorMs: (await processorTime(session)) - before })
    }
  }
  await page.close()
  return changes
}

const summary = (changes: readonly Change[]): string => {
  const stated = (times: readonly number[]): string => {
    const at = (share: number): string => percentile(times, share).toFixed(0)
    return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`
  }
  const times = `${changes.length} changes, ${stated(changes.map(({ ms }) => ms))}`
  if (values.server === '') return times
  return `${times}; of processors ${stated(changes.map(({ processorMs }) => processorMs))}`
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const session = await browser.newBrowserCDPSession()
for (const email of values.people.split(',')) {
  const context = await signIn(browser, email)
  const changes = await changesOf(context, session)
  await context.close()
  console.log(`${email}: ${summary(changes)}`)
  for (const [round, of] of Map.groupBy(changes, (one) => one.round)) {
    console.log(`  round ${round}: ${summary(of)}`)
  }
  const weight = ({ ms, processorMs }: Change): number => (values.server === '' ? ms : processorMs)
  const slowest = [...changes].sort((one, other) => weight(other) - weight(one)).slice(0, 8)
  for (const { path, round, ms, processorMs } of slowest) {
    console.log(`    ${ms.toFixed(0)} ms (${processorMs.toFixed(0)})  ${path} (round ${round})`)
  }
}
await browser.close()
