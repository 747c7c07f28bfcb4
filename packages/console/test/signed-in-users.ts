import type { Browser, Page } from 'playwright-core'
import { signIn, visit, type Cookies, type View } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'

/** Who looks at a house. Each person signs in once; further pages go on with the same session. */
export class Visitors {
  private readonly browser: Browser
  private readonly url: string
  private readonly sessions = new Map<string, Promise<Cookies>>()
  private heard: string[][] = []

  constructor(browser: Browser, { url }: Pick<ConsoleFixture, 'url'>) {
    this.browser = browser
    this.url = url
  }

  /** A page of somebody who is signed in. */
  async open(path: string, as: string, view: View = {}): Promise<Page> {
    const page = await this.stranger({ ...view, cookies: await this.sessionOf(as) })
    await page.goto(path)
    await page.locator('#content').waitFor()
    return page
  }

  /** A page in a browser of its own, before which nobody has signed in. */
  async stranger(view: View = {}): Promise<Page> {
    const { page, complaints } = await visit(this.browser, this.url, view)
    this.heard.push(complaints)
    return page
  }

  /** What the browsers complained of since this was asked last. */
  complaints(): string[] {
    const told = this.heard.flat()
    this.heard = []
    return told
  }

  private sessionOf(email: string): Promise<Cookies> {
    const session = this.sessions.get(email) ?? this.signedIn(email)
    this.sessions.set(email, session)
    return session
  }

  private async signedIn(email: string): Promise<Cookies> {
    const { page, context } = await visit(this.browser, this.url)
    await signIn(page, email)
    await page.locator('#content').waitFor()
    const cookies = await context.cookies()
    await context.close()
    return cookies
  }
}
