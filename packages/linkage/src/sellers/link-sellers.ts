import type { Listing } from '@touchstone/contract'
import type { IdentifierType } from '../identifiers/index.ts'
import { exactWeight, logistic } from '../scoring/index.ts'
import { namesOf, type Account } from './account.ts'
import { Carriers } from './carriers.ts'
import { fitSellerModel } from './fit-seller-model.ts'
import { Judgements, type Contradiction, type Judgement } from './judgements.ts'
import { Market } from './market-statistics.ts'
import { readListing } from './read-listing.ts'
import { findHubs, SellerEvidence, type Hub, type SellerReason } from './seller-evidence.ts'
import {
  pairAt,
  updateGraph,
  type GraphWork,
  type ScoredPairs,
  type SellerGraph,
} from './seller-graph.ts'
import { SellerListings } from './seller-listings.ts'
import type { SellerModel } from './seller-model.ts'

export type SellerLink = {
  a: string
  b: string
  probability: number
  weight: number
  reasons: SellerReason[]
}

export type SellerNetwork = {
  id: string
  sellers: string[]
  /** Of the strongest link across the weakest cut. */
  probability: number
  weakest: { sellers: string[]; weight: number }
}

export type SellerIdentifier = {
  seller: string
  type: IdentifierType
  /** None of a card. */
  value?: string
  listing: string
  field: string
  start: number
  end: number
}

export type LinkedSellers = {
  accounts: number
  links: SellerLink[]
  networks: SellerNetwork[]
  hubs: Hub[]
  readonly identifiers: SellerIdentifier[]
  contradictions: Contradiction[]
}

export type LinkOptions = {
  /** Links of each seller that are told, below the threshold too. */
  candidates?: number
  /** Least probability of a link. */
  threshold?: number
  /** Least probability of a link that is told. */
  leastTold?: number
  judgements?: readonly Judgement[]
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

const markets = new WeakMap<SellerModel, Market>()

/** What is usual under a model, made ready once for all runs with it. */
function marketOf(model: SellerModel): Market {
  const market = markets.get(model) ?? new Market(model.statistics)
  markets.set(model, market)
  return market
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
    judgements: judged = [],
    judgedAlone = false,
  }: LinkOptions = {},
  before?: SellerGraph,
): LinkedListings {
  const accounts = listings.accounts()
  const names = namesOf(accounts)
  const judgements = new Judgements(names, judged)
  const carriers = new Carriers(accounts)
  const evidence = new SellerEvidence(accounts, marketOf(model), model, carriers)
  const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability))
  const least = exactWeight(bitsOf(threshold))
  const { graph, work, pairs } = updateGraph(
    {
      accounts,
      changes: listings.changes(),
      carriers,
      evidence,
      model,
      judgements,
      least,
      leastTold: bitsOf(leastTold),
      judgedAlone,
    },
    before,
  )
  const idOf = (account: number): string => names[account] ?? ''
  const links = bestOfEach(pairs, accounts.length, most).map((at): SellerLink => {
    const pair = pairAt(pairs.codes[at] ?? 0, accounts.length)
    const weight = pairs.weights[at] ?? 0
    const judgement = judgements.reason(pair)
    const reasons = evidence.reasons(...pair)
    return {
      a: idOf(pair[0]),
      b: idOf(pair[1]),
      probability: logistic(weight),
      weight,
      // Reasons are made anew where they are told: those of all candidates would fill the memory.
      reasons: judgement === undefined ? reasons : [judgement, ...reasons],
    }
  })
  const networks = graph.components.flatMap((component) =>
    component.networks.map(({ members, bits, weakest }): SellerNetwork => ({
      id: idOf(members[0] ?? 0),
      sellers: members.map(idOf),
      probability: logistic(bits),
      weakest: { sellers: weakest.side.map(idOf), weight: weakest.weight },
    })),
  )
  const linked: LinkedSellers = {
    accounts: accounts.length,
    links,
    networks,
    hubs: findHubs(accounts, carriers, model),
    // Who goes on from a graph needs them of what is new alone, and has read them.
    get identifiers() {
      return identifiersOf(accounts, names)
    },
    contradictions: judgements.contradictions(),
  }
  return { linked, graph, work }
}

function identifiersOf(accounts: readonly Account[], names: readonly string[]): SellerIdentifier[] {
  return accounts.flatMap(({ identifiers }, at) =>
    [...identifiers.values()].flatMap(({ type, value, places }) =>
      places.map((place): SellerIdentifier => ({
        seller: names[at] ?? '',
        type,
        ...(type !== 'card' && { value }),
        ...place,
      })),
    ),
  )
}

/** The places of the pairs that are among the best of one of their accounts. */
function bestOfEach({ codes, weights }: ScoredPairs, count: number, most: number): number[] {
  const own = Array.from({ length: count }, (): number[] => [])
  for (const [at, code] of codes.entries())
    for (const account of pairAt(code, count)) own[account]?.push(at)
  const best = new Uint8Array(codes.length)
  for (const list of own)
    for (const at of list
      .toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
      .slice(0, most))
      best[at] = 1
  return [...codes.keys()].filter((at) => best[at] === 1)
}
