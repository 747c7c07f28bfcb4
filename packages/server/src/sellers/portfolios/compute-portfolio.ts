import { Portfolio } from '@touchstone/recognition'
import { toPortfolioEntry, type EntryRow } from '../../listings/queue/index.ts'
import type { ComputedPortfolio, Standing } from './types.ts'

/** Equal entries of an account's listings, from one source. */
export type EntryGroup = EntryRow & {
  count: number
  /** Who sent the listings. */
  source: string
}

const maxBrands = 50

/**
 * What these listings say together. The marketplace knows who sells on it. Anyone else only states it, and may send a
 * rival's name with goods of their own: their portfolio stands if it does so without the listings of any one source.
 */
export function computePortfolio(
  groups: readonly EntryGroup[],
  { isOfMarketplace }: { isOfMarketplace: boolean },
): ComputedPortfolio {
  const portfolio = new Portfolio()
  const change = (some: readonly EntryGroup[], by: 'add' | 'remove'): void => {
    for (const group of some) portfolio[by](toPortfolioEntry(group), group.count)
  }
  change(groups, 'add')
  const summary = portfolio.summary()
  const standsWithout = (some: readonly EntryGroup[]): boolean => {
    change(some, 'remove')
    const { flagged } = portfolio.summary()
    change(some, 'add')
    return flagged
  }
  const standing = (): Standing => {
    if (isOfMarketplace) return 'marketplace'
    const sources = [...Map.groupBy(groups, ({ source }) => source).values()]
    return summary.flagged && sources.every(standsWithout) ? 'several-sources' : 'one-source'
  }
  return { ...summary, standing: standing(), brands: brandsOf(groups) }
}

function brandsOf(groups: readonly EntryGroup[]): string[] {
  const counts = new Map<string, number>()
  for (const { brand, marks, count } of groups) {
    if (brand !== null && marks !== null) counts.set(brand, (counts.get(brand) ?? 0) + count)
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, maxBrands)
    .map(([brand]) => brand)
}
