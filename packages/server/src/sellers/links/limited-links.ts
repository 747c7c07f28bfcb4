import type { Transaction } from '../../platform/db/index.ts'
import { limitLink } from './limit-link.ts'
import {
  findListingsInSight,
  pageOfLinks,
  type LinkCursor,
  type LinkRow,
} from './links-repository.ts'

/** Links that are looked through for a member limited to brands, the most probable first. */
const mostLookedThrough = 5000

export type LimitedSight = { organisationId: string; only: readonly string[] }

/**
 * Links as a member limited to brands sees them, the most probable first: by what shows in listings about their brands
 * alone, in order, weight and time too. Those that this does not carry are missing.
 */
export async function findLimitedLinks(
  handle: Transaction,
  sight: LimitedSight,
): Promise<LinkRow[]> {
  const options = { ...sight, state: 'linked', after: undefined, limit: mostLookedThrough } as const
  return limitLinks(handle, sight.only, await pageOfLinks(handle, options))
}

export async function limitLinks(
  handle: Transaction,
  only: readonly string[],
  rows: readonly LinkRow[],
): Promise<LinkRow[]> {
  const listings = rows.flatMap(({ reasons }) =>
    reasons.flatMap(({ places }) => places.map(({ listing }) => listing)),
  )
  const seen = await findListingsInSight(handle, [...new Set(listings)], only)
  const accountOf = new Map([...seen].map(([listing, { account }]) => [listing, account]))
  return rows
    .flatMap((row): LinkRow[] => {
      const limited = row.linked ? limitLink(row, accountOf) : undefined
      if (limited === undefined) return []
      const times = limited.reasons.flatMap(({ places }) =>
        places.map(({ listing }) => seen.get(listing)?.since.getTime() ?? 0),
      )
      const since = new Date(Math.max(...times))
      // What the organisation judged may rest on what is out of sight.
      return [{ ...row, ...limited, judgement: null, since }]
    })
    .toSorted(inOrder)
}

/** As a page of all links is. */
function inOrder(one: LinkCursor, other: LinkCursor): number {
  return other.probability - one.probability || compare(one.a, other.a) || compare(one.b, other.b)
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

export function isAfter(row: LinkCursor, after: LinkCursor | undefined): boolean {
  return after === undefined || inOrder(after, row) < 0
}
