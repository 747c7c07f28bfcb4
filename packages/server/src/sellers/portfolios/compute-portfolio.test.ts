import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computePortfolio, type EntryGroup } from './compute-portfolio.ts'

const cheap = (count: number, source: string): EntryGroup[] =>
  ['a', 'b', 'c', 'd'].map((brand) => ({
    brand,
    level: 0,
    marks: 0b100000,
    amount: '9',
    currency: 'USD',
    count,
    source,
  }))
const usual = (count: number, source: string): EntryGroup[] =>
  cheap(count, source).map((group) => ({ ...group, level: 7, amount: '900' }))

describe('whose word counts', () => {
  test('a flood under a rival’s seller ID from one source convicts nobody', () => {
    const flood = cheap(1000, 'key rival')
    expect(computePortfolio(flood, { isOfMarketplace: false })).toMatchObject({
      flagged: true,
      standing: 'one-source',
    })
    const beside = [...flood, ...usual(5, 'key feed'), ...usual(5, 'person ana')]
    expect(computePortfolio(beside, { isOfMarketplace: false }).standing).toBe('one-source')
  })

  test('what two sources say each without the other stands', () => {
    const both = [...cheap(2, 'key feed'), ...cheap(2, 'person ana')]
    expect(computePortfolio(both, { isOfMarketplace: false })).toMatchObject({
      flagged: true,
      standing: 'several-sources',
    })
  })

  test('the marketplace knows who sells on it', () => {
    const summary = computePortfolio(cheap(2, 'key feed'), { isOfMarketplace: true })
    expect(summary).toMatchObject({ flagged: true, standing: 'marketplace' })
  })

  test('no single source makes a portfolio stand that does not stand without it', () => {
    const groups = fc.array(
      fc.record({
        brand: fc.constantFrom('a', 'b', 'c'),
        level: fc.constantFrom(0, 3, 7, null),
        marks: fc.constantFrom(0b100000, 0b101000, null),
        amount: fc.constantFrom('9', '90'),
        currency: fc.constant('USD'),
        count: fc.integer({ min: 1, max: 4 }),
        source: fc.constantFrom('key x', 'key y', 'key z'),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(groups, (all) => {
        const { standing, flagged } = computePortfolio(all, { isOfMarketplace: false })
        const stands = ['key x', 'key y', 'key z'].every((source) => {
          const others = all.filter((group) => group.source !== source)
          return computePortfolio(others, { isOfMarketplace: false }).flagged
        })
        expect(standing === 'several-sources').toBe(flagged && stands)
      }),
    )
  })
})
