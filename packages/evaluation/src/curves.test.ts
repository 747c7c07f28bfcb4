import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areaUnderRoc,
  averagePrecision,
  precisionRecallCurve,
  rank,
  recallAtRate,
  rocCurve,
  thinned,
} from './curves.ts'

type Row = { score: number; label: 0 | 1 }

// Few distinct scores, so that ties are the rule.
const rows = fc.array(
  fc.record({
    score: fc.oneof(
      fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    label: fc.constantFrom<0 | 1>(0, 1),
  }),
  { maxLength: 40 },
)

function ranked(list: readonly Row[]) {
  return rank({ scores: list.map((row) => row.score), labels: list.map((row) => row.label) })
}

function split(list: readonly Row[]) {
  const of = (label: 0 | 1) => list.filter((row) => row.label === label).map((row) => row.score)
  return { positives: of(1), negatives: of(0) }
}

const atLeast = (scores: readonly number[], threshold: number) =>
  scores.filter((score) => score >= threshold).length

function thresholds(list: readonly Row[]) {
  return [...new Set(list.map((row) => row.score + 0))].sort((a, b) => b - a)
}

describe('rank', () => {
  it('counts rows at or above each distinct score', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { positives, negatives } = split(list)
        expect(ranked(list).points).toEqual(
          thresholds(list).map((threshold) => ({
            threshold,
            truePositives: atLeast(positives, threshold),
            falsePositives: atLeast(negatives, threshold),
          })),
        )
      }),
    )
  })

  it('refuses a score that is no number', () => {
    expect(() => rank({ scores: [0.5, NaN], labels: [1, 0] })).toThrow(RangeError)
  })
})

describe('areaUnderRoc', () => {
  it('is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { positives, negatives } = split(list)
        const area = areaUnderRoc(ranked(list))
        if (positives.length === 0 || negatives.length === 0) {
          expect(area).toBeUndefined()
          return
        }
        let wins = 0
        for (const p of positives) for (const n of negatives) wins += p > n ? 1 : p === n ? 0.5 : 0
        expect(area?.value).toBe(wins / (positives.length * negatives.length))
        expect(area!.low).toBeLessThanOrEqual(area!.value)
        expect(area!.high).toBeGreaterThanOrEqual(area!.value)
        expect(area!.low).toBeGreaterThanOrEqual(0)
        expect(area!.high).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is also the area under the drawn curve', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const ranking = ranked(list)
        const curve = rocCurve(ranking)
        let sum = 0
        for (const [at, point] of curve.entries()) {
          const before = curve[at - 1]
          if (before) sum += ((point.x - before.x) * (point.y + before.y)) / 2
        }
        if (curve.length > 0) expect(sum).toBeCloseTo(areaUnderRoc(ranking)!.value, 10)
      }),
    )
  })

  it('doubts even a perfect order of few rows, and less with more', () => {
    const perfect = (n: number) =>
      areaUnderRoc(
        ranked(Array.from({ length: 2 * n }, (_, at) => ({ score: at, label: at < n ? 0 : 1 }))),
      )!
    expect(perfect(5)).toMatchObject({ value: 1, high: 1 })
    expect(perfect(5).low).toBeLessThan(0.9)
    expect(perfect(500).low).toBeGreaterThan(0.98)
  })
})

describe('averagePrecision', () => {
  it('adds precision times gained recall over the distinct scores', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { positives, negatives } = split(list)
        if (positives.length === 0) {
          expect(averagePrecision(ranked(list))).toBeUndefined()
          return
        }
        let sum = 0
        let recall = 0
        for (const threshold of thresholds(list)) {
          const caught = atLeast(positives, threshold)
          const precision = caught / (caught + atLeast(negatives, threshold))
          sum += precision * (caught / positives.length - recall)
          recall = caught / positives.length
        }
        expect(averagePrecision(ranked(list))).toBeCloseTo(sum, 10)
      }),
    )
  })

  it('is the share of counterfeits where all scores are equal', () => {
    const list: Row[] = [1, 0, 0, 0].map((label) => ({ score: 0.5, label: label as 0 | 1 }))
    expect(averagePrecision(ranked(list))).toBe(0.25)
    expect(precisionRecallCurve(ranked(list))).toEqual([{ x: 1, y: 0.25 }])
  })
})

describe('recallAtRate', () => {
  it('is the best recall of all thresholds that keep the rate', () => {
    const rate = fc.constantFrom(0, 0.01, 0.07, 0.1, 0.5, 1)
    fc.assert(
      fc.property(rows, rate, (list, allowed) => {
        const { positives, negatives } = split(list)
        const point = recallAtRate(ranked(list), allowed)
        if (positives.length === 0 || negatives.length === 0) {
          expect(point).toBeUndefined()
          return
        }
        const allowedThresholds = thresholds(list).filter(
          (threshold) => atLeast(negatives, threshold) / negatives.length <= allowed,
        )
        const counts = allowedThresholds.map((threshold) => atLeast(positives, threshold))
        expect(point?.recall.count).toBe(Math.max(0, ...counts))
        expect(point?.threshold).toBe(allowedThresholds.at(-1) ?? null)
      }),
    )
  })

  it('reports if too few rows are label 0 to distinguish the rate from zero', () => {
    const list: Row[] = [
      { score: 0.9, label: 1 },
      { score: 0.1, label: 0 },
    ]
    expect(recallAtRate(ranked(list), 0.01)).toMatchObject({
      resolved: false,
      threshold: 0.9,
      recall: { count: 1, of: 1 },
    })
    expect(recallAtRate(ranked(list), 1)?.resolved).toBe(true)
  })
})

describe('thinned', () => {
  it('keeps both ends and stays near every point', () => {
    const curve = Array.from({ length: 5000 }, (_, at) => ({ x: at / 4999, y: (at / 4999) ** 2 }))
    const points = thinned(curve)
    expect(points.length).toBeLessThan(810)
    expect([points[0], points.at(-1)]).toEqual([curve[0], curve.at(-1)])
    for (const { x, y } of curve) {
      const near = points.some((point) => Math.abs(point.x - x) + Math.abs(point.y - y) < 1 / 400)
      expect(near).toBe(true)
    }
  })
})
