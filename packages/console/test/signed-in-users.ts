import type { APIRequestContext, Browser, BrowserContext, Page } from 'playwright-core'
import { openContext, openPage, sharedBrowser, visit, type Cookies, type View } from './browser.ts'
import { password, type ConsoleFixture } from './console-fixture.ts'

/** Starts a session like the sign-in page. */
export async function signInByApi(url: string, email: string, given = password): Promise<Cookies> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: given }),
  })
  if (!answer.ok) throw new Error(`${email} is not signed in: ${await answer.text()}`)
  return answer.headers.getSetCookie().map((one) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? []
    return { name, value, url }
  })
}

export const firstAdmin = 'admin@touchstone.internal'

/** Replaces the generated password of the installation's first user. */
export async function welcomeFirstAdmin({ url, firstAdmin: made }: ConsoleFixture): Promise<void> {
  if (made === undefined) throw new Error('somebody could sign in before')
  const cookies = await signInByApi(url, made.email, made.password)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${url}/api/v1/password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify({ current: made.password, next: password }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

/** A page that still polls may have a request in the hands of a test: it fails with the context, which is no fault. */
async function closeContext(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
}

/**
 * The users of an organisation. Each signs in once and has one browser context for all pages, which reuses cached
 * scripts.
 */
export class Visitors {
  private readonly browser: Browser
  private readonly url: string
  private readonly password: string
  private readonly sessions = new Map<string, Promise<Cookies>>()
  private readonly contexts = new Map<string, Promise<BrowserContext>>()
  private readonly strangers: BrowserContext[] = []
  private heard: string[][] = []

  private constructor(browser: Browser, url: string, given: string) {
    this.browser = browser
    this.url = url
    this.password = given
  }

  static async to({ url }: Pick<ConsoleFixture, 'url'>, given = password): Promise<Visitors> {
    return new Visitors(await sharedBrowser.borrow(), url, given)
  }

  /** A page of a signed-in user. */
  async open(path: string, as: string, view: View = {}): Promise<Page> {
    const page = await this.pageOf(as, view)
    await page.goto(path)
    await page.locator('#content').waitFor()
    return page
  }

  /** A page in a new browser context, signed out. */
  async stranger(view: View = {}): Promise<Page> {
    const { page, context, complaints } = await visit(this.browser, this.url, view)
    this.strangers.push(context)
    this.heard.push(complaints)
    return page
  }

  /** Calls of the API in a user's session. */
  async calls(as: string): Promise<Calls> {
    return callsOf((await this.contextOf(as)).request, this.url)
  }

  /** The browsers' errors since the last call. */
  complaints(): string[] {
    const told = this.heard.flat()
    this.heard = []
    return told
  }

  /** Closes all contexts. */
  async close(): Promise<void> {
    for (const context of this.strangers) await closeContext(context)
    for (const context of this.contexts.values()) await closeContext(await context)
    sharedBrowser.giveBack()
  }

  private async pageOf(as: string, view: View): Promise<Page> {
    const { width, height = 860, dark = false, locale } = view
    const { page, complaints } = await openPage(await this.contextOf(as, locale), this.url)
    this.heard.push(complaints)
    if (width !== undefined) await page.setViewportSize({ width, height })
    if (dark) await page.emulateMedia({ colorScheme: 'dark' })
    return page
  }

  private contextOf(email: string, locale = 'en'): Promise<BrowserContext> {
    const key = `${email} ${locale}`
    const context = this.contexts.get(key) ?? this.newContext(email, locale)
    this.contexts.set(key, context)
    return context
  }

  private async newContext(email: string, locale: string): Promise<BrowserContext> {
    const session = this.sessions.get(email) ?? signInByApi(this.url, email, this.password)
    this.sessions.set(email, session)
    return openContext(this.browser, this.url, { locale, cookies: await session })
  }
}

type Answer = Record<string, unknown>
type Call = (path: string, data?: unknown) => Promise<Answer>
export type Calls = Record<'get' | 'patch' | 'post' | 'put', Call>

/** Calls of the API in the session of a browser context. */
export function callsOf(request: APIRequestContext, url: string): Calls {
  const call =
    (method: keyof Calls): Call =>
    async (path, data) => {
      const answer = await request[method](new URL(path, url).href, {
        headers: { origin: url },
        ...(data === undefined ? {} : { data }),
      })
      if (!answer.ok()) throw new Error(`${method} ${path}: ${await answer.text()}`)
      return (await answer.json()) as Answer
    }
  return { get: call('get'), patch: call('patch'), post: call('post'), put: call('put') }
}
