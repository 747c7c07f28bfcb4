import type { WatchProposalsView } from '@touchstone/contract'
import { foldToString } from '@touchstone/recognition'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { runInSlices } from '../../platform/time-slicing/index.ts'
import { findInstallation, isSearched, requireWatch } from '../saved-watches/index.ts'
import { expectedCost } from './expected-cost.ts'
import { proposeQueries } from './propose-queries.ts'
import {
  findDecisions,
  findNamedWorks,
  findOwnBrand,
  findQueryRuns,
  findRecentListings,
  findSpellings,
} from './repository.ts'
import { recentDays, type RecentListing } from './types.ts'

export type ProposalsRequest = { handle: Transaction; actor: Actor; id: string }

/** Queries proposed for a watch, from what its own organisation knows and from the starter pack alone. */
export async function listProposals(
  options: ProposalsRequest,
): Promise<Outgoing<WatchProposalsView>> {
  const { handle, actor } = options
  const watch = await requireWatch(options)
  const organisationId = organisationOf(actor)
  const of = { organisationId, brand: watch.brand }
  const decisions = (await findDecisions(handle, watch.id)).filter(
    ({ decision, query }) => decision === 'dismissed' || watch.queries.includes(query),
  )
  const { rates } = await findInstallation(handle)
  const listings = distinctTitles(await findRecentListings(handle, of))
  const finds = listings.filter(({ isFind }) => isFind).map(({ id }) => id)
  const view = {
    version: watch.version,
    isSearched: isSearched(watch.site),
    days: recentDays,
    finds: finds.length,
    others: listings.length - finds.length,
    currency: rates.currency,
    decided: decisions,
  }
  if (!view.isSearched) return { ...view, items: [] }
  const steps = proposeQueries({
    brand: watch.brand,
    ownBrand: await findOwnBrand(handle, of),
    works: await findNamedWorks(handle, of),
    listings,
    spellings: await findSpellings(handle, watch.brand, finds),
    excluded: new Set([...watch.queries, ...decisions.map(({ query }) => query)].map(foldToString)),
  })
  const candidates = await runInSlices(steps)
  const basis = {
    runs: await findQueryRuns(handle, organisationId, new URL(watch.site).host),
    budget: watch.budgetPerRun,
    queries: watch.queries.length + 1,
    rates,
  }
  const items = candidates.map((candidate) => {
    const key = foldToString(candidate.query)
    return { ...candidate, cost: expectedCost((query) => foldToString(query) === key, basis) }
  })
  return { ...view, items }
}

/** One title is one fact, however often it was listed. */
function distinctTitles(listings: readonly RecentListing[]): RecentListing[] {
  const known = new Set<string>()
  return listings.filter(({ title, isFind }) => {
    const key = `${isFind} ${foldToString(title)}`
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}
