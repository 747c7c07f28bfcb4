import { writeStoredSentence } from '@touchstone/contract'
import type { Page } from 'playwright-core'
import type { CaptureLimits, CaptureOutcome } from './types.ts'

/** Scrolls to the end while the page grows, up to the limits, and back. Returns whether it was still growing. */
export async function scrollThrough(
  page: Page,
  {
    scrolls,
    height,
    growMilliseconds,
  }: Pick<CaptureLimits, 'scrolls' | 'height' | 'growMilliseconds'>,
): Promise<{ stillGrowing: boolean }> {
  let before = 0
  let now = await heightOf(page)
  for (let turn = 0; turn < scrolls && now > before && now < height; turn++) {
    before = now
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
    now = await grown(page, before, growMilliseconds)
  }
  await page.evaluate('window.scrollTo(0, 0)')
  return { stillGrowing: now > before }
}

/** Waits briefly for content loaded on scrolling. */
async function grown(page: Page, before: number, milliseconds: number): Promise<number> {
  const until = Date.now() + milliseconds
  let now = before
  while (now <= before && Date.now() < until) {
    await page.waitForTimeout(50)
    now = await heightOf(page)
  }
  return now
}

async function heightOf(page: Page): Promise<number> {
  const script = 'Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0)'
  const height = await page.evaluate<unknown>(script)
  return typeof height === 'number' && Number.isFinite(height) ? Math.ceil(height) : 0
}

/** Screenshots of the page from its top, one below the other. */
export async function captureScreenshots(
  page: Page,
  { height, slice }: Pick<CaptureLimits, 'height' | 'slice'>,
): Promise<{ pictures: Buffer[]; pageHeight: number }> {
  const pageHeight = Math.max(await heightOf(page), page.viewportSize()?.height ?? 0)
  const width = page.viewportSize()?.width ?? 1280
  const pictures: Buffer[] = []
  const end = Math.min(pageHeight, height)
  for (let top = 0; top < end; top += slice) {
    const clip = { x: 0, y: top, width, height: Math.min(slice, end - top) }
    pictures.push(
      await page.screenshot({ fullPage: true, clip, animations: 'disabled', timeout: 60_000 }),
    )
  }
  return { pictures, pageHeight }
}

const mostCharacters = 50_000_000

/** The document after its scripts ran; undefined if larger than any page needs to be. */
export async function documentOf(page: Page): Promise<string | undefined> {
  const size = await page.evaluate<unknown>('document.documentElement.outerHTML.length')
  if (typeof size !== 'number' || !(size <= mostCharacters)) return undefined
  return page.content()
}

type PageContent = { title: string; text: string; password: boolean; overlay: string | null }

/** Runs in the page: its text, whether it asks for a password, and what covers most of it. */
const readPage = `(() => {
  const text = (document.body?.innerText ?? '').slice(0, 20000)
  const covering = () => {
    for (const part of [0.5, 0.75, 0.25]) {
      let at = document.elementFromPoint(innerWidth / 2, innerHeight * part)
      for (; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (style.position !== 'fixed' && at.tagName !== 'DIALOG') continue
        const { width, height } = at.getBoundingClientRect()
        if (width * height > innerWidth * innerHeight * 0.2) return (at.innerText ?? '').slice(0, 4000)
      }
    }
    return null
  }
  const shown = (input) => input.getClientRects().length > 0
  const password = [...document.querySelectorAll('input[type=password]')].some(shown)
  return { title: document.title.slice(0, 500), text, password, overlay: covering() }
})()`

const consentWords =
  /cookie|consent|einwillig|zustimm|datenschutz|consentement|privacidad|persetujuan|setuju|kuki|同意|隐私|隱私|ملفات تعريف/i
const challengeWords =
  /verify (that )?you are (a )?human|are you a robot|captcha|unusual traffic|access denied|验证码|驗證碼|slide to verify/i

/** The page's content, read within limits, since a page may return anything. */
export async function inspectPage(page: Page): Promise<PageContent> {
  const answer = await page.evaluate<Partial<PageContent> | undefined>(readPage)
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 20_000) : '')
  return {
    title: text(answer?.title).slice(0, 500),
    text: text(answer?.text),
    password: answer?.password === true,
    overlay: typeof answer?.overlay === 'string' ? text(answer.overlay) : null,
  }
}

/** The outcome for a loaded page, by its status and content. */
export function outcomeOf(
  status: number,
  snapshot: PageContent,
  address: string,
): { outcome: CaptureOutcome; sentence: string; observed: string[] } {
  const observed: string[] = []
  if (snapshot.overlay !== null) {
    observed.push(consentWords.test(snapshot.overlay) ? 'consent-wall' : 'overlay')
  }
  const toOutcome = (outcome: CaptureOutcome, sentence: string) => ({ outcome, sentence, observed })
  if (status === 404 || status === 410) {
    return toOutcome('gone', writeStoredSentence('page.gone', { status }))
  }
  if (status === 401)
    return toOutcome('login-wall', writeStoredSentence('page.sign-in-status', { status }))
  const short = snapshot.text.length < 3000
  if (status === 403 || status === 429 || (challengeWords.test(snapshot.text) && short)) {
    return toOutcome('blocked', writeStoredSentence('page.blocked', { status }))
  }
  if (status >= 400) return toOutcome('server-error', writeStoredSentence('page.error', { status }))
  const signIn = /\b(log-?in|sign-?in|masuk|anmelden|passport)\b/i.test(new URL(address).pathname)
  if (snapshot.password && (signIn || short)) {
    return toOutcome('login-wall', writeStoredSentence('page.sign-in-form'))
  }
  return toOutcome('captured', writeStoredSentence('page.served', { status }))
}

/** The outcome for a page that failed to load, from the browser's message. */
export function outcomeOfFailure(message: string): { outcome: CaptureOutcome; sentence: string } {
  const code = /net::(ERR_[A-Z_0-9]+)/.exec(message)?.[1] ?? ''
  const toOutcome = (outcome: CaptureOutcome, sentence: string) => ({ outcome, sentence })
  if (/Download is starting/.test(message)) {
    return toOutcome('download', writeStoredSentence('page.download'))
  }
  if (/^ERR_(CERT|SSL|BAD_SSL)/.test(code)) {
    return toOutcome('broken-tls', writeStoredSentence('page.untrusted', { reason: code }))
  }
  if (code === 'ERR_TOO_MANY_REDIRECTS') {
    return toOutcome('redirect-loop', writeStoredSentence('page.redirect-loop'))
  }
  if (/Timeout|ERR_TIMED_OUT/.test(message)) {
    return toOutcome('too-slow', writeStoredSentence('page.too-slow'))
  }
  return toOutcome(
    'unreachable',
    writeStoredSentence('page.unreachable', { reason: code || 'no response' }),
  )
}
