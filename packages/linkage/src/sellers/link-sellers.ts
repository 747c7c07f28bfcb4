import type { Listing } from '@touchstone/contract'
import { findCandidates, type CandidateLimits, type Pair } from '../candidates/index.ts'
import { findNetworks } from '../clustering/index.ts'
import type { IdentifierType } from '../identifiers/index.ts'
import { exactWeight, logistic } from '../scoring/index.ts'
import { readAccounts, type Account } from './account.ts'
import { Behaviour, behaviourKeys } from './behaviour.ts'
import { Judgements, type Contradiction, type Judgement } from './judgements.ts'
import { pictureHubs, SellerEvidence, type Hub, type SellerReason } from './seller-evidence.ts'
import { fitSellerModel } from './seller-model.ts'

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
  identifiers: SellerIdentifier[]
  contradictions: Contradiction[]
}

export type LinkSellersOptions = {
  /** A keyed digest. Card numbers are known by it alone. */
  seal(value: string): string
  /** Links of each seller that are told, below the threshold too. */
  candidates?: number
  /** Least probability of a link. */
  threshold?: number
  judgements?: readonly Judgement[]
}

const limits: CandidateLimits = { block: 200, owner: 100 }
/** Bits from which a family counts as one that speaks for a link. */
const leastOfFamily = 2

/**
 * Finds the accounts of one seller among listings, without labels. The order of the listings and of the judgements
 * changes nothing.
 */
export function linkSellers(
  listings: readonly Listing[],
  { seal, candidates: most = 10, threshold = 0.5, judgements = [] }: LinkSellersOptions,
): LinkedSellers {
  const read = readAccounts(listings, { seal })
  const stock = pictureHubs(read)
  const accounts = withoutPictures(read, new Set(stock.map(({ value }) => value)))
  const behaviour = new Behaviour(accounts)
  const binding = new Judgements(
    accounts.map(({ id }) => id),
    judgements,
  )
  const found = findCandidates(accounts.map(keysOf), limits)
  behaviour.readNeighbourhoods(found)
  const model = fitSellerModel(accounts, limits)
  const evidence = new SellerEvidence(accounts, behaviour, model)
  const least = exactWeight(Math.log2(threshold / (1 - threshold)))
  const reasonsOf = (pair: Pair): SellerReason[] => {
    const judged = binding.reason(pair)
    const reasons = evidence.reasons(...pair)
    return judged === undefined ? reasons : [judged, ...reasons]
  }
  // Reasons are made anew where they are told: those of all candidates would fill the memory.
  const sums = found.map((pair) => sumOf(evidence.reasons(...pair)) + model.base)
  const prior = exactWeight(fitPrior(sums) + model.base)
  const score = (pair: Pair): number => {
    const reasons = reasonsOf(pair)
    const bits = prior + sumOf(reasons)
    return isGrounded(reasons) ? bits : belowThreshold(bits, least)
  }
  // What is judged changes nothing of what the other pairs are measured by.
  const scored = mergePairs(found, binding.pairs()).map((pair): Scored => ({
    pair,
    bits: score(pair),
  }))
  const networks = findNetworks({
    count: accounts.length,
    links: scored
      .filter(({ bits }) => bits >= least)
      .map(({ pair: [one, other], bits }) => ({ one, other, weight: bits })),
    score: (pairs) => pairs.map(score),
    least,
  })
  const idOf = (account: number): string => accounts[account]?.id ?? ''
  return {
    accounts: accounts.length,
    links: bestOfEach(scored, most).map(({ pair, bits }) => ({
      a: idOf(pair[0]),
      b: idOf(pair[1]),
      probability: logistic(bits),
      weight: bits,
      reasons: reasonsOf(pair),
    })),
    networks: networks.map(({ members, bits, weakest }) => ({
      id: idOf(members[0] ?? 0),
      sellers: members.map(idOf),
      probability: logistic(bits),
      weakest: { sellers: weakest.side.map(idOf), weight: weakest.weight },
    })),
    hubs: [...evidence.hubs(), ...stock].toSorted(
      (a, b) =>
        b.accounts - a.accounts || (`${a.type} ${a.value}` < `${b.type} ${b.value}` ? -1 : 1),
    ),
    identifiers: accounts.flatMap(({ id, identifiers }) =>
      [...identifiers.values()].flatMap(({ type, value, places }) =>
        places.map((place) => ({ seller: id, type, ...(type !== 'card' && { value }), ...place })),
      ),
    ),
    contradictions: binding.contradictions(),
  }
}

/** A stock photo says nothing of who uses it, however few other pictures an account has. */
function withoutPictures(accounts: readonly Account[], left: ReadonlySet<string>): Account[] {
  return accounts.map((account) => ({
    ...account,
    pictures: new Map([...account.pictures].filter(([picture]) => !left.has(picture))),
    listings: account.listings.map((listing) => ({
      ...listing,
      pictures: listing.pictures.filter((picture) => !left.has(picture)),
    })),
  }))
}

function keysOf(account: Account): string[] {
  const identifiers = [...account.identifiers.keys()].map((key) => `i ${key}`)
  return [...identifiers, ...behaviourKeys(account)]
}

function mergePairs(found: readonly Pair[], judged: readonly Pair[]): Pair[] {
  const pairs = new Map([...found, ...judged].map((pair) => [pair.join(), pair]))
  return [...pairs.values()].toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
}

function sumOf(reasons: readonly SellerReason[]): number {
  return reasons.reduce((sum, { weight }) => sum + weight, 0)
}

/** Matches among candidates if evidence alone cannot tell. */
const leastMatches = 0.5
const priorRounds = 100

/** Log2 odds that a candidate pair is of one seller, by expectation maximisation over what is known of all pairs. */
function fitPrior(evidence: readonly number[]): number {
  let share = 0.01
  for (let round = 0; round < priorRounds; round++) {
    const odds = Math.log2(share / (1 - share))
    const matches = evidence.reduce((sum, bits) => sum + logistic(bits + odds), 0)
    const next = Math.min(0.5, Math.max(leastMatches, matches) / Math.max(1, evidence.length))
    if (Math.abs(next - share) < 1e-9) break
    share = next
  }
  return Math.log2(share / (1 - share))
}

/** Habits that many sellers share by chance: they order candidates and ground no link. */
const habits = new Set(['text.style', 'trade.pricing'])

/** One strong identifier, which hubs are not, or two families speak for a link; or a person has judged. */
function isGrounded(reasons: readonly SellerReason[]): boolean {
  const families = new Map<string, number>()
  for (const { code, family, weight } of reasons)
    if (!habits.has(code)) families.set(family, (families.get(family) ?? 0) + weight)
  const speaking = [...families].filter(([, weight]) => weight >= leastOfFamily)
  return (
    speaking.length > 1 ||
    reasons.some(({ code, family }) => code.startsWith('identifier.') && family !== 'pictures') ||
    families.has('judgement')
  )
}

/** The same order of weights, below the threshold. */
function belowThreshold(bits: number, least: number): number {
  const over = bits - least + 1
  return over <= 0 ? bits : exactWeight(least - 1 + over / (over + 16))
}

type Scored = { pair: Pair; bits: number }

/** The pairs that are among the best of one of their accounts. */
function bestOfEach(scored: readonly Scored[], most: number): Scored[] {
  const own = new Map<number, Scored[]>()
  for (const one of scored)
    for (const account of one.pair) {
      const list = own.get(account)
      if (list === undefined) own.set(account, [one])
      else list.push(one)
    }
  const best = new Set<Scored>()
  for (const list of own.values())
    for (const one of list
      .toSorted((a, b) => b.bits - a.bits || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1])
      .slice(0, most))
      best.add(one)
  return scored.filter((one) => best.has(one))
}
