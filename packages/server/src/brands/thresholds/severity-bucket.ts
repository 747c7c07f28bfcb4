import {
  leastThresholds,
  verdicts,
  wholePercent,
  type Assessment,
  type Thresholds,
  type Verdict,
} from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { isFullyVisible } from '../visibility/index.ts'

/** Where a listing stands for whatever thresholds ask of it; see `rungOf`. */
export type Severity = {
  rung: number
  /** The brand by whose thresholds it goes; null where it speaks of none. */
  lead: string | null
}

/** From one ceiling to the next. */
const ceilingStep = 200
/** Above all rungs of listings that are shown whole. */
const closedStep = 1000

/**
 * The gravest verdict that the block rule allows and the probability in whole per cent, as one number
 * that an index holds. An assessment that does not tell its ceiling has its verdict as one. Closed
 * are those of which who holds rights in the brand sees a part of the evidence: moving thresholds to
 * and fro would tell him the weight of the rest.
 */
export function severityOf(assessment: Assessment): Severity {
  const { ceiling = assessment.verdict, probability, brands } = assessment
  const lead = brands[0]?.id ?? null
  const level = verdicts.indexOf(ceiling)
  const percent = wholePercent(probability)
  const open = level === 0 || percent < leastThresholds.askProof ? 0 : level * ceilingStep + percent
  const isClosed = assessment.ceiling === undefined || !isFullyVisible(assessment)
  return { rung: open + (isClosed ? closedStep : 0), lead }
}

export function isClosedBucket(rung: number): boolean {
  return rung >= closedStep
}

/** In a statement: the rung as a closed one. */
export function closedBucket(rung: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${rung} < ${closedStep}::int then ${rung} + ${closedStep}::int else ${rung} end`
}

/** What a rung stands for. */
export function bucketPartsOf(rung: number): { ceiling: Verdict; percent: number } {
  const open = rung % closedStep
  const ceiling = verdicts[Math.floor(open / ceilingStep)] ?? 'clear'
  return { ceiling, percent: open % ceilingStep }
}

/** The verdict of a rung under these thresholds. */
export function verdictOfBucket(rung: number, { askProof, review, block }: Thresholds): Verdict {
  const { ceiling, percent } = bucketPartsOf(rung)
  const from = { clear: 0, 'ask-proof': askProof, review, block }
  const allowed = verdicts.slice(0, verdicts.indexOf(ceiling) + 1)
  return allowed.findLast((verdict) => percent >= from[verdict]) ?? 'clear'
}

const openRungs = [
  0,
  ...[1, 2, 3].flatMap((level) =>
    Array.from(
      { length: 101 - leastThresholds.askProof },
      (_, at) => level * ceilingStep + leastThresholds.askProof + at,
    ),
  ),
]

/** Every rung on which a listing can stand. */
export const allBuckets: readonly number[] = [
  ...openRungs,
  ...openRungs.map((rung) => rung + closedStep),
]
