import type { Listing } from '@touchstone/contract'
import { exactWeight } from '../scoring/index.ts'
import { fitSellerModel } from './fit-seller-model.ts'
import type { HubDecision } from './hub-decisions.ts'
import type { Judgement } from './judgements.ts'
import { LinkedMarket, type MarketOptions } from './linked-market.ts'
import { readListing } from './read-listing.ts'
import type { GraphWork, SellerGraph } from './seller-graph.ts'
import type { LinkedSellers } from './seller-links.ts'
import { SellerListings } from './seller-listings.ts'
import type { SellerModel } from './seller-model.ts'

export type LinkOptions = {
  /** Links of each seller that are told, below the threshold too. */
  candidates?: number
  /** Least probability of a link. */
  threshold?: number
  /** Least probability of a link that is told. */
  leastTold?: number
  judgements?: readonly Judgement[]
  hubDecisions?: readonly HubDecision[]
  /** Evidence links nobody, however much there is: people’s judgements alone do. */
  judgedAlone?: boolean
}

export type LinkSellersOptions = LinkOptions & {
  /** A keyed digest. Card numbers are known by it alone. */
  seal(value: string): string
  /** What links are weighed by; else fitted to the listings. */
  model?: SellerModel
}

/**
 * Finds the accounts of one seller among listings, without labels. The order of the listings and of the judgements
 * changes nothing.
 */
export function linkSellers(
  listings: readonly Listing[],
  { seal, model, ...options }: LinkSellersOptions,
): LinkedSellers {
  const market = new SellerListings()
  for (const listing of listings) {
    const read = readListing(listing, { seal })
    if (read !== undefined) market.add(read)
  }
  return linkListings(market, model ?? fitSellerModel(market.accounts()), options).linked
}

export type LinkedListings = { linked: LinkedSellers; graph: SellerGraph; work: GraphWork }

/**
 * Links what was read, going on from an earlier graph of these listings, less those that came since they were settled,
 * under the same model. What it returns does not depend on that graph, but for the work.
 */
export function linkListings(
  listings: SellerListings,
  model: SellerModel,
  {
    candidates: most = 10,
    threshold = 0.5,
    leastTold = 0,
    judgements = [],
    hubDecisions = [],
    judgedAlone = false,
  }: LinkOptions = {},
  before?: SellerGraph,
): LinkedListings {
  const options = { model, least: exactWeight(bitsOf(threshold)), judgedAlone }
  const market = before ? goOn(listings, options, before) : new LinkedMarket(options)
  const accounts = before ? listings.changed() : listings.accounts()
  const { work } = market.update(accounts, judgements, hubDecisions)
  return { linked: market.linked(most, bitsOf(leastTold)), graph: market.graph(), work }
}

/** The market as it was, before listings came. */
function goOn(listings: SellerListings, options: MarketOptions, before: SellerGraph): LinkedMarket {
  const changes = listings.changes()
  const known = new Set(before.accounts)
  const accounts = listings
    .accounts()
    .flatMap((account) => (known.has(account.key) ? (changes.get(account.key) ?? account) : []))
  return LinkedMarket.restore(options, before, accounts)
}

/** The bits that a probability is in log2 odds. */
export function bitsOf(probability: number): number {
  return Math.log2(probability / (1 - probability))
}
