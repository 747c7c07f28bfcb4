import { verdicts, type Thresholds, type Verdict } from '@touchstone/contract'
import { allRungs, isClosed, verdictAt } from './severity-bucket.ts'
import type { Pair } from './threshold-view.ts'

/** Brands with thresholds of their own in one organisation at the most; lists read one index for each. */
export const mostBrands = 200

/** Where people decided on fewer offers, nothing is said of what share of them would move. */
export const leastDecided = 20

export type Move = { from: Verdict; to: Verdict }

/** Which rungs get another verdict when one pair of thresholds takes the place of another. */
export function movesBetween(before: Pair, after: Pair): Map<number, Move> {
  const moves = new Map<number, Move>()
  for (const rung of allRungs) {
    const side = isClosed(rung) ? 'closed' : 'open'
    const move = { from: verdictAt(rung, before[side]), to: verdictAt(rung, after[side]) }
    if (move.from !== move.to) moves.set(rung, move)
  }
  return moves
}

export function isGraver({ from, to }: Move): boolean {
  return verdicts.indexOf(to) > verdicts.indexOf(from)
}

export function areSame(one: Thresholds | null, other: Thresholds | null): boolean {
  return (
    one?.askProof === other?.askProof &&
    one?.review === other?.review &&
    one?.block === other?.block
  )
}
