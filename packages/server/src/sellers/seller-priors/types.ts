import {
  priorDays,
  priorHalfLifeDays,
  verdicts,
  type Assessment,
  type Thresholds,
} from '@touchstone/contract'
import type { SellerPrior, SellerPriors } from '../../listings/queue/index.ts'

/** A decision on another listing of the seller that stood, and what is known of the goods since. */
export type SellerDecision = {
  goods: 'counterfeit' | 'honest'
  decidedAt: Date
  /** 1, or 2 if a laboratory, a court or the seller said so; 1 by default. */
  weight?: number
  /** Whether an authority reported that the goods are counterfeit. */
  reported?: boolean
}

/** What one decision of today adds to the log-odds, and all of them at most. */
const each = 0.8
const most = 2

const dayMilliseconds = 86_400_000

/** Such a decision, with the account and the listing. */
export type AccountDecision = SellerDecision & {
  account: string
  /** Of the account. */
  organisation: string
  listing: string
}

/** How much a decision still counts: half after each half-life, nothing once it has faded. */
export function weightAt(decidedAt: Date, now: Date): number {
  const days = Math.max(0, (now.getTime() - decidedAt.getTime()) / dayMilliseconds)
  return days >= priorDays ? 0 : 2 ** (-days / priorHalfLifeDays)
}

/** What an organisation's own decisions say of a seller, whatever their order. */
export function priorOf(decisions: readonly SellerDecision[], now: Date): SellerPrior {
  let [confirmed, cleared, reported, weight] = [0, 0, 0, 0]
  let latestAt: Date | null = null
  // In one order, so that the sum is the same to the last digit.
  const ordered = [...decisions].sort((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime())
  for (const { goods, decidedAt, weight: own = 1, reported: isReported = false } of ordered) {
    const part = weightAt(decidedAt, now) * own
    if (part === 0) continue
    latestAt = decidedAt
    if (isReported) reported++
    if (goods === 'counterfeit') {
      confirmed++
      weight += part
    } else {
      cleared++
      weight -= part
    }
  }
  const logOdds = Math.min(most, Math.max(-most, each * weight))
  return { confirmed, cleared, reported, latestAt, logOdds: Number(logOdds.toFixed(2)) }
}

const closest = 1e-6

/**
 * The probability with a prior, within the thresholds of the verdict: decisions on other listings alone carry none
 * across one. Within them listings are ordered by it.
 */
export function probabilityWith(
  logOdds: number,
  {
    verdict,
    ceiling = verdict,
    probability,
  }: Pick<Assessment, 'verdict' | 'ceiling' | 'probability'>,
  { askProof, review, block }: Thresholds,
): number {
  if (logOdds === 0 || probability <= 0 || probability >= 1) return probability
  const from = { clear: 0, 'ask-proof': askProof / 100, review: review / 100, block: block / 100 }
  const next = verdicts[verdicts.indexOf(verdict) + 1]
  const isOpen = next !== undefined && verdicts.indexOf(next) <= verdicts.indexOf(ceiling)
  const low = from[verdict]
  const high = isOpen ? from[next] - closest : 1
  const odds = Math.log(probability / (1 - probability)) + logOdds
  const raised = 1 / (1 + Math.exp(-odds))
  // Probabilities next to 0 or 1 have no further digits.
  const moved = logOdds > 0 ? Math.max(probability, raised) : Math.min(probability, raised)
  // An assessment under other thresholds than these stays where it is.
  if (probability < low || probability > high) return probability
  return Math.min(high, Math.max(low, moved))
}

/** What an organisation's decisions say of sellers; the newest decision first. */
export function sellerPriorsOf(decisions: readonly AccountDecision[], now: Date): SellerPriors {
  const byAccount = Map.groupBy(decisions, ({ account }) => account)
  const known = new Map<string, SellerPrior>()
  return {
    accounts: [...byAccount].flatMap(([id, [newest]]) =>
      newest === undefined ? [] : [{ id, organisationId: newest.organisation }],
    ),
    priorOf: (account, listing) => {
      const some = byAccount.get(account) ?? []
      const others = some.filter((one) => one.listing !== listing)
      if (others.length === 0) return undefined
      if (others.length < some.length) return priorOf(others, now)
      const prior = known.get(account) ?? priorOf(some, now)
      known.set(account, prior)
      return prior
    },
    probabilityWith: ({ logOdds }, assessment, thresholds) =>
      probabilityWith(logOdds, assessment, thresholds),
  }
}
