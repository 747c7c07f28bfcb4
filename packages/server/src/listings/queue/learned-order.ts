import { shippedThresholds } from '@touchstone/contract'
import { sql } from 'kysely'
import {
  bucketPartsOf,
  isClosedBucket,
  lastVerdictIn,
  thresholdsFor,
} from '../../brands/thresholds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { visibleListings, type ListingQuery } from './listing-query.ts'
import { listingStanding, standingColumns, type ListingStanding } from './listing-standing.ts'
import type { SellerPrior, SellerPriors } from './types.ts'

/** A listing whose place in the list depends on decisions on its seller. */
export type RankedListing = { id: string; key: number; prior: SellerPrior }

/** Newest listings that are ranked: of each seller, and together. Others keep their probability. */
const newestOfSeller = 100
const maxRanked = 1000
/** A rights holder looks for each of them by each brand. */
const maxLookups = 4000

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
  const accounts = priors.accounts.filter(
    ({ id }) => sellerAccount === undefined || id === sellerAccount,
  )
  const limit = Math.min(maxRanked, Math.ceil(maxLookups / (viewer.brands.size + 1)))
  const accountOf = await findNewest(handle, accounts, limit)
  if (accountOf.size === 0) return []
  const { after: _after, ...asked } = query
  const own = new Set(
    accounts.flatMap(({ id, organisationId }) =>
      organisationId === viewer.organisationId ? [id] : [],
    ),
  )
  const ids = [...accountOf.keys()]
  const isOwn = (id: string): boolean => own.has(accountOf.get(id) ?? '')
  const among = { own: ids.filter(isOwn), others: ids.filter((id) => !isOwn(id)) }
  const listings = visibleListings({ ...asked, order: 'most-probable', limit, among })
  const { rows } = await sql<ListingStanding & { id: string; key: number }>`
    with seen (id, key) as materialized (${listings})
    select seen.id, seen.key, ${standingColumns}
    from seen cross join lateral (${listingStanding(viewer, sql`seen.id`)}) s`.execute(handle)
  const ranked = rows.flatMap(({ id, key, ...standing }): RankedListing[] => {
    const prior = priors.priorOf(accountOf.get(id) ?? '', id)
    return prior === undefined
      ? []
      : [{ id, prior, key: keyWith(priors, prior, { query, key: Number(key), standing }) }]
  })
  return ranked.sort((a, b) => b.key - a.key || (a.id < b.id ? 1 : -1))
}

/** The newest listings of these accounts, with their account. */
async function findNewest(
  handle: Transaction,
  accounts: SellerPriors['accounts'],
  limit: number,
): Promise<Map<string, string>> {
  if (accounts.length === 0) return new Map()
  const { rows } = await sql<{ id: string; account: string }>`
    select l.id, given.account
    from unnest(${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ organisationId }) => organisationId)}::uuid[])
      as given (account, organisation)
    cross join lateral (
      select id from listings
      where organisation_id = given.organisation and seller_account_id = given.account
      order by first_seen_at desc, id desc limit ${newestOfSeller}
    ) l
    limit ${limit}`.execute(handle)
  return new Map(rows.map(({ id, account }) => [id, account]))
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
