import type { GoodsCategory, ReportDanger } from '@touchstone/contract'

/** Goods of which copies can hurt: what is taken, worn on the skin, plugged in, played with, or brakes a car. */
const risky: ReadonlySet<GoodsCategory> = new Set([
  'medicine',
  'cosmetics',
  'chargers',
  'toys',
  'car-parts',
])

const ranks = { harm: 2, risk: 1, none: 0 } as const satisfies Record<ReportDanger, number>

export function rankOfDanger(category: GoodsCategory, isHurt: boolean): number {
  return isHurt ? ranks.harm : risky.has(category) ? ranks.risk : ranks.none
}

export function dangerOfRank(rank: number): ReportDanger {
  return rank === ranks.harm ? 'harm' : rank === ranks.risk ? 'risk' : 'none'
}
