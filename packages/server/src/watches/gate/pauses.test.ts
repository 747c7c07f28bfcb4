import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pauseAfter, retryAfterMilliseconds, type Outcome } from './pauses.ts'

const good: Outcome = {
  status: 200,
  retryAfter: '',
  date: '',
  milliseconds: 100,
  crawlDelay: undefined,
  asksForCaptcha: false,
}
const now = Date.parse('2026-03-01T12:00:00Z')
const hour = 3_600_000

test('the gap is the longest of two seconds, the delay asked for and five times the answer', () => {
  const pauseOf = (more: Partial<Outcome>): number => pauseAfter({ ...good, ...more }, 0, now).pause
  expect(pauseOf({})).toBe(2000)
  expect(pauseOf({ crawlDelay: 0.5 })).toBe(2000)
  expect(pauseOf({ crawlDelay: 30 })).toBe(30_000)
  expect(pauseOf({ milliseconds: 9000 })).toBe(45_000)
})

test('refusals double the pause up to a day, and a good answer ends it', () => {
  const pauses: number[] = []
  let penalty = 0
  for (const status of [403, 429, 503, 403, 429, 503, 403, 429, 503, 403, 429, 503, 403]) {
    const next = pauseAfter({ ...good, status }, penalty, now)
    pauses.push(next.pause / 60_000)
    penalty = next.penalty
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440])
  expect(pauseAfter({ ...good, status: 500 }, penalty, now).penalty).toBe(24 * hour)
  expect(pauseAfter({ ...good, status: undefined }, penalty, now).pause).toBe(24 * hour)
  expect(pauseAfter(good, penalty, now)).toEqual({ pause: 2000, penalty: 0, by: 'pace' })
  expect(pauseAfter({ ...good, asksForCaptcha: true }, 0, now).pause).toBe(60_000)
})

test('the longest reason for a pause is named', () => {
  const reasonOf = (more: Partial<Outcome>): string => pauseAfter({ ...good, ...more }, 0, now).by
  expect(reasonOf({})).toBe('pace')
  expect(reasonOf({ crawlDelay: 30 })).toBe('crawl-delay')
  expect(reasonOf({ crawlDelay: 30, milliseconds: 9000 })).toBe('slow-response')
  expect(reasonOf({ status: 403 })).toBe('refusal')
  expect(reasonOf({ asksForCaptcha: true })).toBe('captcha')
  expect(reasonOf({ status: 429, retryAfter: '120' })).toBe('retry-after')
  // Without a response the last refusal still counts.
  expect(pauseAfter({ ...good, status: undefined }, 120_000, now).by).toBe('refusal')
})

test('Retry-After counts in seconds or to a date, by the site’s own date if it states one', () => {
  const waitOf = (retryAfter: string, date = ''): number =>
    retryAfterMilliseconds({ retryAfter, date }, now)
  expect(waitOf('120')).toBe(120_000)
  expect(waitOf('Sun, 01 Mar 2026 12:10:00 GMT')).toBe(600_000)
  const [sent, until] = ['Fri, 01 Jan 2010 00:00:00 GMT', 'Fri, 01 Jan 2010 00:05:00 GMT']
  expect(waitOf(until, sent)).toBe(300_000)
  for (const none of ['', 'soon', '-5', 'Sun, 01 Mar 2026 11:00:00 GMT'])
    expect(waitOf(none)).toBe(0)
})

test('no pause is shorter than any of its reasons, and every pause can be stored', () => {
  fc.assert(
    fc.property(
      fc.record({
        status: fc.constantFrom(undefined, 200, 304, 403, 404, 429, 500, 503),
        retryAfter: fc.oneof(fc.constant(''), fc.bigInt({ min: 0n }).map(String)),
        date: fc.constant(''),
        milliseconds: fc.nat(90_000),
        crawlDelay: fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined }),
        asksForCaptcha: fc.boolean(),
      }),
      fc.nat(24 * hour),
      (outcome, penalty) => {
        const next = pauseAfter(outcome, penalty, now)
        expect(next.pause).toBeGreaterThanOrEqual(2000)
        expect(next.pause).toBeGreaterThanOrEqual(5 * outcome.milliseconds)
        expect(next.pause).toBeGreaterThanOrEqual(next.penalty)
        expect(next.penalty).toBeLessThanOrEqual(24 * hour)
        expect(new Date(now + next.pause).toISOString()).toMatch(/^20[23]/)
        const asked = Math.min(Number(outcome.retryAfter), (outcome.crawlDelay ?? 0) || Infinity)
        expect(next.pause).toBeGreaterThanOrEqual(Math.min(asked * 1000 || 0, 3650 * 24 * hour))
      },
    ),
  )
})
