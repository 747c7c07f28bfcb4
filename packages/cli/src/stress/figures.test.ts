import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breachesOf, figureLines, figuresOf, type ServerFigures } from './figures.ts'
import type { Load } from './loads.ts'

const server: ServerFigures = { cores: 0.5, mebibytes: 400, missingListings: 0 }
const answered = (...times: number[]): { milliseconds: number }[] =>
  times.map((milliseconds) => ({ milliseconds }))
const load = (limits: Partial<Load['limits']>): Load => ({
  name: 'screening',
  perSecond: 1,
  limits: { lostShare: 0, ...limits },
  send: async () => undefined,
})

test('a percentile is the smallest time that so large a share does not exceed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (times) => {
      const figures = figuresOf('screening', answered(...times))
      for (const [value, share] of [
        [figures.p50, 0.5],
        [figures.p95, 0.95],
        [figures.p99, 0.99],
        [figures.most, 1],
      ] as const) {
        const within = (most: number): number =>
          times.filter((time) => time <= most).length / times.length
        const candidates = times.filter((time) => within(time) >= share)
        expect(value).toBe(Math.min(...candidates))
      }
    }),
  )
})

test('without an answer there are no times, and every loss keeps its reason', () => {
  const figures = figuresOf('queue', [{ lost: 'a' }, { lost: 'b' }, { lost: 'a' }])
  expect(figures).toMatchObject({
    due: 3,
    answered: 0,
    lost: 3,
    p99: null,
    reasons: { a: 2, b: 1 },
  })
})

test('limits that are met cause no breach', () => {
  const figures = figuresOf('screening', answered(10, 20, 30))
  const limits = load({ p50Milliseconds: 20, p99Milliseconds: 30 })
  const pairs = [{ load: limits, figures }]
  expect(breachesOf(pairs, server, { mebibytes: 400, cores: 0.5 })).toEqual([])
})

test('every limit that is exceeded is a sentence', () => {
  const figures = figuresOf('screening', [...answered(10, 20, 30), { lost: 'answered with 503' }])
  const limits = load({ p50Milliseconds: 15, p99Milliseconds: 25, lostShare: 0.1 })
  const short = { ...server, missingListings: 1 }
  const pairs = [{ load: limits, figures }]
  expect(breachesOf(pairs, short, { mebibytes: 399, cores: 0.4 })).toEqual([
    'screening: the p50 of 20 ms exceeds 15 ms.',
    'screening: the p99 of 30 ms exceeds 25 ms.',
    'screening: 1 of 4 requests were lost (25.0 %; limit 10.0 %).',
    '1 listing was acknowledged and is not in the store.',
    'The server took 400 MiB of memory; the limit is 399.',
    'The server took 0.50 cores; the limit is 0.4.',
  ])
})

test('a figure that could not be measured exceeds its limit', () => {
  const unknown = { ...server, mebibytes: NaN, cores: NaN }
  expect(breachesOf([], unknown, { mebibytes: 400, cores: 1 })).toHaveLength(2)
})

test('a test too short for a load proves nothing', () => {
  const figures = figuresOf('screening', [])
  expect(breachesOf([{ load: load({}), figures }], server, {})).toEqual([
    'screening: nothing was due in so short a time: let the test last longer.',
  ])
})

test('the table aligns its columns and says what was lost', () => {
  const figures = [
    figuresOf('screening', answered(1.25, 20_000)),
    figuresOf('queue', [{ lost: 'answered with 503' }]),
  ]
  expect(figureLines(figures, server)).toEqual([
    '           due  lost     p50     p95     p99  longest',
    'screening    2     0  1.3 ms  20.0 s  20.0 s   20.0 s',
    'queue        1     1       –       –       –        –',
    'queue: 1 answered with 503',
    'The server took 0.50 cores and at most 400 MiB of memory.',
  ])
})
