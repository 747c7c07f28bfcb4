import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

// Takes a screenshot of every page of a running server with the sample alliance, in each language, light and dark, at
// desktop and phone widths, into one folder of PNG files.
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:7070' },
    data: { type: 'string', default: 'data' },
    out: { type: 'string', default: join('data', 'photographs') },
    locales: { type: 'string', default: 'en,id,zh' },
    widths: { type: 'string', default: '1280,390' },
    schemes: { type: 'string', default: 'light,dark' },
    pages: { type: 'string', default: '' },
    // The operator’s password, once the one of the first start is changed.
    operator: { type: 'string', default: '' },
    people: { type: 'string', default: '' },
    // The whole page instead of the visible part.
    whole: { type: 'boolean', default: false },
  },
})
const listOf = (text: string): string[] => text.split(',').filter((part) => part !== '')

type Place = { name: string; path: string | ((page: Page) => Promise<string | undefined>) }

/** The first link on another page whose address has this prefix. */
function firstLink(from: string, beginning: string): Place['path'] {
  return async (page) => {
    await page.goto(from)
    // Tabs and forms share the beginning with the pages of single items.
    const otherThan = [
      'new',
      'settings',
      'board',
      'shared-notes',
      'templates',
      'queues',
      'links',
      'proof-requests',
      'clearances',
    ]
      .map((end) => `:not([href$="/${end}"])`)
      .join('')
    const link = page.locator(`#content a[href^="${beginning}"]${otherThan}`).first()
    await link.waitFor({ timeout: 5000 }).catch(() => undefined)
    return (await link.count()) === 0 ? undefined : ((await link.getAttribute('href')) ?? undefined)
  }
}

/** The first link of that beginning from the page that such a link leads to. */
function linkBeyond(from: string, beginning: string, next: string): Place['path'] {
  return async (page) => {
    const first = await pathOf(firstLink(from, beginning), page)
    return first === undefined ? undefined : pathOf(firstLink(first, next), page)
  }
}

async function pathOf(path: Place['path'], page: Page): Promise<string | undefined> {
  return typeof path === 'string' ? path : path(page)
}

const ofMembers: Place[] = [
  { name: 'inbox', path: '/' },
  { name: 'overview', path: '/overview' },
  { name: 'insight', path: '/insight' },
  { name: 'insight-listings', path: firstLink('/insight', '/insight/listings') },
  { name: 'queue', path: '/listings' },
  { name: 'queue-filtered', path: '/listings?verdict=block&decided=false&sort=most-probable' },
  { name: 'listing', path: firstLink('/listings?verdict=block', '/listings/') },
  { name: 'listing-with-reference-image', path: firstLink('/listings?signal=image', '/listings/') },
  {
    name: 'comparison',
    path: linkBeyond('/listings?signal=image', '/listings/', '/catalog/reference-images/'),
  },
  { name: 'sellers', path: '/sellers' },
  { name: 'sellers-most-flagged', path: '/sellers?sort=most-flagged' },
  { name: 'seller', path: firstLink('/sellers?sort=most-flagged', '/sellers/') },
  { name: 'approvals', path: '/approvals' },
  { name: 'cases', path: '/cases' },
  { name: 'cases-board', path: '/cases/board' },
  { name: 'case-templates', path: '/cases/templates' },
  { name: 'case-queues', path: '/cases/queues' },
  { name: 'deadlines', path: '/deadlines' },
  { name: 'case', path: firstLink('/cases', '/cases/') },
  { name: 'captures', path: '/captures' },
  { name: 'capture', path: firstLink('/captures', '/captures/') },
  { name: 'notices', path: '/notices' },
  { name: 'notice', path: firstLink('/notices', '/notices/') },
  { name: 'notice-settings', path: '/notices/settings' },
  { name: 'proceedings', path: '/proceedings' },
  { name: 'proceeding', path: firstLink('/proceedings', '/proceedings/') },
  { name: 'regime', path: '/regimes/eu-dsa' },
  { name: 'moderation', path: '/moderation' },
  { name: 'moderation-follow-up', path: '/moderation?work=following' },
  { name: 'received-notice', path: firstLink('/moderation', '/moderation/notices/') },
  { name: 'bulk-restrictions', path: '/moderation/bulk-restrictions' },
  { name: 'measures', path: '/moderation/measures' },
  { name: 'filings', path: '/moderation/filings' },
  { name: 'misuse', path: '/moderation/misuse' },
  { name: 'trusted-flaggers', path: '/moderation/trusted-flaggers' },
  { name: 'moderation-settings', path: '/moderation/settings' },
  { name: 'appeals', path: '/appeals?state=all' },
  { name: 'appeal', path: firstLink('/appeals?state=all', '/appeals/') },
  { name: 'appeal-links', path: '/appeals/links' },
  { name: 'proof-requests', path: '/appeals/proof-requests' },
  { name: 'proof-request', path: firstLink('/appeals/proof-requests', '/appeals/proof-requests/') },
  { name: 'clearances', path: '/appeals/clearances' },
  { name: 'blind-audit', path: '/blind-audit' },
  { name: 'blind-audit-results', path: '/blind-audit/results' },
  { name: 'notice-quality', path: '/notice-quality' },
  { name: 'notice-quality-by-signal', path: '/notice-quality?by=signal' },
  { name: 'confidentiality-holds', path: '/confidentiality-holds' },
  { name: 'catalog', path: '/catalog' },
  { name: 'brand', path: firstLink('/catalog', '/catalog/brands/') },
  { name: 'products', path: '/catalog/products' },
  { name: 'reference-images', path: '/catalog/reference-images' },
  {
    name: 'reference-image',
    path: firstLink('/catalog/reference-images', '/catalog/reference-images/'),
  },
  { name: 'catalog-import', path: '/catalog/import' },
  { name: 'claims', path: '/catalog/claims' },
  { name: 'claim', path: firstLink('/catalog/claims', '/catalog/claims/') },
  { name: 'new-claim', path: '/catalog/claims/new' },
  { name: 'lexicon', path: '/lexicon' },
  { name: 'term', path: '/lexicon/terms/en.one-to-one' },
  { name: 'engine-releases', path: '/lexicon/engine-releases' },
  { name: 'thresholds', path: '/thresholds' },
  { name: 'import', path: '/import' },
  { name: 'users', path: '/users' },
  { name: 'api-keys', path: '/api-keys' },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'retention', path: '/retention' },
  { name: 'audit-log', path: '/audit-log' },
  {
    name: 'audit-log-filtered',
    path: '/audit-log?actions=signed-in,listings-ingested&from=2020-01-01',
  },
  { name: 'account', path: '/account' },
  { name: 'not-found', path: '/nowhere' },
]

const ofOperator: Place[] = [
  { name: 'operator-inbox', path: '/' },
  ...['', 'claims', 'engines', 'jobs', 'database', 'retention'].map((name) => ({
    name: `operator-${name || 'organisations'}`,
    path: `/operator/${name}`,
  })),
]

type Person = { email: string; password: string; places: Place[]; as: string }

/** The sample’s people, or those given by `--people`, and the operator. */
function people(): Person[] {
  const [, password = '', ...lines] = readFileSync(
    join(values.data, 'sample-sign-ins.txt'),
    'utf8',
  ).split('\n')
  const emails = listOf(values.people)
  const members = lines
    .map((line) => /^(\S+)@([a-z-]+)\S*(?=  )/.exec(line))
    .filter((match) => match !== null)
    .map(([email, who = '', where = '']) => ({
      email,
      password,
      places: ofMembers,
      as: `${where}-${who}`,
    }))
    .filter(({ email }) => emails.length === 0 || emails.includes(email))
  if (values.operator === '') return members
  const email = 'admin@touchstone.internal'
  const operator = { email, password: values.operator, places: ofOperator, as: 'operator' }
  return [...members, operator]
}

async function signIn(browser: Browser, { email, password }: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: values.url })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('#content').waitFor({ timeout: 20_000 })
  return context
}

/** The language that a person chose for the account counts on every device. */
async function speak(context: BrowserContext, locale: string): Promise<void> {
  const headers = { origin: new URL(values.url).origin }
  const answer = await context.request.patch('/api/v1/user', { headers, data: { locale } })
  if (!answer.ok()) throw new Error(`the language could not be changed: ${await answer.text()}`)
}

const tallest = 4000

/** Makes the window as high as the page's scrollable content. */
async function unroll(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>(
    `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(
      document.querySelector('#content') ?? document.documentElement)`,
  )
  const { width = 0, height = 0 } = page.viewportSize() ?? {}
  await page.setViewportSize({ width, height: Math.min(tallest, height + beyond) })
}

async function photograph(browser: Browser, person: Person, cookies: Cookies): Promise<void> {
  const names = listOf(values.pages)
  for (const locale of listOf(values.locales)) {
    for (const scheme of listOf(values.schemes) as ('light' | 'dark')[]) {
      for (const width of listOf(values.widths).map(Number)) {
        const viewport = { width, height: width < 600 ? 844 : 900 }
        const context = await browser.newContext({
          baseURL: values.url,
          colorScheme: scheme,
          locale,
          reducedMotion: 'reduce',
          viewport,
        })
        await context.addCookies(cookies)
        await speak(context, locale)
        const page = await context.newPage()
        for (const { name, path } of person.places) {
          if (names.length > 0 && !names.includes(name)) continue
          const address = await pathOf(path, page)
          if (address === undefined) continue
          await page.setViewportSize(viewport)
          await page.goto(address)
          await page.waitForLoadState('networkidle').catch(() => undefined)
          await page.waitForTimeout(300)
          const file = `${person.as}-${name}-${locale}-${scheme}-${width}.png`
          if (values.whole) await unroll(page)
          await page.screenshot({ path: join(values.out, file) })
          console.log(file)
        }
        await context.close()
      }
    }
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

mkdirSync(values.out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const person of people()) {
  const context = await signIn(browser, person).catch((error: unknown) => {
    console.error(`${person.email} could not sign in: ${String(error)}`)
    return undefined
  })
  if (context === undefined) continue
  await photograph(browser, person, await context.cookies())
  await context.close()
}
await browser.close()
