import { verdicts, type Thresholds, type Verdict } from '@touchstone/contract'
import { allBuckets, isClosedBucket, verdictOfBucket } from './severity-bucket.ts'
import type { Pair } from './threshold-view.ts'

/** Most brands with their own thresholds in one organisation; lists read one index range for each. */
export const maxBrands = 200

/** With fewer decided listings, no share is reported. */
export const minDecided = 20

export type VerdictChange = { from: Verdict; to: Verdict }

/** The buckets that get another verdict when one pair of thresholds replaces another. */
export function verdictChangesBetween(before: Pair, after: Pair): Map<number, VerdictChange> {
  const moves = new Map<number, VerdictChange>()
  for (const bucket of allBuckets) {
    const side = isClosedBucket(bucket) ? 'closed' : 'open'
    const move = {
      from: verdictOfBucket(bucket, before[side]),
      to: verdictOfBucket(bucket, after[side]),
    }
    if (move.from !== move.to) moves.set(bucket, move)
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
