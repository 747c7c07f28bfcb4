import { verdicts, type Thresholds, type Verdict } from '@touchstone/contract'
import { allBuckets, isClosedBucket, verdictOfBucket } from './severity-bucket.ts'
import type { Pair } from './threshold-view.ts'

/** Brands with thresholds of their own in one organisation at the most; lists read one index for each. */
export const maxBrands = 200

/** Where people decided on fewer listings, nothing is said of what share of them would move. */
export const minDecided = 20

export type VerdictChange = { from: Verdict; to: Verdict }

/** Which rungs get another verdict when one pair of thresholds takes the place of another. */
export function verdictChangesBetween(before: Pair, after: Pair): Map<number, VerdictChange> {
  const moves = new Map<number, VerdictChange>()
  for (const rung of allBuckets) {
    const side = isClosedBucket(rung) ? 'closed' : 'open'
    const move = {
      from: verdictOfBucket(rung, before[side]),
      to: verdictOfBucket(rung, after[side]),
    }
    if (move.from !== move.to) moves.set(rung, move)
  }
  return moves
}

export function isEscalation({ from, to }: VerdictChange): boolean {
  return verdicts.indexOf(to) > verdicts.indexOf(from)
}

export function areEqualThresholds(one: Thresholds | null, other: Thresholds | null): boolean {
  return (
    one?.askProof === other?.askProof &&
    one?.review === other?.review &&
    one?.block === other?.block
  )
}
