import type { PortfolioFact } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { isMaterialChange } from './types.ts'

const prices = (count: number, part = 'fifth', brands = 3): PortfolioFact => ({
  code: 'seller.portfolio-prices',
  count,
  of: count + 2,
  params: { brands, part },
})
const signs = (count: number): PortfolioFact => ({
  code: 'seller.portfolio-signs',
  count,
  of: 20,
  params: {},
})

test.each<[string, PortfolioFact[], boolean]>([
  ['the same facts', [prices(10)], false],
  ['fewer listings', [prices(4)], false],
  ['no facts', [], false],
  ['a few listings more', [prices(14)], false],
  ['half as many listings again', [prices(15)], true],
  ['prices that are less low', [prices(10, 'half')], false],
  ['prices below a lower part', [prices(10, 'tenth')], true],
  ['another fact', [prices(10), signs(2)], true],
])('of an explanation for ten cheap listings, %s: changed materially %s', (_what, now, changed) => {
  expect(isMaterialChange([prices(10)], now)).toBe(changed)
})

test('a fact of two listings needs five more, not just half as many again', () => {
  expect(isMaterialChange([signs(2)], [signs(6)])).toBe(false)
  expect(isMaterialChange([signs(2)], [signs(7)])).toBe(true)
})
