import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kappaOf } from './kappa.ts'

type Pair = readonly [string, string]

function pairsOf(...cells: [string, string, number][]): Pair[] {
  return cells.flatMap(([first, second, count]) =>
    Array.from({ length: count }, (): Pair => [first, second]),
  )
}

test('κ and its interval are those of a published table', () => {
  // ci.kappa(.05, 31, 12, 4, 58) of the R package statpsych: 0.6756757 [0.5317210, 0.8196303].
  const pairs = pairsOf(['y', 'y', 31], ['y', 'n', 12], ['n', 'y', 4], ['n', 'n', 58])
  const figure = kappaOf(pairs)
  if (!figure.known) throw new Error('not known')
  expect(figure.value).toBeCloseTo(0.6756757, 6)
  expect(figure.low).toBeCloseTo(0.531721, 2)
  expect(figure.high).toBeCloseTo(0.81963, 2)
})

test('readers who always agree leave a doubt that shrinks with their number', () => {
  const lows = [30, 300].map((n) => {
    const figure = kappaOf(pairsOf(['a', 'a', n / 2], ['b', 'b', n / 2]))
    if (!figure.known) throw new Error('not known')
    expect(figure).toMatchObject({ value: 1, high: 1 })
    return figure.low
  })
  expect(lows[0]).toBeLessThan(0.9)
  expect(lows[1]).toBeGreaterThan(0.95)
})

test('fewer than thirty pairs, or a single label, say nothing', () => {
  expect(kappaOf(pairsOf(['a', 'b', 29]))).toEqual({ known: false, missing: { pairs: 1 } })
  expect(kappaOf(pairsOf(['a', 'a', 60]))).toEqual({ known: false, missing: {} })
})

test('κ lies within its interval, and changing places changes nothing', () => {
  const word = fc.constantFrom('a', 'b', 'c')
  const many = fc.array(fc.tuple(word, word), { minLength: 30, maxLength: 80 })
  fc.assert(
    fc.property(many, (pairs) => {
      const figure = kappaOf(pairs)
      const turned = kappaOf(pairs.map(([a, b]): Pair => [b, a]))
      if (!figure.known || !turned.known) return
      expect(figure.low).toBeLessThanOrEqual(figure.value)
      expect(figure.high).toBeGreaterThanOrEqual(figure.value)
      expect(turned.value).toBeCloseTo(figure.value, 10)
      expect(turned.low).toBeCloseTo(figure.low, 10)
    }),
  )
})
