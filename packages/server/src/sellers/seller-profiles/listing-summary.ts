import {
  decisionVerdicts,
  verdicts,
  type DecisionVerdict,
  type SellerAccountDetailView,
  type Verdict,
} from '@touchstone/contract'
import type { ListingView } from '../../listings/queue/index.ts'

type Listed = Pick<ListingView, 'listing' | 'assessment' | 'decision' | 'withdrawnAt'>

export type ListingSummary = Pick<
  SellerAccountDetailView,
  'verdicts' | 'notAssessed' | 'decisions' | 'undecided' | 'prices' | 'brands'
> & { count: number; flagged: number }

/** Counts over listings as their reader sees them. */
export function summarise(listings: readonly Listed[]): ListingSummary {
  const byVerdict = countsOf<Verdict>(verdicts)
  const byDecision = countsOf<DecisionVerdict>(decisionVerdicts)
  const brands = new Map<string, number>()
  let notAssessed = 0
  let undecided = 0
  for (const { assessment, decision, withdrawnAt } of listings) {
    if (assessment === null) notAssessed += 1
    else byVerdict[assessment.verdict] += 1
    if (decision !== null) byDecision[decision.verdict] += 1
    else if (withdrawnAt === null) undecided += 1
    for (const id of new Set(assessment?.brands.map((brand) => brand.id))) {
      brands.set(id, (brands.get(id) ?? 0) + 1)
    }
  }
  return {
    count: listings.length,
    flagged: byVerdict.review + byVerdict.block,
    verdicts: byVerdict,
    notAssessed,
    decisions: byDecision,
    undecided,
    prices: pricesOf(listings),
    brands: [...brands]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([id, count]) => ({ id, listings: count })),
  }
}

function countsOf<N extends string>(names: readonly N[]): Record<N, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<N, number>
}

/** The lowest and the highest price in each currency, as stated. */
function pricesOf(listings: readonly Listed[]): SellerAccountDetailView['prices'] {
  const prices = listings.flatMap(({ listing }) => listing.price ?? [])
  return [...Map.groupBy(prices, ({ currency }) => currency)]
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .flatMap(([currency, stated]) => {
      const sorted = stated.map(({ amount }) => amount).toSorted((a, b) => Number(a) - Number(b))
      const [lowest, highest] = [sorted[0], sorted.at(-1)]
      if (lowest === undefined || highest === undefined) return []
      return [{ currency, listings: stated.length, lowest, highest }]
    })
}
