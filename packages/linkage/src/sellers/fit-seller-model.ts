import { CandidateIndex } from '../candidates/index.ts'
import { exactWeight, logistic, logisticRegression, type Example } from '../scoring/index.ts'
import { picturesOf, type Account } from './account.ts'
import { aspects, Behaviour, type Aspect } from './behaviour.ts'
import { Carriers } from './carriers.ts'
import { Market, marketOf, readStatistics, sampleOf } from './market-statistics.ts'
import { SellerEvidence } from './seller-evidence.ts'
import {
  mostWithPicture,
  usualIdentifiers,
  usualLimits,
  type LikenessModel,
  type SellerModel,
} from './seller-model.ts'

type Fitted = {
  likeness: Record<Aspect, LikenessModel>
  /** Bits of a pair that is as alike as usual, beside the prior. */
  base: number
}

/** Learned from the accounts of a market, for runs with too few accounts to learn from. */
const usualModel: Fitted = {
  likeness: {
    words: { weight: 6, usual: -0.12 },
    letters: { weight: 10, usual: -0.2 },
    style: { weight: 4, usual: -0.3 },
    prices: { weight: 2, usual: -0.29 },
    pricing: { weight: 4, usual: -0.3 },
    pictures: { weight: 5, usual: 0 },
  },
  base: -1.5,
}

const leastListings = 4
const leastAccounts = 30
const maxDivided = 400
const maxOwners = 2000

/** Fits a model to accounts, in their order, without labels. */
export function fitSellerModel(accounts: readonly Account[]): SellerModel {
  const statistics = readStatistics(accounts)
  const market = marketOf(statistics)
  const { likeness, base } = fitLikeness(accounts)
  const model = {
    prior: 0,
    likeness,
    identifiers: usualIdentifiers,
    mostWithPicture,
    limits: usualLimits,
    statistics,
  }
  const evidence = new SellerEvidence(accounts, market, model)
  const index = indexOf(accounts, statistics.accounts, (account) => evidence.keys(account))
  const owners = sampleOf(
    accounts.map((_, account) => account),
    maxOwners,
  )
  const pairs = new Set<number>()
  for (const one of owners)
    for (const other of index.search(one))
      pairs.add(Math.min(one, other) * accounts.length + Math.max(one, other))
  const sums = [...pairs]
    .toSorted((a, b) => a - b)
    .map((code) => {
      const pair = [Math.floor(code / accounts.length), code % accounts.length] as const
      return evidence.weigh(...pair).bits + base
    })
  return { ...model, prior: exactWeight(fitPrior(sums) + base) }
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

/**
 * Each account is divided by time, and the earlier half is to be told from other accounts’ later halves.
 */
function fitLikeness(accounts: readonly Account[]): Fitted {
  const divisible = accounts.filter(({ listings }) => listings.length >= leastListings)
  if (divisible.length < leastAccounts) return usualModel
  const carriers = new Carriers(accounts)
  const halves = sampleOf(divisible, maxDivided).flatMap((account) => inHalves(account, carriers))
  const market = new Market(readStatistics(halves))
  const among = new Carriers(halves)
  const behaviour = new Behaviour(halves, market, {
    most: Infinity,
    carriersOf: (picture) => among.of(picture),
  })
  const index = indexOf(halves, halves.length, (half) => behaviour.keys(half))
  const pairs = new Set<number>()
  for (const one of halves.keys())
    for (const other of index.search(one))
      pairs.add(Math.min(one, other) * halves.length + Math.max(one, other))
  const examples = [...pairs]
    .toSorted((a, b) => a - b)
    .map((code): Example => {
      const [one, other] = [Math.floor(code / halves.length), code % halves.length]
      const alike = behaviour.compare(one, other)
      const features = aspects.map((aspect) => alike[aspect])
      return { features, isMatch: isOfOne(one, other), weight: 1 }
    })
  const matches = examples.filter(({ isMatch }) => isMatch)
  const others = examples.filter(({ isMatch }) => !isMatch)
  if (matches.length < leastAccounts || others.length < leastAccounts) return usualModel
  const fitted = logisticRegression(examples, aspects.length)
  const likeness = Object.fromEntries(
    aspects.map((aspect, at): [Aspect, LikenessModel] => {
      const sum = others.reduce((all, { features }) => all + (features[at] ?? 0), 0)
      // Being alike never speaks against being one.
      return [aspect, { weight: Math.max(0, fitted[at] ?? 0), usual: sum / others.length }]
    }),
  ) as Fitted['likeness']
  const atUsual = aspects.reduce(
    (sum, aspect) => sum + likeness[aspect].weight * likeness[aspect].usual,
    fitted.at(-1) ?? 0,
  )
  return { likeness, base: atUsual - Math.log2(matches.length / others.length) }
}

function indexOf(
  accounts: readonly Account[],
  usual: number,
  keysOf: (account: number) => Int32Array,
): CandidateIndex {
  const index = new CandidateIndex({ limits: usualLimits, usual })
  for (const account of accounts.keys()) index.add(account, keysOf(account))
  return index
}

/** The halves of an account follow each other. */
function isOfOne(one: number, other: number): boolean {
  return one + 1 === other && one % 2 === 0
}

function inHalves(account: Account, carriers: Carriers): Account[] {
  const byTime = account.listings.toSorted((a, b) =>
    a.observedAt < b.observedAt ? -1 : a.observedAt > b.observedAt ? 1 : 0,
  )
  const middle = Math.ceil(byTime.length / 2)
  return [byTime.slice(0, middle), byTime.slice(middle)].map((listings, at): Account => {
    const marketplace = `${account.marketplace} half ${at}`
    return {
      ...account,
      key: JSON.stringify([account.seller, marketplace]),
      marketplace,
      listings,
      pictures: picturesOf(listings).filter((picture) => carriers.of(picture) <= mostWithPicture),
    }
  })
}
