import { shippedThresholds } from '@touchstone/contract'
import { sql } from 'kysely'
import {
  bucketPartsOf,
  isClosedBucket,
  lastVerdictIn,
  thresholdsFor,
} from '../../brands/thresholds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { listingFacts } from '../ingest/queries.ts'
import { visibleListings, type ListingQuery } from './listing-query.ts'
import { listingStanding, standingColumns, type ListingStanding } from './listing-standing.ts'
import type { SellerPrior, SellerPriors } from './types.ts'

/** A listing whose place in the list depends on decisions on its seller. */
export type RankedListing = { id: string; key: number; prior: SellerPrior }

/** Newest listings that are ranked: of each seller, and together. Others keep their probability. */
const newestOfSeller = 200
const maxRanked = 2000
/** A rights holder looks for each of them by each brand. */
const maxLookups = 16_000

/**
 * The listings of the sellers on whom the organisation decided, the highest first: few, so that all others are read
 * from an index.
 */
export async function rankListings(
  handle: Transaction,
  query: ListingQuery,
  priors: SellerPriors,
): Promise<RankedListing[]> {
  const { viewer, filters } = query
  const { sellerAccount } = filters
  const ids = priors.accounts.filter((one) => sellerAccount === undefined || one === sellerAccount)
  if (ids.length === 0) return []
  const limit = Math.min(maxRanked, Math.ceil(maxLookups / (4 * viewer.brands.size + 1)))
  const { after: _after, ...asked } = query
  const listings = visibleListings({
    ...asked,
    order: 'most-probable',
    limit,
    accounts: { ids, newest: newestOfSeller, limit },
  })
  const { rows } = await sql<ListingStanding & { id: string; key: number; account: string }>`
    with seen (id, key) as materialized (${listings})
    select seen.id, seen.key, l.account, ${standingColumns}
    from seen
    cross join lateral (
      select f.seller_account_id as account from ${listingFacts} f where f.id = seen.id offset 0
    ) l
    cross join lateral (${listingStanding(viewer, sql`seen.id`)}) s`.execute(handle)
  const ranked = rows.flatMap(({ id, account, key, ...standing }): RankedListing[] => {
    const prior = priors.priorOf(account, id)
    return prior === undefined
      ? []
      : [{ id, prior, key: keyWith(priors, prior, { query, key: Number(key), standing }) }]
  })
  return ranked.sort((a, b) => b.key - a.key || (a.id < b.id ? 1 : -1))
}

/** Of a listing of which the reader sees a part, the gravest verdict that the rest would allow stays hidden. */
function keyWith(
  priors: SellerPriors,
  prior: SellerPrior,
  { query, key, standing }: { query: ListingQuery; key: number; standing: ListingStanding },
): number {
  const { view } = query
  const { verdict: lastVerdict, rung, lead, besideRival } = standing
  if (rung === null) return key
  const severity = { rung, lead }
  const verdict = besideRival
    ? lastVerdict
    : lastVerdictIn(view, { lastVerdict, standing: severity })
  if (verdict === null) return key
  const ceiling = besideRival || isClosedBucket(rung) ? verdict : bucketPartsOf(rung).ceiling
  const thresholds = besideRival ? shippedThresholds : thresholdsFor(view, severity)
  return priors.probabilityWith(prior, { verdict, ceiling, probability: key }, thresholds)
}
