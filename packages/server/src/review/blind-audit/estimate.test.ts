import type { QualityFigureView } from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import { drawFromFrames } from './audit-sample.ts'
import {
  counterfeitShareOf,
  expectedPrecision,
  measureOf,
  measureOfOpen,
  prevalenceOf,
  type Cell,
  type OpenCell,
  type SettledItem,
} from './estimate.ts'
import { seededRandom } from './simulated-interval.ts'

/** A fully known frame: groups of listings with their share of counterfeits. */
type World = { flagged: boolean; listings: number; counterfeit: number; drawn: number }[]

function known(figure: QualityFigureView): { value: number; low: number; high: number } {
  if (!figure.known) throw new Error(`not known: ${JSON.stringify(figure.missing)}`)
  return figure
}

/** Draws from each part without replacement. */
function sampled(world: World, random: () => number): Cell[] {
  return world.map(({ flagged, listings, counterfeit, drawn }) => {
    let [left, hits] = [listings, counterfeit]
    const rows: SettledItem[] = []
    for (let i = 0; i < drawn; i++) {
      const hit = random() < hits / left
      left--
      if (hit) hits--
      rows.push({ weight: listings / drawn, counterfeit: hit, flagged })
    }
    return { flagged, population: listings, rows }
  })
}

function truthOf(world: World): { precision: number; recall: number } {
  const count = (flagged: boolean, of: 'listings' | 'counterfeit'): number =>
    world.filter((part) => part.flagged === flagged).reduce((sum, part) => sum + part[of], 0)
  const caught = count(true, 'counterfeit')
  return {
    precision: caught / count(true, 'listings'),
    recall: caught / (caught + count(false, 'counterfeit')),
  }
}

describe('of lots out of a world that is known', () => {
  const worlds: [string, World][] = [
    [
      'of rare misses',
      [
        { flagged: false, listings: 20_000, counterfeit: 100, drawn: 260 },
        { flagged: true, listings: 600, counterfeit: 400, drawn: 260 },
        { flagged: true, listings: 90, counterfeit: 80, drawn: 60 },
      ],
    ],
    [
      'of many misses',
      [
        { flagged: false, listings: 3000, counterfeit: 450, drawn: 120 },
        { flagged: true, listings: 900, counterfeit: 500, drawn: 100 },
      ],
    ],
    [
      'of few offers',
      [
        { flagged: false, listings: 150, counterfeit: 9, drawn: 60 },
        { flagged: true, listings: 70, counterfeit: 50, drawn: 40 },
      ],
    ],
  ]

  test.each(worlds)('%s the intervals hold the truth as often as they say', (_what, world) => {
    const random = seededRandom(42)
    const truth = truthOf(world)
    const runs = 200
    let [precision, recall, usable] = [0, 0, 0]
    for (let run = 0; run < runs; run++) {
      const measure = measureOf(sampled(world, random))
      if (!measure.recall.known) continue
      usable++
      const [p, r] = [known(measure.precision), known(measure.recall)]
      if (p.low <= truth.precision && truth.precision <= p.high) precision++
      if (r.low <= truth.recall && truth.recall <= r.high) recall++
    }
    expect(usable).toBeGreaterThan(0.95 * runs)
    // Of 200 audit samples at 95 % fewer than 180 hold it once in a thousand.
    expect(precision / usable).toBeGreaterThan(0.9)
    expect(recall / usable).toBeGreaterThan(0.9)
    // An interval that includes everything would state nothing.
    expect(precision / usable + recall / usable).toBeLessThan(2)
  })

  test('the weighted estimates are right in the mean', () => {
    const [, world] = worlds[1]!
    const random = seededRandom(7)
    const truth = truthOf(world)
    const auditSamples = Array.from({ length: 300 }, () => measureOf(sampled(world, random)))
    const mean = (of: 'precision' | 'recall'): number =>
      auditSamples.reduce((sum, auditSample) => sum + known(auditSample[of]).value, 0) /
      auditSamples.length
    expect(Math.abs(mean('precision') - truth.precision)).toBeLessThan(0.01)
    expect(Math.abs(mean('recall') - truth.recall)).toBeLessThan(0.02)
  })

  test('listings of all probabilities, completely annotated, leave no doubt', () => {
    const rows = (n: number, hits: number, flagged: boolean): SettledItem[] =>
      Array.from({ length: n }, (_, i) => ({ weight: 1, counterfeit: i < hits, flagged }))
    const measure = measureOf([
      { flagged: true, population: 50, rows: rows(50, 20, true) },
      { flagged: false, population: 80, rows: rows(80, 5, false) },
    ])
    expect(measure.precision).toEqual({ known: true, value: 0.4, low: 0.4, high: 0.4 })
    expect(measure.recall).toEqual({ known: true, value: 0.8, low: 0.8, high: 0.8 })
  })
})

test('the precision that is expected elsewhere is that of Bayes, from the rates of the frame', () => {
  const rows = (n: number, hits: number, flagged: boolean): SettledItem[] =>
    Array.from({ length: n }, (_, i) => ({ weight: 1, counterfeit: i < hits, flagged }))
  // Of 100 counterfeits 60 are flagged, of 1,000 honest listings 50: all annotated, so that no doubt is left.
  const cells = [
    { flagged: true, population: 110, rows: rows(110, 60, true) },
    { flagged: false, population: 990, rows: rows(990, 40, false) },
  ]
  for (const share of [0.001, 0.01, 0.1]) {
    const expected = (share * 0.6) / (share * 0.6 + (1 - share) * 0.05)
    const { value, low, high } = known(expectedPrecision(cells, share))
    expect([value, low, high]).toEqual([
      expect.closeTo(expected, 10),
      expect.closeTo(expected, 10),
      expect.closeTo(expected, 10),
    ])
  }
  const sampled = cells.map((cell) => ({ ...cell, population: 50 * cell.population }))
  const { low, high } = known(expectedPrecision(sampled, 0.01))
  expect(high - low).toBeGreaterThan(0.01)
  const few = [{ flagged: true, population: 110, rows: rows(29, 9, true) }]
  const missing = { flagged: 1, unflagged: 30, counterfeits: 1 }
  expect(expectedPrecision(few, 0.01)).toEqual({ known: false, missing })
})

test('what no queue held is stated from thirty annotated listings, with its interval', () => {
  const rows = (n: number): SettledItem[] =>
    Array.from({ length: n }, () => ({ weight: 1, counterfeit: false, flagged: false }))
  const of = (n: number) =>
    counterfeitShareOf([{ flagged: false, population: 9000, rows: rows(n) }])
  expect(of(29)).toEqual({ known: false, missing: { unflagged: 1 } })
  const { value, low, high } = known(of(30))
  expect([value, low]).toEqual([0, 0])
  expect(high).toBeGreaterThan(0.03)
})

test('no miss among those that were read does not mean that none was missed', () => {
  const rows = (n: number, flagged: boolean, counterfeit: boolean): SettledItem[] =>
    Array.from({ length: n }, () => ({ weight: 1, counterfeit, flagged }))
  const { recall } = measureOf([
    { flagged: true, population: 300, rows: rows(40, true, true) },
    { flagged: false, population: 50_000, rows: rows(200, false, false) },
  ])
  const { value, low } = known(recall)
  expect(value).toBe(1)
  expect(low).toBeLessThan(0.6)
})

test('an unweighted count would mislead where the weighted one does not', async () => {
  const ids = Array.from({ length: 1000 }, (_, n) => `offer-${n}`)
  // The clear stratum is a hundred times as large and drawn as often.
  const frames = [
    { stratum: 'clear', ids: Array.from({ length: 100_000 }, (_, n) => `clear-${n}`) },
    { stratum: 'flagged', ids },
  ] as const
  const drawn = await drawFromFrames('s', frames, {
    clear: 400,
    flagged: 400,
    removed: 0,
    unappealed: 0,
  })
  const isCounterfeit = (id: string): boolean => {
    const n = Number(id.split('-')[1])
    return id.startsWith('clear') ? n % 100 === 0 : n % 2 === 0
  }
  const rowsOf = (stratum: string, population: number): SettledItem[] => {
    const own = drawn.filter((item) => item.stratum === stratum)
    return own.map(({ id }) => ({
      weight: population / own.length,
      counterfeit: isCounterfeit(id),
      flagged: stratum === 'flagged',
    }))
  }
  const measure = measureOf([
    { flagged: false, population: 100_000, rows: rowsOf('clear', 100_000) },
    { flagged: true, population: 1000, rows: rowsOf('flagged', 1000) },
  ])
  // 500 found, 1,000 missed.
  const { low, high } = known(measure.recall)
  expect(low).toBeLessThan(1 / 3)
  expect(high).toBeGreaterThan(1 / 3)
  expect(high).toBeLessThan(0.8)
})

test.each([
  [29, 30, 10, { flagged: 1 }, undefined],
  [30, 29, 10, undefined, { unflagged: 1 }],
  [30, 30, 9, undefined, { counterfeits: 1 }],
  [30, 30, 10, undefined, undefined],
  [0, 0, 0, { flagged: 30 }, { unflagged: 30, counterfeits: 10 }],
])(
  'of %d flagged and %d other listings, %d counterfeit',
  (flagged, others, hits, noPrecision, noRecall) => {
    const rows = (n: number, isFlagged: boolean, found: number): SettledItem[] =>
      Array.from({ length: n }, (_, i) => ({
        weight: 2,
        counterfeit: i < found,
        flagged: isFlagged,
      }))
    const { precision, recall } = measureOf([
      { flagged: true, population: 500, rows: rows(flagged, true, hits) },
      { flagged: false, population: 500, rows: rows(others, false, 0) },
    ])
    expect(precision.known ? undefined : precision.missing).toEqual(noPrecision)
    expect(recall.known ? undefined : recall.missing).toEqual(noRecall)
  },
)

describe('for a signal that the frame does not record', () => {
  /** Two strata with known numbers of counterfeits; the signal fires with these probabilities. */
  function world(random: () => number): OpenCell[] {
    const part = (population: number, drawn: number, share: number, chance: [number, number]) => ({
      population,
      rows: Array.from({ length: drawn }, (): SettledItem => {
        const counterfeit = random() < share
        const flagged = random() < chance[counterfeit ? 1 : 0]
        return { weight: population / drawn, counterfeit, flagged }
      }),
    })
    return [part(5000, 200, 0.05, [0.02, 0.3]), part(800, 150, 0.6, [0.2, 0.7])]
  }
  const caught = [5000 * 0.05 * 0.3, 800 * 0.6 * 0.7]
  const totalCaught = caught[0]! + caught[1]!
  const truth = {
    precision: totalCaught / (totalCaught + 5000 * 0.95 * 0.02 + 800 * 0.4 * 0.2),
    recall: totalCaught / (5000 * 0.05 + 800 * 0.6),
  }

  test('the intervals contain the true value as often as stated', () => {
    const random = seededRandom(3)
    const runs = 150
    const covered = { precision: 0, recall: 0 }
    for (let run = 0; run < runs; run++) {
      const measure = measureOfOpen(world(random))
      for (const rate of ['precision', 'recall'] as const) {
        const { low, high } = known(measure[rate])
        if (low <= truth[rate] && truth[rate] <= high) covered[rate]++
      }
    }
    expect(covered.precision / runs).toBeGreaterThan(0.88)
    expect(covered.recall / runs).toBeGreaterThan(0.88)
  })

  test('the share of counterfeits is weighted by the frame', () => {
    const random = seededRandom(11)
    const shares = Array.from({ length: 100 }, () => prevalenceOf(world(random))!)
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    expect(Math.abs(mean - (5000 * 0.05 + 800 * 0.6) / 5800)).toBeLessThan(0.01)
    expect(prevalenceOf([])).toBeUndefined()
  })
})
