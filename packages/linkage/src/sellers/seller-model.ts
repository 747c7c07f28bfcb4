import { findCandidates, type CandidateLimits } from '../candidates/index.ts'
import { logisticRegression, type Example } from '../scoring/index.ts'
import type { Account } from './account.ts'
import { aspects, Behaviour, behaviourKeys } from './behaviour.ts'

/** What likeness in behaviour tells, in bits. */
export type SellerModel = {
  /** Of each aspect, bits for each unit of likeness. */
  weights: readonly number[]
  /** Of each aspect, the likeness that tells nothing: the mean of candidates of two sellers. */
  usual: readonly number[]
  /** Bits of a pair that is as alike as usual, beside the prior. */
  base: number
}

/** Learned from the accounts of a market, for runs with too few accounts to learn from. */
const usualModel: SellerModel = {
  weights: [6, 10, 4, 2, 4, 5],
  usual: [-0.12, -0.2, -0.3, -0.29, -0.3, 0],
  base: -1.5,
}

const leastListings = 4
const leastAccounts = 30
const maxAccounts = 400

/**
 * Fits the weights without labels: each account is divided by time, and the earlier half is to be told from other
 * accounts’ later halves.
 */
export function fitSellerModel(accounts: readonly Account[], limits: CandidateLimits): SellerModel {
  const divisible = accounts.filter(({ listings }) => listings.length >= leastListings)
  if (divisible.length < leastAccounts) return usualModel
  const every = Math.ceil(divisible.length / maxAccounts)
  const halves = divisible.filter((_, at) => at % every === 0).flatMap(inHalves)
  const behaviour = new Behaviour(halves)
  const candidates = findCandidates(halves.map(behaviourKeys), limits)
  behaviour.readNeighbourhoods(candidates)
  const examples = candidates.map(([one, other]): Example => ({
    features: behaviour.compare(one, other),
    isMatch: isOfOne(one, other),
    weight: 1,
  }))
  const matches = examples.filter(({ isMatch }) => isMatch)
  const others = examples.filter(({ isMatch }) => !isMatch)
  if (matches.length < leastAccounts || others.length < leastAccounts) return usualModel
  const fitted = logisticRegression(examples, aspects.length)
  // Being alike never speaks against being one.
  const weights = fitted.slice(0, aspects.length).map((weight) => Math.max(0, weight))
  const usual = aspects.map(
    (_, at) => others.reduce((sum, { features }) => sum + (features[at] ?? 0), 0) / others.length,
  )
  const constant = fitted.at(-1) ?? 0
  const atUsual = weights.reduce((sum, weight, at) => sum + weight * (usual[at] ?? 0), constant)
  return { weights, usual, base: atUsual - Math.log2(matches.length / others.length) }
}

/** The halves of an account follow each other. */
function isOfOne(one: number, other: number): boolean {
  return one + 1 === other && one % 2 === 0
}

function inHalves(account: Account): Account[] {
  const byTime = account.listings.toSorted((a, b) =>
    a.observedAt < b.observedAt ? -1 : a.observedAt > b.observedAt ? 1 : 0,
  )
  const middle = Math.ceil(byTime.length / 2)
  return [byTime.slice(0, middle), byTime.slice(middle)].map((listings): Account => {
    const pictures = new Set(listings.flatMap((listing) => listing.pictures))
    const own = [...account.pictures].filter(([picture]) => pictures.has(picture))
    return { ...account, listings, pictures: new Map(own) }
  })
}
