import type { Thresholds, Verdict } from '@touchstone/contract'
import type { FunnelCell } from '@touchstone/evaluation'
import {
  bucketPartsOf,
  isClosedBucket,
  lastVerdictIn,
  thresholdsFor,
  type ThresholdView,
} from '../../brands/thresholds/index.ts'
import type { ListingStanding } from '../../listings/queue/index.ts'

export type Days = { from: string; to: string }

const dayMilliseconds = 86_400_000

/** The last whole days (UTC) before now. */
export function daysBefore(now: Date, days: number): Days {
  const day = (ago: number): string =>
    new Date(now.getTime() - ago * dayMilliseconds).toISOString().slice(0, 10)
  return { from: day(days), to: day(1) }
}

type CellReader = {
  view: ThresholdView | undefined
  /** The thresholds whose moving the curves show: those for all brands without their own. */
  standard: Thresholds
  isHolder: boolean
}

/**
 * A cell of the funnel. A rights holder learns no probability of a listing of which it sees a part: moving thresholds
 * would reveal the weight of the rest.
 */
export function cellOf(
  { verdict, rung, lead, impossiblePrice, besideRival }: ListingStanding,
  { view, standard, isHolder }: CellReader,
  counts: Pick<FunnelCell, 'incoming' | 'counterfeit' | 'honest'>,
): FunnelCell {
  const isHidden = rung === null || (isHolder && (besideRival || isClosedBucket(rung)))
  if (isHidden) {
    return { verdict, ceiling: verdict, percent: null, moves: false, impossiblePrice, ...counts }
  }
  const { askProof, review, block } = thresholdsFor(view, { rung, lead })
  const moves =
    askProof === standard.askProof && review === standard.review && block === standard.block
  return { verdict, ...bucketPartsOf(rung), moves, impossiblePrice, ...counts }
}

/** The verdict under the reader’s thresholds, of a listing that was found by a decision. */
export function verdictIn(
  view: ThresholdView | undefined,
  { verdict, rung, lead, besideRival }: ListingStanding,
): Verdict {
  if (rung === null || besideRival) return verdict
  return lastVerdictIn(view, { lastVerdict: verdict, standing: { rung, lead } }) ?? verdict
}
