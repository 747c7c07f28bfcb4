import type { Lexicon } from '#contract'
import type { Finding } from './lint-pack.ts'

/** How often one guard decided a labelled listing: those whose verdict is `review` or `block` only without it. */
interface GuardCount {
  /** Honest listings that it kept from that. */
  saves: number
  /** Listings of counterfeits that it kept from that. */
  quiets: number
}

/** Counts by the id of the guard. A guard that decided no listing has none. */
export interface GuardCounts {
  /** ISO 8601. */
  asOf: string
  source: string
  counts: Readonly<Record<string, GuardCount>>
}

/** So few listings of counterfeits may be quieted by chance, or be honest ones under a weak label. */
const MIN_QUIETED = 3

/** Finds guards that quiet more counterfeits than they save honest listings, and counts of guards that are gone. */
export function lintGuardCounts(lexicons: readonly Lexicon[], { counts }: GuardCounts): Finding[] {
  const languages = new Map(
    lexicons.flatMap(({ language, guards }) => guards.map(({ id }) => [id, language] as const)),
  )
  return Object.entries(counts).flatMap(([id, { saves, quiets }]): Finding[] => {
    const language = languages.get(id)
    if (language === undefined)
      return [
        {
          at: `guard-counts/${id}`,
          problem: 'counts a guard that no lexicon defines',
          remedy: 'Count again: npm run eval:guards.',
        },
      ]
    if (quiets < MIN_QUIETED || quiets <= saves) return []
    return [
      {
        at: `${language}/${id}`,
        problem: `quiets ${quiets} listings of counterfeits and saves ${saves} honest ones`,
        remedy: 'Narrow its words or where they stand, or drop it.',
      },
    ]
  })
}
