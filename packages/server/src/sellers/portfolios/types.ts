import { createHash } from 'node:crypto'
import type { PortfolioFact, PortfolioSummary } from '@touchstone/contract'
import type { Viewer } from '../../brands/visibility/index.ts'

/**
 * Who says that the listings are the seller's: the marketplace itself, several sources that agree without any one of
 * them, or one alone.
 */
export type Standing = 'marketplace' | 'several-sources' | 'one-source'

/** A portfolio as computed from the listings that one organisation sees. */
export type ComputedPortfolio = PortfolioSummary & {
  standing: Standing
  /** IDs of the goods' brands, the most frequent first. */
  brands: string[]
}

/** Brands by which an organisation sees others' listings, as one text; its own listings need none. */
export function viewKey({ brands, hears, besideRivals }: Viewer): string {
  const parts = [brands, hears, besideRivals].map((some) => [...some].sort())
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** How far below the usual price the fact lies: the parts of it, from the lowest. */
function placeOf({ params }: PortfolioFact): number {
  return ['tenth', 'fifth', 'third', 'half', 'whole'].findIndex((part) => part === params['part'])
}

/** A fact counts as grown from half as many again, and from so many listings more. */
const growth = 1.5
const moreListings = 5

/**
 * Whether facts differ so much from those that somebody explained that the explanation no longer covers them: a new
 * fact, far more listings with one, or far lower prices.
 */
export function isMaterialChange(
  explained: readonly PortfolioFact[],
  now: readonly PortfolioFact[],
): boolean {
  const before = new Map(explained.map((fact) => [fact.code, fact]))
  return now.some((fact) => {
    const { code, count } = fact
    const known = before.get(code)
    if (known === undefined) return true
    if (count >= known.count * growth && count >= known.count + moreListings) return true
    return placeOf(fact) < placeOf(known)
  })
}
