import { setTimeout as sleep } from 'node:timers/promises'
import {
  requestOnce,
  type Answer,
  type AnswerLimits,
  type AnswerOptions,
} from '../../platform/outbound/index.ts'
import { publishWorkEnded, tracedCall } from '../../platform/telemetry/index.ts'
import { maxRobotsBytes, readRobots, type RobotsRules } from '../robots/index.ts'
import { asksForCaptcha, captchaBytes } from './captcha.ts'
import { leastPause, pauseAfter, type Outcome } from './pauses.ts'
import type { KnownRobots, Turn, Turns } from './turns.ts'
import { VisitError } from './visit-error.ts'

export type Agent = {
  /** The product token, by which a robots.txt names it. */
  token: string
  /** What it says of itself with each request: name, version, where to complain. */
  userAgent: string
}

/** What visits may use; asked before each request, those of robots.txt and redirects included. */
export type Allowance = {
  /** Throws where no request is left. `bytes` are the most that its response may bring, `fee` what the site charges. */
  spendRequest(bytes: number, fee: number): void | Promise<void>
  /** Bytes that may still be received. */
  bytesLeft(): number
  receive(bytes: number): void
}

export type Visit = {
  url: string
  /** Types of content, as in the header. */
  accept: string
  /** From the last answer: the site need not send the same page again. */
  known?: { etag?: string | undefined; lastModified?: string | undefined } | undefined
  /** For an interface that the site offers to holders of a key. */
  byKey?: CallByKey | undefined
  /** Bytes of this page. */
  bytes: number
  /** What the site charges for the request. */
  fee?: number | undefined
  allowance: Allowance
  /** True for the addresses that a redirect may lead to. */
  mayRedirectTo(url: URL): boolean
  /** Milliseconds to wait for a turn; a longer wait fails as `retryable`. */
  patience: number
  signal?: AbortSignal | undefined
  /** For what the site itself asked to be read. */
  evenIfExcluded?: boolean | undefined
}

/**
 * A call of a documented interface with a key that its site issued. The key permits it, so that robots.txt, which is for
 * visitors without one, is not read. It is sent to this address alone: no redirect is followed.
 */
export type CallByKey = {
  headers: Readonly<Record<string, string>>
  /** Sent by POST; without it, the call is a GET. */
  form?: Readonly<Record<string, string>> | undefined
}

export type Visited<T> =
  | { kind: 'page'; url: string; etag: string; lastModified: string; value: T }
  | { kind: 'unchanged' }
  | { kind: 'absent'; status: 404 | 410 }

export type VisitedPage = Pick<Answer, 'url' | 'header' | 'body'>

/** A visit that another program makes, such as a browser, in a turn of the site. */
export type VisitInTurn = Pick<Visit, 'url' | 'allowance' | 'patience' | 'signal'> & {
  /** Longer than the visit can take. */
  leaseMilliseconds: number
}

/** How a site answered such a visit; nothing if it was not made. */
export type SiteAnswer = Pick<Outcome, 'status' | 'milliseconds' | 'asksForCaptcha'> &
  Partial<Pick<Outcome, 'retryAfter' | 'date'>>

type GateOptions = { turns: Turns; agent: Agent; outbound: AnswerOptions }

const maxRedirects = 5
const maxUrlCharacters = 2048
const requestLimits: Omit<AnswerLimits, 'bytes'> = {
  ratio: 100,
  totalMilliseconds: 60_000,
  connectMilliseconds: 5_000,
  headersMilliseconds: 20_000,
  idleMilliseconds: 10_000,
  ports: [80, 443],
}
/** Longer than a request can take, so that no second one begins beside it. */
const requestLease = 2 * requestLimits.totalMilliseconds
const robotsMilliseconds = 24 * 3_600_000
/** When a robots.txt that could not be read is asked for again. */
const robotsAgainMilliseconds = 3_600_000

/** Sites kept in mind before those whose pause is over are forgotten. */
const maxHeldBack = 10_000

const noAnswer: Omit<Outcome, 'crawlDelay'> = {
  retryAfter: '',
  date: '',
  milliseconds: 0,
  asksForCaptcha: false,
}

/** Without a value if nothing was read. */
type Requested<T> = { status: number; location: string; value: T | undefined }

/** The only way to a watched site: one request at a time for each authority, as its robots.txt permits. */
export class Gate {
  private readonly turns: Turns
  private readonly agent: Agent
  private readonly outbound: AnswerOptions
  /** By this process's monotonic time, in case the system time is corrected. */
  private readonly notBefore = new Map<string, number>()

  constructor({ turns, agent, outbound }: GateOptions) {
    this.turns = turns
    this.agent = agent
    this.outbound = outbound
  }

  /** Visits a page. `read` is called with a page that was sent; its body ends with the call. */
  async visit<T>(visit: Visit, read: (page: VisitedPage) => Promise<T>): Promise<Visited<T>> {
    let url = visit.url
    for (let redirects = 0; ; redirects++) {
      const delay =
        visit.byKey === undefined ? (await this.rulesFor(url, visit)).crawlDelay : undefined
      const answered = await this.request(url, visit, delay, async (answer) => {
        if (answer.status !== 200) return undefined
        const page = { url: answer.url, header: answer.header, body: answer.body }
        const value = await read(page)
        const [etag, lastModified] = [answer.header('etag'), answer.header('last-modified')]
        return { kind: 'page' as const, url: answer.url, etag, lastModified, value }
      })
      const { status, location, value } = answered
      if (value !== undefined) return value
      if (status === 304 && visit.known !== undefined) return { kind: 'unchanged' }
      if (status === 404 || status === 410) return { kind: 'absent', status }
      if (!isRedirect(status, location)) throw errorOfStatus(status, url)
      if (visit.byKey !== undefined) {
        throw new VisitError('permanent', url, 'It redirects a request that carries a key.')
      }
      if (redirects === maxRedirects) {
        throw new VisitError('permanent', url, `It redirects more than ${maxRedirects} times.`)
      }
      const next = URL.parse(location, url)
      if (next === null || !visit.mayRedirectTo(next)) {
        throw new VisitError('permanent', url, 'It redirects to another site.')
      }
      url = next.href
    }
  }

  /** Has another program visit a page that robots.txt permits, in a turn of its site. */
  async visitInTurn<T>(
    { url, leaseMilliseconds, ...limits }: VisitInTurn,
    work: (rules: RobotsRules) => Promise<{ value: T; answer: SiteAnswer | undefined }>,
  ): Promise<T> {
    const visit: Visit = { ...limits, url, accept: '', bytes: 0, mayRedirectTo: () => true }
    const rules = await this.rulesFor(url, visit)
    const { crawlDelay } = rules
    const { origin } = checkedAddress(url)
    const turn = await this.turnOf(origin, visit, url, crawlDelay, leaseMilliseconds)
    // As after a request without an answer, if the other program fails.
    let next = pauseAfter({ ...noAnswer, crawlDelay }, turn.penalty, Date.now())
    try {
      const { value, answer } = await work(rules)
      if (answer === undefined) next = { ...next, pause: 0 }
      else next = pauseAfter({ ...noAnswer, ...answer, crawlDelay }, turn.penalty, Date.now())
      return value
    } finally {
      this.holdBack(origin, next.pause)
      await this.turns.giveBack(origin, turn, next)
    }
  }

  /** Addresses of the sitemaps that a site’s robots.txt names. */
  async sitemapsOf(
    site: string,
    visit: Omit<Visit, 'url' | 'accept' | 'bytes'>,
  ): Promise<readonly string[]> {
    const { origin } = checkedAddress(site)
    const rules = await this.rulesOf(origin, { ...visit, url: site, accept: '', bytes: 0 })
    return rules?.sitemaps ?? []
  }

  /**
   * The robots.txt of a site as it is now, which then applies to all visits at once; empty if it has none. Nothing if it
   * cannot be read.
   */
  async readRobotsNow(
    site: string,
    limits: Pick<Visit, 'allowance' | 'patience' | 'signal' | 'evenIfExcluded'>,
  ): Promise<string | undefined> {
    const { origin } = checkedAddress(site)
    const url = `${origin}/robots.txt`
    const visit: Visit = { ...limits, url, accept: '', bytes: 0, mayRedirectTo: () => true }
    const known = await this.turns.findRobots(origin)
    const turn = await this.turnOf(origin, visit, url, this.delayOf(origin, known))
    const text = await this.fetchRobots(origin, visit, known, turn)
    const until = text === undefined ? robotsAgainMilliseconds : robotsMilliseconds
    await this.turns.saveRobots(origin, text, until)
    return text
  }

  /** The rules of a page’s site, which permit the page. */
  private async rulesFor(url: string, visit: Visit): Promise<RobotsRules> {
    const rules = await this.rulesOf(checkedAddress(url).origin, visit)
    if (rules === undefined) {
      const message = 'The site’s robots.txt cannot be read, so the site counts as closed.'
      throw new VisitError('retryable', url, message)
    }
    if (rules.allows(url)) return rules
    throw new VisitError('forbidden', url, 'The site’s robots.txt does not permit this page.')
  }

  /** The rules that apply to an authority now; nothing if it counts as closed. */
  private async rulesOf(origin: string, visit: Visit): Promise<RobotsRules | undefined> {
    let known = await this.turns.findRobots(origin)
    if (known?.isCurrent !== true) {
      const turn = await this.turnOf(
        origin,
        visit,
        `${origin}/robots.txt`,
        this.delayOf(origin, known),
      )
      // Others may have read it while this one waited for its turn.
      known = await this.turns.findRobots(origin)
      if (known?.isCurrent === true) {
        await this.turns.giveBack(origin, turn, { pause: 0, penalty: turn.penalty })
      } else {
        const text = await this.fetchRobots(origin, visit, known, turn)
        const until = text === undefined ? robotsAgainMilliseconds : robotsMilliseconds
        await this.turns.saveRobots(origin, text, until)
        known = { text: text ?? known?.text, isCurrent: true }
      }
    }
    return known.text === undefined ? undefined : this.read(origin, known.text)
  }

  /** The last known delay, which holds until the file says another. */
  private delayOf(origin: string, known: KnownRobots | undefined): number | undefined {
    return known?.text === undefined ? undefined : this.read(origin, known.text).crawlDelay
  }

  private read(origin: string, text: string): RobotsRules {
    return readRobots(origin, text, this.agent.token)
  }

  /** The text of a robots.txt, empty if the site has none; nothing if it cannot be told. */
  private async fetchRobots(
    origin: string,
    visit: Visit,
    known: KnownRobots | undefined,
    turn: Turn,
  ): Promise<string | undefined> {
    let url = `${origin}/robots.txt`
    const { allowance, patience, signal, evenIfExcluded } = visit
    const asked: Visit = {
      url,
      accept: 'text/plain',
      // Read up to its limit, however long it is.
      bytes: Infinity,
      allowance,
      patience,
      signal,
      evenIfExcluded,
      mayRedirectTo: () => true,
    }
    const delay = this.delayOf(origin, known)
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const at = URL.parse(url)
      if (at === null || url.length > maxUrlCharacters) return undefined
      let answered: Requested<string>
      try {
        answered = await this.request(
          url,
          asked,
          delay,
          async ({ status, body }) => {
            if (status < 200 || status > 299) return undefined
            return firstText(body, maxRobotsBytes)
          },
          redirects === 0 ? turn : undefined,
        )
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof VisitError && isAboutSite(error, redirects)) return undefined
        throw error
      }
      const { status, location, value } = answered
      if (value !== undefined) return value
      if (isRedirect(status, location)) url = URL.parse(location, url)?.href ?? ''
      else return status >= 400 && status < 500 && status !== 429 ? '' : undefined
    }
    return undefined
  }

  /** One request in a turn of its authority. */
  private async request<T>(
    url: string,
    visit: Visit,
    crawlDelay: number | undefined,
    read: (answer: Answer) => Promise<T | undefined>,
    taken?: Turn,
  ): Promise<Requested<T>> {
    const { origin } = checkedAddress(url)
    const { allowance } = visit
    const outcome: Outcome = { ...noAnswer, crawlDelay }
    const turn = taken ?? (await this.turnOf(origin, visit, url, crawlDelay))
    const started = performance.now()
    let isSent = false
    try {
      // Of a robots.txt no more is read, however long it is.
      const most = Math.min(visit.bytes, allowance.bytesLeft())
      await allowance.spendRequest(
        visit.bytes === Infinity ? Math.min(most, maxRobotsBytes) : most,
        visit.fee ?? 0,
      )
      isSent = true
      const result = await tracedCall('watched-site', async () =>
        requestOnce(
          {
            url,
            headers: this.headersFor(visit),
            form: visit.byKey?.form,
            limits: { ...requestLimits, bytes: most },
            onReceived: (bytes) => allowance.receive(bytes),
            options: { ...this.outbound, ...(visit.signal && { signal: visit.signal }) },
          },
          async (answer): Promise<Requested<T>> => {
            const { status, header } = answer
            Object.assign(outcome, {
              status,
              retryAfter: header('retry-after'),
              date: header('date'),
            })
            const body = await this.withoutCaptcha(answer, outcome)
            const value = await read({ ...answer, body })
            return { status, location: header('location'), value }
          },
        ),
      )
      if (result.ok) {
        const { value } = result.value
        if (url.endsWith('/robots.txt') && typeof value === 'string') {
          outcome.crawlDelay = this.read(origin, value).crawlDelay
        }
        return result.value
      }
      const { message, retryable } = result.refusal
      throw new VisitError(retryable ? 'retryable' : 'permanent', url, message)
    } finally {
      outcome.milliseconds = performance.now() - started
      const next = isSent
        ? pauseAfter(outcome, turn.penalty, Date.now())
        : { pause: 0, penalty: turn.penalty }
      this.holdBack(origin, next.pause)
      if (isSent) {
        const labels = { outcome: responseKind(outcome) }
        publishWorkEnded({ work: 'gateRequest', labels, seconds: outcome.milliseconds / 1000 })
      }
      await this.turns.giveBack(origin, turn, next)
    }
  }

  private async turnOf(
    origin: string,
    { patience, signal, evenIfExcluded }: Visit,
    url: string,
    crawlDelay: number | undefined,
    leaseMilliseconds = requestLease,
  ): Promise<Turn> {
    const started = performance.now()
    for (;;) {
      signal?.throwIfAborted()
      const own = (this.notBefore.get(origin) ?? 0) - performance.now()
      const asked = performance.now()
      const taken =
        own > 0
          ? { waitMilliseconds: own }
          : await this.turns.take(origin, leaseMilliseconds, leastPause(crawlDelay), {
              evenIfExcluded,
            })
      if ('isExcluded' in taken) {
        throw new VisitError('blocked', url, 'The site asked to be left out of all watches.')
      }
      if ('lease' in taken) {
        // A process that was suspended in between may have outlived its lease.
        if (performance.now() - asked < leaseMilliseconds / 4) return taken
        await this.turns.giveBack(origin, taken, { pause: 0, penalty: taken.penalty })
        continue
      }
      const { waitMilliseconds: wait } = taken
      if (performance.now() - started + wait > patience) {
        const at = new Date(Date.now() + wait)
        throw new VisitError('retryable', url, 'The site may not be asked again yet.', at)
      }
      await sleep(wait, undefined, signal && { signal })
    }
  }

  private holdBack(origin: string, pause: number): void {
    const now = performance.now()
    if (this.notBefore.size >= maxHeldBack) {
      for (const [other, until] of this.notBefore) if (until < now) this.notBefore.delete(other)
    }
    this.notBefore.set(origin, now + pause)
  }

  private headersFor({ accept, known, byKey }: Visit): Record<string, string> {
    return {
      ...byKey?.headers,
      'user-agent': this.agent.userAgent,
      accept,
      'accept-encoding': 'gzip, deflate, br',
      ...(known?.etag && { 'if-none-match': known.etag }),
      ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
    }
  }

  /** Looks at the beginning of a page before it is read. Throws where it asks for a CAPTCHA. */
  private async withoutCaptcha(
    { url, status, header, body }: Answer,
    outcome: Outcome,
  ): Promise<Answer['body']> {
    const isPage = /html/i.test(header('content-type'))
    const isRead = status === 200 || status === 403 || status === 429 || status === 503
    if (!isPage || !isRead) return body
    const start: Uint8Array[] = []
    let size = 0
    while (size < captchaBytes) {
      const { done, value } = await body.next()
      if (done === true) break
      start.push(value)
      size += value.length
    }
    const text = Buffer.concat(start).toString('latin1')
    outcome.asksForCaptcha = asksForCaptcha(status, text, header('cf-mitigated'))
    if (outcome.asksForCaptcha) {
      throw new VisitError('blocked', url, 'The site asks to prove that a human visits.')
    }
    return (async function* (): AsyncGenerator<Uint8Array, void> {
      yield* start
      yield* body
    })()
  }
}

function checkedAddress(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && text.length <= maxUrlCharacters) return url
  throw new VisitError('permanent', text.slice(0, 200), 'This is not an address that is visited.')
}

/** False for a turn too far away, and for an address that no page of the site could be visited by either. */
function isAboutSite({ kind, retryAt }: VisitError, redirects: number): boolean {
  return retryAt === undefined && (kind !== 'permanent' || redirects > 0)
}

/** How a site responded, as metrics count it. */
function responseKind({ status, asksForCaptcha }: Outcome): string {
  if (asksForCaptcha) return 'captcha'
  if (status === undefined) return 'unreachable'
  if (status === 429) return 'rate-limited'
  if (status === 401 || status === 403) return 'refused'
  if (status >= 500) return 'server-error'
  return status >= 400 ? 'absent' : 'answered'
}

function isRedirect(status: number, location: string): boolean {
  return [301, 302, 303, 307, 308].includes(status) && location !== ''
}

/** Why a page of this status was not visited. */
export function errorOfStatus(status: number, url: string): VisitError {
  const message = `The site responded with status ${status}.`
  if (status === 401 || status === 407) return new VisitError('forbidden', url, message)
  if (status === 403) return new VisitError('blocked', url, message)
  if (status === 408 || status === 429 || status >= 500) {
    return new VisitError('retryable', url, message)
  }
  return new VisitError('permanent', url, message)
}

async function firstText(body: AsyncIterable<Uint8Array>, bytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    parts.push(part)
    size += part.length
    if (size >= bytes) break
  }
  // PostgreSQL stores no NUL.
  return new TextDecoder().decode(Buffer.concat(parts).subarray(0, bytes)).replaceAll('\0', '')
}
