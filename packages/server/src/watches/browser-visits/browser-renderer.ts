import type { BrowserRules } from '@touchstone/contract'
import type { CDPSession, Page } from 'playwright-core'
import {
  launchBrowser,
  requireChromium,
  withoutDirectConnections,
} from '../../investigation/captures/index.ts'
import type { CaptureIsolation } from '../../platform/config/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { startGuardedProxy, type GuardedProxyOptions } from '../../platform/outbound/index.ts'
import type { RenderedPage } from '../connectors/index.ts'
import {
  asksForCaptcha,
  captchaBytes,
  errorOfStatus,
  VisitError,
  type Agent,
  type Gate,
  type SiteAnswer,
  type Visit,
  type Visited,
} from '../gate/index.ts'
import type { RobotsRules } from '../robots/index.ts'
import { RequestLimit } from './request-limit.ts'
import { rulesScript } from './rules-script.ts'

export type RenderVisit = Pick<
  Visit,
  'url' | 'bytes' | 'allowance' | 'mayRedirectTo' | 'patience' | 'signal'
> & { rules: BrowserRules }

/** Visits a page in a browser, in a turn of its site, and reads it by rules. */
export type Renderer = (visit: RenderVisit) => Promise<Visited<RenderedPage>>

export type RendererOptions = {
  gate: Gate
  agent: Agent
  /** In which Chromium is found at each visit, since it may be installed while the server runs. */
  env: Readonly<Record<string, string | undefined>>
  isolation: CaptureIsolation
} & Pick<GuardedProxyOptions, 'allow' | 'lookup'>

const maxRedirects = 5
/** From the launch of the browser to the page that was read. */
const visitMilliseconds = 60_000
const leaseMilliseconds = 2 * visitMilliseconds
const commitMilliseconds = 30_000
const loadMilliseconds = 15_000
const waitMilliseconds = 10_000
const settleMilliseconds = 3000
const scriptMilliseconds = 5000

type Outcome =
  | Visited<RenderedPage>
  | { kind: 'redirect'; location: string }
  | { kind: 'failed'; error: VisitError }
type Turned = { value: Outcome; answer: SiteAnswer }

/** Each visit has a browser of its own that reaches nothing but the site; it names itself like any other visit. */
export function browserRenderer(options: RendererOptions): Renderer {
  return async (visit) => {
    let { url } = visit
    for (let redirects = 0; ; redirects++) {
      const at = { ...visit, url }
      const outcome = await options.gate.visitInTurn({ ...at, leaseMilliseconds }, (robots) =>
        render(options, at, robots),
      )
      if (outcome.kind === 'failed') throw outcome.error
      if (outcome.kind !== 'redirect') return outcome
      if (redirects === maxRedirects) {
        throw new VisitError('permanent', url, `It redirects more than ${maxRedirects} times.`)
      }
      const next = URL.parse(outcome.location, url)
      if (next === null || !visit.mayRedirectTo(next)) {
        throw new VisitError('permanent', url, 'It redirects to another site.')
      }
      url = next.href
    }
  }
}

async function render(
  options: RendererOptions,
  visit: RenderVisit,
  robots: RobotsRules,
): Promise<Turned> {
  const { url, allowance, signal } = visit
  const bytes = Math.min(visit.bytes, allowance.bytesLeft())
  const executablePath = await chromiumFor(url, options)
  await allowance.spendRequest(bytes, 0)
  const { allow, lookup, isolation } = options
  const launched = await launchBrowser({
    executablePath,
    isolation,
    openProxy: (socket) =>
      startGuardedProxy({
        bytes,
        hosts: [new URL(url).hostname],
        ...(socket !== undefined && { socket }),
        ...(allow && { allow }),
        ...(lookup && { lookup }),
      }),
  })
  const stop = (): void => void launched.close()
  const timer = setTimeout(stop, visitMilliseconds)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const context = await launched.browser.newContext({
      userAgent: options.agent.userAgent,
      acceptDownloads: false,
      serviceWorkers: 'block',
    })
    if (launched.isolation === 'flags') await context.addInitScript(withoutDirectConnections)
    const limit = new RequestLimit({ url, robots, allowance, bytes })
    await context.route('**/*', (route) => limit.decide(route))
    const page = await context.newPage()
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
    const turned = await readPage(page, await context.newCDPSession(page), visit)
    if (limit.failure !== undefined) throw limit.failure
    return turned
  } catch (error) {
    signal?.throwIfAborted()
    if (launched.proxy.exceeded()) {
      throw new VisitError('permanent', url, `The page is larger than ${bytes} bytes.`)
    }
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    await launched.close()
    allowance.receive(launched.proxy.bytes())
  }
}

async function chromiumFor(url: string, { env }: RendererOptions): Promise<string> {
  try {
    return await requireChromium(env)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new VisitError('permanent', url, error.message)
  }
}

/** Visits the page, and follows no redirect of it or of what it requests: each would be another visit. */
async function readPage(
  page: Page,
  session: CDPSession,
  { url, rules }: RenderVisit,
): Promise<Turned> {
  const document = await noteDocument(session)
  try {
    await page.goto(url, { waitUntil: 'commit', timeout: commitMilliseconds })
  } catch (error) {
    // Without a page, but with an answer: a redirect, or a status with nothing to show.
    if (document.answer === undefined) throw failureOf(url, error)
  }
  const { answer, location, mitigated } = document
  if (answer?.status === undefined) throw failureOf(url, undefined)
  const { status } = answer
  if (location !== '') return { value: { kind: 'redirect', location }, answer }
  if (status === 404 || status === 410) return { value: { kind: 'absent', status }, answer }
  await page.waitForLoadState('domcontentloaded', { timeout: loadMilliseconds }).catch(ignored)
  const start = await evaluate(
    session,
    `document.documentElement.outerHTML.slice(0, ${captchaBytes})`,
  )
  if (asksForCaptcha(status, String(start.value), mitigated)) {
    const error = new VisitError('blocked', url, 'The site asks to prove that a human visits.')
    return { value: { kind: 'failed', error }, answer: { ...answer, asksForCaptcha: true } }
  }
  if (status !== 200) {
    return { value: { kind: 'failed', error: errorOfStatus(status, url) }, answer }
  }
  await (
    rules.waitFor === undefined
      ? page.waitForLoadState('networkidle', { timeout: settleMilliseconds })
      : page.waitForSelector(`css=${rules.waitFor}`, {
          state: 'attached',
          timeout: waitMilliseconds,
        })
  ).catch(ignored)
  const { value, fault } = await evaluate(session, rulesScript(rules))
  if (fault !== undefined) {
    const error = new VisitError('permanent', url, `The rules cannot be applied: ${fault}`)
    return { value: { kind: 'failed', error }, answer }
  }
  const read = { url, etag: '', lastModified: '', value: value as RenderedPage }
  return { value: { kind: 'page', ...read }, answer }
}

type NotedDocument = {
  answer: SiteAnswer | undefined
  /** Empty where it does not redirect. */
  location: string
  mitigated: string
}

/** Notes how the site answers the request for the document, and ends every request that is redirected. */
async function noteDocument(session: CDPSession): Promise<NotedDocument> {
  const document: NotedDocument = { answer: undefined, location: '', mitigated: '' }
  const started = performance.now()
  session.on('Fetch.requestPaused', (paused) => {
    const { requestId, resourceType, responseStatusCode: status = 0 } = paused
    const header = (name: string): string => headerIn(paused.responseHeaders, name)
    const location = [301, 302, 303, 307, 308].includes(status) ? header('location') : ''
    if (resourceType === 'Document' && document.answer === undefined && status > 0) {
      const milliseconds = performance.now() - started
      const [retryAfter, date] = [header('retry-after'), header('date')]
      document.answer = { status, milliseconds, asksForCaptcha: false, retryAfter, date }
      Object.assign(document, { location, mitigated: header('cf-mitigated') })
    }
    const answered =
      location === ''
        ? session.send('Fetch.continueRequest', { requestId })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    // A page that is being closed needs no answer.
    answered.catch(ignored)
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Response' }] })
  return document
}

/** Runs a script in a world of its own; `fault` says why it failed. */
async function evaluate(
  session: CDPSession,
  expression: string,
): Promise<{ value: unknown; fault?: string }> {
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  })
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    contextId: executionContextId,
    returnByValue: true,
    timeout: scriptMilliseconds,
  })
  if (exceptionDetails === undefined) return { value: result.value }
  const [fault = ''] = (exceptionDetails.exception?.description ?? exceptionDetails.text).split(
    '\n',
  )
  return { value: undefined, fault: fault.slice(0, 300) }
}

function headerIn(
  headers: readonly { name: string; value: string }[] | undefined,
  wanted: string,
): string {
  return headers?.find(({ name }) => name.toLowerCase() === wanted)?.value ?? ''
}

function failureOf(url: string, error: unknown): VisitError {
  const message = error instanceof Error ? error.message : ''
  if (/Download is starting/.test(message)) {
    return new VisitError('permanent', url, 'The address is that of a file, not of a page.')
  }
  const code = /net::(ERR_[A-Z_0-9]+)/.exec(message)?.[1]
  const isLate = /Timeout/.test(message)
  const cause = isLate ? 'The site did not respond in time.' : 'The browser received no page.'
  return new VisitError('retryable', url, code === undefined ? cause : `${cause} (${code})`)
}

/** What a page still loads, or never shows, is left out. */
function ignored(): void {}
