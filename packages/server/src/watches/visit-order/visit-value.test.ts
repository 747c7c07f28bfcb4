import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChangeRate } from './change-rate.ts'
import { intervalAt, levelFor, valueOfVisit } from './visit-value.ts'

const rates = fc.record({
  shape: fc.double({ min: 0.02, max: 200, noNaN: true }),
  days: fc.double({ min: 0.01, max: 1000, noNaN: true }),
})
const daysBetween = fc.double({ min: 0.001, max: 60, noNaN: true })

/** The integral of s (1 - (days / (days + s)) ** shape), by small steps. */
function summed({ shape, days }: ChangeRate, elapsed: number): number {
  const steps = 2000
  let sum = 0
  for (let step = 0; step < steps; step++) {
    const s = (elapsed * (step + 0.5)) / steps
    sum += s * -Math.expm1(-shape * Math.log1p(s / days)) * (elapsed / steps)
  }
  return sum
}

test('the value is the integral that it states, for any rate', () => {
  fc.assert(
    fc.property(rates, daysBetween, (rate, elapsed) => {
      expect(valueOfVisit(rate, elapsed) / summed(rate, elapsed)).toBeCloseTo(1, 2)
    }),
  )
  for (const shape of [1, 2]) {
    const rate = { shape, days: 3 }
    expect(valueOfVisit(rate, 5) / summed(rate, 5)).toBeCloseTo(1, 3)
  }
})

test('a longer wait and a higher rate make a visit worth more', () => {
  fc.assert(
    fc.property(rates, daysBetween, (rate, elapsed) => {
      expect(valueOfVisit(rate, 2 * elapsed)).toBeGreaterThan(valueOfVisit(rate, elapsed))
      const faster = { ...rate, shape: 2 * rate.shape }
      expect(valueOfVisit(faster, elapsed)).toBeGreaterThan(valueOfVisit(rate, elapsed))
    }),
  )
})

test('the interval is when the value reaches the level, and a higher level makes it longer', () => {
  fc.assert(
    fc.property(rates, fc.double({ min: 1e-6, max: 100, noNaN: true }), (rate, level) => {
      const interval = intervalAt(rate, level)
      expect(intervalAt(rate, 2 * level)).toBeGreaterThanOrEqual(interval)
      if (interval > 0.011 && interval < 59.9) {
        expect(valueOfVisit(rate, interval) / level).toBeCloseTo(1, 3)
      }
    }),
  )
})

/** Mean age of a page of a known rate that is visited in equal intervals. */
function ageOf(rate: number, interval: number): number {
  return interval / 2 - 1 / rate - Math.expm1(-rate * interval) / (rate * rate * interval)
}

test('no other distribution of the same visits gives a lower mean age', () => {
  const few = [0.02, 0.1, 0.5, 3]
  // A large shape stands for a rate that is known.
  const known = few.map((rate): ChangeRate => ({ shape: 1e7, days: 1e7 / rate }))
  const visits = 2
  const level = levelFor(known, visits)
  const ages = (perDay: readonly number[]): number =>
    perDay.reduce((sum, each, at) => sum + ageOf(few[at]!, 1 / each), 0)
  const filled = ages(known.map((rate) => 1 / intervalAt(rate, level)))
  let least = Infinity
  const parts = 80
  for (let a = 1; a < parts - 2; a++) {
    for (let b = 1; b < parts - a - 1; b++) {
      for (let c = 1; c < parts - a - b; c++) {
        const perDay = [a, b, c, parts - a - b - c].map((part) => (part * visits) / parts)
        least = Math.min(least, ages(perDay))
      }
    }
  }
  expect(filled).toBeLessThanOrEqual(least * 1.0001)
  expect(filled).toBeGreaterThan(least * 0.99)
})
