import type { PortfolioSummary } from '#contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Portfolio, type PortfolioEntry } from './index.ts'
import { marks } from './portfolio-entry.ts'

const BELOW = 6

const entries: fc.Arbitrary<PortfolioEntry> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<PortfolioEntry>({ marks: [] }) },
  {
    weight: 9,
    arbitrary: fc
      .record({
        brand: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        level: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }),
        price: fc.option(fc.constantFrom('20 USD', '30 USD', '40 USD'), { nil: undefined }),
        marks: fc.subarray([...marks]),
      })
      .map(({ brand, level, price, marks: found }) => {
        const entry: PortfolioEntry = { brand, marks: found }
        if (level !== undefined) entry.level = level
        if (price !== undefined) entry.price = price
        return entry
      }),
  },
)

/** Counts everything from the list of entries, without any state. */
function countAnew(list: readonly PortfolioEntry[]): PortfolioSummary {
  const branded = list.filter(({ brand }) => brand !== undefined)
  const facts: PortfolioSummary['facts'] = []
  const byBrand = [...Map.groupBy(branded, ({ brand }) => brand).values()]
  const perLevel = [3, 2.5, 1.8, 1.2, 0.7, 0.5, -0.4, -1]
  let evidence = 0
  let weighed = 0
  for (const ofBrand of byBrand) {
    const levels = ofBrand.flatMap(({ level }) => (level === undefined ? [] : [level]))
    if (levels.length === 0) continue
    const mean = levels.reduce((total, level) => total + perLevel[level]!, 0) / levels.length
    const sum = Math.round(mean * Math.min(4, levels.length) * 10 + 1e-9) / 10
    evidence += Math.max(-1, Math.min(3, sum))
    weighed += Math.min(4, levels.length)
  }
  evidence *= Math.min(1, 12 / Math.max(1, weighed))
  const compared = branded.filter(({ level }) => level !== undefined)
  const under = (levels: number) => compared.filter(({ level }) => level! < levels)
  const brandsOf = (some: readonly PortfolioEntry[]) => new Set(some.map(({ brand }) => brand)).size
  const below = under(BELOW)
  const isFact =
    below.length >= 3 &&
    (below.length >= 4 || under(3).length >= 2) &&
    brandsOf(below) >= 2 &&
    below.length >= compared.length / 2
  if (isFact) {
    const steps = { tenth: 1, fifth: 2, third: 3, half: 4, whole: BELOW } as const
    const [part, levels] = Object.entries(steps).find(
      ([, step]) =>
        under(step).length >= Math.max(3, below.length / 2) && brandsOf(under(step)) >= 2,
    )!
    facts.push({
      code: 'seller.portfolio-prices',
      count: under(levels).length,
      of: compared.length,
      params: { brands: brandsOf(under(levels)), part },
    })
  }
  let sum = Math.min(isFact ? 8 : 0, evidence)
  const shared = [
    ...Map.groupBy(
      branded.filter(({ price }) => price !== undefined),
      ({ price }) => price,
    ).values(),
  ].filter((at) => brandsOf(at) >= 3 || at.filter(({ level }) => level !== undefined).length >= 4)
  const count = shared.flat().length
  if (shared.length > 0 && shared.length <= 3 && count >= branded.length / 3) {
    facts.push({
      code: 'seller.portfolio-same-price',
      count,
      of: branded.length,
      params: { prices: shared.length },
    })
    sum += 1
  }
  const rules = {
    choices: [0.5, 2, 2],
    pictures: [0.5, 1.5, 3],
    quantities: [0.3, 1, 3],
    signs: [2, 4, 2],
    reviews: [1.5, 4, 2],
  } as const
  for (const mark of marks) {
    const [each, most, least] = rules[mark]
    const found = branded.filter((entry) => entry.marks.includes(mark)).length
    if (found < least) continue
    facts.push({ code: `seller.portfolio-${mark}`, count: found, of: branded.length, params: {} })
    sum += Math.min(most, each * found)
  }
  const probability = 1 / (1 + Math.exp(-(Math.log(0.02 / 0.98) + sum)))
  return {
    listings: list.length,
    probability,
    flagged: facts.length > 0 && probability >= 0.5,
    facts,
  }
}

const entry = (brand: string, level?: number, rest: Partial<PortfolioEntry> = {}) => ({
  brand,
  ...(level !== undefined && { level }),
  marks: [],
  ...rest,
})
const summaryOf = (list: readonly PortfolioEntry[]) => new Portfolio(list).summary()

describe('a portfolio', () => {
  it('equals a count from scratch, whatever came and went before, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(entries, { maxLength: 40 }),
        fc.array(entries, { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 60 }),
        (kept, gone, order) => {
          const portfolio = new Portfolio()
          const steps = [
            ...kept.map((one) => ({ one, isKept: true })),
            ...gone.map((one) => ({ one, isKept: false })),
          ]
            .map((step, at) => ({ ...step, at: order[at] ?? at }))
            .sort((a, b) => a.at - b.at)
          const pending: PortfolioEntry[] = []
          for (const { one, isKept } of steps) {
            portfolio.add(one)
            if (!isKept) pending.push(one)
            else if (pending.length > 0) portfolio.remove(pending.pop()!)
          }
          for (const one of pending) portfolio.remove(one)
          const { probability, ...summary } = portfolio.summary()
          const { probability: expected, ...oracle } = countAnew(kept)
          expect(summary).toEqual(oracle)
          expect(probability).toBeCloseTo(expected, 10)
          // Bit for bit the same as in another order.
          expect(portfolio.summary()).toEqual(summaryOf(kept.toReversed()))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is judged without one of its listings, and is whole again afterwards', () => {
    fc.assert(
      fc.property(fc.array(entries, { minLength: 1, maxLength: 30 }), (list) => {
        const portfolio = new Portfolio(list)
        const whole = portfolio.summary()
        expect(portfolio.without(list[0]!)).toEqual(summaryOf(list.slice(1)))
        expect(portfolio.summary()).toEqual(whole)
      }),
    )
  })

  it('keeps nothing of listings that are gone', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 30 }), (list) => {
        const portfolio = new Portfolio(list)
        for (const one of list) portfolio.remove(one)
        expect(portfolio).toEqual(new Portfolio())
      }),
    )
  })

  it('flags cheap goods of several brands, with their counts', () => {
    const cheap = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e'].map((brand) => entry(brand, 1))
    const usual = ['a', 'b', 'c'].map((brand) => entry(brand, 7))
    const { flagged, facts } = summaryOf([...cheap, ...usual])
    expect(flagged).toBe(true)
    expect(facts).toEqual([
      {
        code: 'seller.portfolio-prices',
        count: 9,
        of: 12,
        params: { brands: 5, part: 'fifth' },
      },
    ])
  })

  it.each<[string, PortfolioEntry[]]>([
    ['one bargain', [entry('a', 0), ...['a', 'b', 'c', 'd'].map((brand) => entry(brand, 7))]],
    ['one listing', [entry('a', 0)]],
    [
      'three bargains, of which two are just below the usual',
      [entry('a', 0), entry('b', 5), entry('c', 5)],
    ],
    ['the outlet of one brand', Array.from({ length: 5000 }, () => entry('a', 1))],
    [
      'the outlet of one brand with one price',
      Array.from({ length: 5000 }, () => entry('a', 1, { price: '20 USD' })),
    ],
    [
      'a shop of several brands that prices its goods alike, as they usually are',
      ['a', 'b', 'c'].flatMap((brand) =>
        Array.from({ length: 4 }, () => entry(brand, 6, { price: '99 USD' })),
      ),
    ],
    [
      'a shop with a sale',
      ['a', 'b', 'c', 'd', 'e'].flatMap((brand) => [
        entry(brand, 3),
        entry(brand, 7),
        entry(brand, 7),
      ]),
    ],
    [
      'a collector of forty pieces at second-hand prices',
      Array.from({ length: 40 }, (_, at) =>
        entry('abcdefgh'[at % 8]!, [3, 5, 6, 7][Math.floor(at / 8) % 4]),
      ),
    ],
    [
      'a wholesaler with the pictures of its supplier and large stocks at usual prices',
      Array.from({ length: 30 }, (_, at) =>
        entry('abcde'[at % 5]!, 6, { marks: ['pictures', 'quantities'] }),
      ),
    ],
    [
      'a large shop with prices that end alike',
      Array.from({ length: 300 }, (_, at) =>
        entry('abcdefgh'[at % 8]!, 7, { price: `${10 * (at % 30)} USD` }),
      ),
    ],
  ])('does not flag %s', (_, list) => {
    expect(summaryOf(list).flagged).toBe(false)
  })

  it('counts goods that cost something at one price, of one brand too', () => {
    const apart = [...'12345'].map((amount) => entry('a', 4, { price: `${amount}0 USD` }))
    const alike = apart.map((one) => ({ ...one, price: '40 USD' }))
    const others = [entry('b', 4, { price: '61 USD' })]
    expect(summaryOf([...apart, ...others]).flagged).toBe(false)
    const { flagged, facts } = summaryOf([...alike, ...others])
    expect(flagged).toBe(true)
    expect(facts).toContainEqual({
      code: 'seller.portfolio-same-price',
      count: 5,
      of: 6,
      params: { prices: 1 },
    })
    // Cheap goods, which are not compared, often cost the same.
    const cheap = alike.map(({ level: _, ...one }) => one)
    expect(summaryOf(cheap).facts).toEqual([])
  })

  it('does not multiply what one brand’s prices say', () => {
    const two = [entry('a', 1), entry('b', 1)]
    const more = summaryOf([...two, ...two, ...two])
    const many = summaryOf(Array.from({ length: 1000 }, () => two).flat())
    expect(many.flagged).toBe(true)
    expect(many.probability).toBe(more.probability)
    expect(many.probability).toBeLessThan(0.9)
  })
})
