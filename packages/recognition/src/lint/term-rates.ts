import type { Listing } from '#contract'
import type { Finding } from './lint-pack.ts'

/** A term found in a larger share of ordinary listings is no evidence. */
const MAX_ORDINARY = 0.01
/** Fewer listings than this can't show such a share. */
const MIN_LISTINGS = 300

/** The part of an engine, compiled with the lexicons in question, that the linter needs. */
interface TermReader {
  termsIn(listing: Listing): { id: string }[]
}

/**
 * Finds terms that would flag over 1 % of ordinary listings, those that nobody labelled counterfeit. Needs at least
 * 300 of them and reports if there are fewer.
 */
export function lintTermRates(reader: TermReader, ordinary: Iterable<Listing>): Finding[] {
  const counts = new Map<string, number>()
  let listings = 0
  for (const listing of ordinary) {
    listings++
    for (const { id } of reader.termsIn(listing)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  if (listings < MIN_LISTINGS)
    return [
      {
        at: 'ordinary listings',
        problem: `are only ${listings}`,
        remedy: `Provide at least ${MIN_LISTINGS}, so that a share of 1 % can show.`,
      },
    ]
  return termRateFindings(counts, listings)
}

/**
 * The same for listings counted elsewhere: by term, the number of ordinary ones in which it counts. Empty if there
 * are fewer than 300 of them.
 */
export function termRateFindings(counts: ReadonlyMap<string, number>, listings: number): Finding[] {
  if (listings < MIN_LISTINGS) return []
  return [...counts]
    .filter(([, count]) => count / listings > MAX_ORDINARY)
    .sort((a, b) => b[1] - a[1])
    .map(([id, count]) => ({
      at: id,
      problem: `occurs in ${count} of ${listings} ordinary listings (${((100 * count) / listings).toFixed(1)} %)`,
      remedy: 'Give it guards, lengthen its forms or leave it out.',
    }))
}
