import { expect, test } from 'vitest'
import { seededRandom } from '@touchstone/contract/seeded-random'
import {
  exactWeight,
  fitModel,
  logistic,
  logisticRegression,
  type Example,
  type Pattern,
} from './index.ts'

/** Pairs of which a known share are matches, with levels drawn by known shares. */
function drawn(pairs: number, share: number, m: number[][], u: number[][]): Pattern[] {
  const random = seededRandom(7)
  const draw = (shares: readonly number[]): number => {
    let left = random()
    return shares.findIndex((own) => (left -= own) < 0)
  }
  const patterns = new Map<string, Pattern>()
  for (let pair = 0; pair < pairs; pair++) {
    const levels = Int8Array.from(random() < share ? m : u, (shares) => draw(shares))
    const pattern = patterns.get(levels.join())
    if (pattern === undefined) patterns.set(levels.join(), { levels, count: 1 })
    else pattern.count++
  }
  return [...patterns.values()]
}

const m = [
  [0.9, 0.08, 0.02],
  [0.8, 0.15, 0.05],
  [0.95, 0.05],
  [0.7, 0.3],
]
const u = [
  [0.01, 0.02, 0.97],
  [0.02, 0.03, 0.95],
  [0.1, 0.9],
  [0.05, 0.95],
]

const shapes = m.map(({ length }) => ({ levels: length, chance: 0.01 }))

test('a model without labels has the shares by which the pairs were drawn', () => {
  const model = fitModel({
    fields: shapes,
    candidates: drawn(60_000, 0.2, m, u),
    random: drawn(60_000, 0.001, m, u),
    pairs: 60_000_000,
  })
  for (const [field, own] of model.fields.entries()) {
    for (const [level, value] of own.m.entries()) {
      expect(Math.abs(value - m[field]![level]!)).toBeLessThan(0.02)
      expect(Math.abs(own.u[level]! - u[field]![level]!)).toBeLessThan(0.005)
    }
  }
  expect(Math.abs(model.prior - Math.log2(12_000 / (60_000_000 - 12_000)))).toBeLessThan(0.1)
})

test('missing values tell nothing', () => {
  const withGaps = drawn(20_000, 0.2, m, u).flatMap(({ levels, count }): Pattern[] => [
    { levels, count },
    { levels: Int8Array.from(levels, (level, field) => (field === 0 ? -1 : level)), count },
  ])
  const model = fitModel({
    fields: shapes,
    candidates: withGaps,
    random: drawn(20_000, 0, m, u),
    pairs: 40_000_000,
  })
  expect(model.fields[0]!.m[0]).toBeCloseTo(0.9, 1)
})

test('no level is impossible, however few pairs there are', () => {
  const model = fitModel({
    fields: [{ levels: 2, chance: 0.01 }],
    candidates: [],
    random: [],
    pairs: 0,
  })
  for (const { m: own, u: others } of model.fields)
    for (const share of [...own, ...others]) expect(share).toBeGreaterThan(0)
  expect(Number.isFinite(model.prior)).toBe(true)
})

test('weights add up to the same in any order', () => {
  const random = seededRandom(3)
  const weights = Array.from({ length: 500 }, () => exactWeight((random() - 0.5) * 40))
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
  expect(sum(weights.toReversed())).toBe(sum(weights))
  expect(sum(weights.toSorted((a, b) => a - b))).toBe(sum(weights))
})

test('bits are odds', () => {
  expect(logistic(0)).toBe(0.5)
  expect(logistic(Math.log2(3))).toBeCloseTo(0.75)
})

test('a regression has the weights by which the examples were drawn, in bits', () => {
  const random = seededRandom(5)
  const examples = Array.from({ length: 20_000 }, (): Example => {
    const features = [random(), random()]
    const bits = 4 * features[0]! - 2 * features[1]! - 1
    return { features, isMatch: random() < logistic(bits), weight: 1 }
  })
  const [first = 0, second = 0, constant = 0] = logisticRegression(examples, 2)
  expect(Math.abs(first - 4)).toBeLessThan(0.25)
  expect(Math.abs(second + 2)).toBeLessThan(0.25)
  expect(Math.abs(constant + 1)).toBeLessThan(0.25)
})

test('examples that part completely, or have no variety, give finite weights', () => {
  const parted = [0, 0.1, 0.9, 1].map((value): Example => ({
    features: [value, 0],
    isMatch: value > 0.5,
    weight: 1,
  }))
  for (const weight of logisticRegression(parted, 2)) expect(Number.isFinite(weight)).toBe(true)
})
