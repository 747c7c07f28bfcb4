import type { GateAuthorityView } from '@touchstone/contract'

/** What came back from an authority, as far as it matters for when it may be asked again. */
export type Outcome = {
  /** Without one, the authority did not answer. */
  status?: number | undefined
  /** Values of the headers, empty without one. */
  retryAfter: string
  date: string
  milliseconds: number
  /** Seconds. */
  crawlDelay: number | undefined
  asksForCaptcha: boolean
}

const second = 1000
const day = 24 * 3600 * second
const firstPenalty = 60 * second
const leastGap = 2 * second
const factor = 5
/** Far beyond any meaning, and still a moment that can be stored. */
const mostMilliseconds = 3650 * day

/** How sites are visited, as the installation tells them. */
export const visitingRules = {
  requestsAtOnce: 1,
  minPauseSeconds: leastGap / second,
  pauseFactor: factor,
  robotsCacheHours: 24,
  sellerDataDays: 30,
} as const

export type PauseReason = NonNullable<GateAuthorityView['pausedBy']>
export type Pause = { pause: number; penalty: number; by: PauseReason }

/** Milliseconds until the next request and why so many, and the penalty that the next refusal doubles. */
export function pauseAfter(outcome: Outcome, penalty: number, now: number): Pause {
  const { status, milliseconds, crawlDelay, asksForCaptcha } = outcome
  const isRefusal = asksForCaptcha || status === 403 || status === 429 || status === 503
  const isGood = status !== undefined && status < 500
  const doubled = penalty === 0 ? firstPenalty : Math.min(2 * penalty, day)
  const next = isRefusal ? doubled : isGood ? 0 : penalty
  // Of reasons for the same pause, the first.
  const reasons: readonly (readonly [PauseReason, number])[] = [
    ['pace', leastPause(undefined)],
    ['crawl-delay', leastPause(crawlDelay)],
    ['slow-response', factor * milliseconds],
    [asksForCaptcha ? 'captcha' : 'refusal', next],
    ['retry-after', retryAfterMilliseconds(outcome, now)],
  ]
  const pause = Math.max(...reasons.map(([, length]) => length))
  const [by] = reasons.find(([, length]) => length === pause) ?? ['pace']
  return { pause: Math.ceil(Math.min(pause, mostMilliseconds)), penalty: next, by }
}

/** Milliseconds that lie between two requests whatever comes back. */
export function leastPause(crawlDelay: number | undefined): number {
  return Math.min(Math.max(leastGap, (crawlDelay ?? 0) * second), mostMilliseconds)
}

/** The header's seconds or date (RFC 9110, section 10.2.3). A date counts from the date of the answer itself. */
export function retryAfterMilliseconds(
  { retryAfter, date }: Pick<Outcome, 'retryAfter' | 'date'>,
  now: number,
): number {
  const text = retryAfter.trim()
  if (/^\d+$/.test(text)) return Math.min(Number(text) * second, mostMilliseconds)
  const until = Date.parse(text)
  if (Number.isNaN(until)) return 0
  const sent = Date.parse(date)
  return Math.max(0, until - (Number.isNaN(sent) ? now : sent))
}
