import {
  shippedThresholds,
  verdicts,
  type SellerPortfolio,
  type Verdict,
} from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aSignal, figuresOf, judged } from '../test/assessed-listing.ts'
import { expectedFigures, funnelOf, percentOf, statedShare, type FunnelCell } from './funnel.ts'

const thresholds = shippedThresholds

/** The verdict by the words of the documentation: as severe as the ceiling and the thresholds allow. */
function verdictBy(ceiling: Verdict, percent: number, { askProof, review, block } = thresholds) {
  const level = verdicts.indexOf(ceiling)
  if (level >= 3 && percent >= block) return 'block'
  if (level >= 2 && percent >= review) return 'review'
  return level >= 1 && percent >= askProof ? 'ask-proof' : 'clear'
}

const someCells = fc.array(
  fc
    .record({
      ceiling: fc.constantFrom(...verdicts),
      percent: fc.integer({ min: 0, max: 100 }),
      impossiblePrice: fc.boolean(),
      incoming: fc.nat(50),
      counterfeit: fc.nat(50),
      honest: fc.nat(50),
    })
    .map((cell): FunnelCell => ({
      ...cell,
      verdict: verdictBy(cell.ceiling, cell.percent),
      moves: true,
    })),
  { maxLength: 30 },
)

test('each queue holds, at every threshold, what a plain count of the listings finds', () => {
  fc.assert(
    fc.property(someCells, (cells) => {
      for (const { queue, curve, ...figures } of funnelOf(cells)) {
        for (const point of curve) {
          const held = cells.filter(({ impossiblePrice, ceiling, percent }) => {
            if (queue === 'impossible-price') return impossiblePrice && percent! >= point.threshold
            const name = queue === 'ask-proof' ? 'askProof' : queue
            const moved = { ...thresholds, [name]: point.threshold }
            return verdictBy(ceiling, percent!, moved) === queue
          })
          const sum = (of: 'incoming' | 'counterfeit' | 'honest', among = held) =>
            among.reduce((total, cell) => total + cell[of], 0)
          const expected = {
            held: sum('incoming'),
            precision: statedShare(sum('counterfeit'), sum('counterfeit') + sum('honest')),
            counterfeitsHeld: statedShare(sum('counterfeit'), sum('counterfeit', cells)),
            honestHeld: statedShare(sum('honest'), sum('honest', cells)),
          }
          expect(point).toMatchObject(expected)
          if (point.isCurrent) expect(figures).toEqual(expected)
        }
        expect(curve.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
      }
    }),
  )
})

test.each([
  ['of which only a part of the evidence is visible', { percent: null, moves: true }],
  ['of a brand with thresholds of its own', { percent: 30, moves: false }],
])('a listing %s stays where it is', (_what, over) => {
  const listing = { verdict: 'review', ceiling: 'review', impossiblePrice: false } as const
  const [, review] = funnelOf([{ ...listing, ...over, incoming: 7, counterfeit: 0, honest: 0 }])
  expect(new Set(review!.curve.map(({ held }) => held))).toEqual(new Set([7]))
})

test('a share of fewer than twenty is not stated, but what is missing is', () => {
  expect(statedShare(19, 19)).toEqual({ known: false, count: 19, of: 19, missing: 1 })
  expect(statedShare(10, 20)).toMatchObject({ known: true, value: 0.5 })
})

test('the expected precision is that of Bayes, and its range contains it', () => {
  const [rare, one, ten] = expectedFigures({
    counterfeitsHeld: statedShare(60, 100),
    honestHeld: statedShare(10, 1000),
  })
  expect(rare!.precision!.value).toBeCloseTo((0.001 * 0.6) / (0.001 * 0.6 + 0.999 * 0.01), 12)
  expect(one!.held).toBeCloseTo(0.01 * 0.6 + 0.99 * 0.01, 12)
  expect(ten!.precision!.low).toBeLessThan(ten!.precision!.value)
  expect(ten!.precision!.high).toBeGreaterThan(ten!.precision!.value)
  const unknown = { counterfeitsHeld: statedShare(5, 5), honestHeld: statedShare(10, 1000) }
  expect(expectedFigures(unknown).map(({ precision }) => precision)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a probability in whole per cent reaches exactly the thresholds that it reaches', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(100), (probability, percent) => {
      expect(percentOf(probability) >= percent).toBe(probability >= percent / 100)
    }),
  )
  expect(percentOf(0.29)).toBe(29)
})

test('labelled listings fill the queues, and sellers count once each by most of their labels', () => {
  const sellers: SellerPortfolio[] = Array.from({ length: 30 }, (_, at) => ({
    marketplace: 'bazaar',
    seller: `s${at}`,
    listings: 3,
    probability: at < 10 ? 0.9 : 0.1,
    flagged: at < 10,
    facts: [],
  }))
  const of = (at: number, label: 0 | 1) =>
    judged(label, 0.6, {
      listing: { marketplace: 'bazaar', seller: { id: `s${at}` } },
      assessment: { ceiling: 'review', signals: [aSignal({ code: 'price.impossible' })] },
    })
  const rows = sellers.flatMap((_, at) => [
    of(at, at < 8 ? 1 : 0),
    of(at, at < 8 ? 1 : 0),
    of(at, at < 4 ? 1 : 0),
  ])
  const { funnel } = figuresOf(rows, { sellers, perDay: 500 })
  expect(funnel.perDay).toBe(500)
  const queue = (name: string) => funnel.queues.find((one) => one.queue === name)!
  expect(queue('review')).toMatchObject({ held: 90, precision: { count: 20, of: 90 } })
  expect(queue('impossible-price')).toMatchObject({ held: 90, honestHeld: { value: 1 } })
  expect(queue('sellers')).toMatchObject({
    held: 10,
    precision: { known: false, count: 8, of: 10 },
    counterfeitsHeld: { known: false, count: 8, of: 8 },
    honestHeld: { known: true, count: 2, of: 22 },
  })
  expect(figuresOf(rows).funnel.queues.map((one) => one.queue)).not.toContain('sellers')
})
