import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import {
  ofMembers,
  ofOperator,
  ofStrangers,
  pathOf,
  settle,
  type Place,
} from './screenshot-pages.ts'

// Takes a screenshot of every page of a running server with the sample alliance, in each language, light and dark, at
// desktop and phone widths, into one folder of PNG files. The pages are in `screenshot-pages.ts`.
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
    // Email addresses; `stranger` stands for whoever has no account.
    people: { type: 'string', default: '' },
    // The whole page instead of the visible part.
    whole: { type: 'boolean', default: false },
    // Also lists what has to be scrolled sideways, and keys shown in place of names.
    faults: { type: 'boolean', default: false },
  },
})
const listOf = (text: string): string[] => text.split(',').filter((part) => part !== '')

type Person = { email: string; password: string; places: readonly Place[]; as: string }

/** The sample’s people and the operator, or those given by `--people`. */
function people(): Person[] {
  const [, password = '', ...lines] = readFileSync(
    join(values.data, 'sample-sign-ins.txt'),
    'utf8',
  ).split('\n')
  const members = lines
    .map((line) => /^(\S+)@([a-z-]+)\S*(?=  )/.exec(line))
    .filter((match) => match !== null)
    .map(([email, who = '', where = '']) => ({
      email,
      password,
      places: ofMembers,
      as: `${where}-${who}`,
    }))
  if (values.operator === '') return members
  const email = 'admin@touchstone.internal'
  return [...members, { email, password: values.operator, places: ofOperator, as: 'operator' }]
}

async function signIn(browser: Browser, { email, password }: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: values.url })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('#content').waitFor({ timeout: 60_000 })
  return context
}

const headers = { origin: new URL(values.url).origin }

/** The language that a person chose for the account counts on every device. */
async function speak(context: BrowserContext, locale: string): Promise<void> {
  const answer = await context.request.patch('/api/v1/user', { headers, data: { locale } })
  if (!answer.ok()) throw new Error(`the language could not be changed: ${await answer.text()}`)
}

type SellerLink = { proceeding: string | null; seller: string | null; marketplace: string }

/** The page of sellers who have a link, by a new one each time: a link opens in one browser alone. */
async function sellerPages(context: BrowserContext): Promise<Place[]> {
  const listed = await context.request.get('/api/v1/appeal-links', { headers })
  if (!listed.ok()) throw new Error(`no appeal links: ${await listed.text()}`)
  const { items } = (await listed.json()) as { items: SellerLink[] }
  const proceedings = new Map(items.map((link) => [link.proceeding, link]))
  const known = [...proceedings.values()].filter(({ proceeding }) => proceeding !== null)
  return known.slice(0, 4).map(({ proceeding, seller, marketplace }, at) => ({
    name: `seller-page-${at + 1}`,
    path: async () => {
      const data = {
        proceeding,
        seller: { marketplace, id: seller },
        ownChannel: 'Seller centre → Messages',
      }
      const made = await context.request.post('/api/v1/appeal-links', { headers, data })
      return ((await made.json()) as { url?: string }).url
    },
  }))
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

/** Whatever on the page has to be scrolled sideways, and texts that name a thing by its key. */
const faults = `(() => {
  const shown = (one) => one.checkVisibility() && one.clientWidth > 1
  const wide = [...document.querySelectorAll('body *')]
    .filter((one) => shown(one) && one.scrollWidth > one.clientWidth + 1)
    .filter((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
    .map((one) => 'scrolls sideways: <' + one.localName + ' class="' + one.className + '"> by ' +
      (one.scrollWidth - one.clientWidth) + ' px')
  const page = document.documentElement
  if (page.scrollWidth > page.clientWidth) wide.push('the page is wider than the window')
  const text = document.body.innerText
  const keys = text.match(/\\bsample-[a-z-]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\\bundefined\\b|\\bNaN\\b|\\{\\w+\\}/g)
  return wide.concat([...new Set(keys ?? [])].map((key) => 'shows a key: ' + key))
})()`

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
type Subject = { as: string; places: readonly Place[]; cookies: Cookies; isStranger: boolean }

async function photograph(browser: Browser, subject: Subject): Promise<void> {
  const names = listOf(values.pages)
  for (const locale of listOf(values.locales)) {
    for (const width of listOf(values.widths).map(Number)) {
      const viewport = { width, height: width < 600 ? 844 : 900 }
      const context = await browser.newContext({
        baseURL: values.url,
        locale,
        reducedMotion: 'reduce',
        viewport,
      })
      await context.addCookies(subject.cookies)
      if (!subject.isStranger) await speak(context, locale)
      const page = await context.newPage()
      for (const place of subject.places) {
        if (names.length > 0 && !names.includes(place.name)) continue
        await page.setViewportSize(viewport)
        const file = `${subject.as}-${place.name}-${locale}`
        await photographPlace(page, place, { file, width }).catch((error: unknown) => {
          console.error(`${file} ${width}: ${String(error).split('\n')[0] ?? ''}`)
        })
      }
      await context.close()
    }
  }
}

/** A page in each colour scheme; neither loads it again. */
async function photographPlace(
  page: Page,
  { path, prepare }: Place,
  { file, width }: { file: string; width: number },
): Promise<void> {
  const address = await pathOf(path, page)
  if (address === undefined) return
  const schemes = listOf(values.schemes) as ('light' | 'dark')[]
  await page.emulateMedia({ colorScheme: schemes[0] ?? 'light', reducedMotion: 'reduce' })
  await page.goto(address)
  await settle(page)
  if (prepare !== undefined) {
    await prepare(page)
    await settle(page)
  }
  if (values.whole) await unroll(page)
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(300)
    const name = `${file}-${colorScheme}-${width}.png`
    await page.screenshot({ path: join(values.out, name) })
    const found = values.faults ? await page.evaluate<string[]>(faults) : []
    console.log([name, ...found].join('\n  '))
  }
}

/** Signs in, and photographs what that person sees. */
async function visit(browser: Browser, person: Person): Promise<void> {
  const context = await signIn(browser, person)
  const cookies = await context.cookies()
  await photograph(browser, { as: person.as, places: person.places, cookies, isStranger: false })
  await context.close()
}

/** Photographs the pages without an account, with a link to each seller's page from the marketplace that restricted. */
async function visitAsStranger(browser: Browser): Promise<void> {
  const stranger = { as: 'stranger', cookies: [], isStranger: true }
  await photograph(browser, { ...stranger, places: ofStrangers })
  const marketplace = people().find(({ email }) => email === 'reviewer@bazarune.example')
  if (marketplace === undefined) return
  const context = await signIn(browser, marketplace)
  await photograph(browser, { ...stranger, places: await sellerPages(context) })
  await context.close()
}

mkdirSync(values.out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const chosen = listOf(values.people)
const isChosen = (name: string): boolean => chosen.length === 0 || chosen.includes(name)
for (const person of people()) {
  if (!isChosen(person.email)) continue
  await visit(browser, person).catch((error: unknown) => {
    console.error(`${person.email}: ${String(error)}`)
  })
}
if (isChosen('stranger'))
  await visitAsStranger(browser).catch((error: unknown) => {
    console.error(`stranger: ${String(error)}`)
  })
await browser.close()
