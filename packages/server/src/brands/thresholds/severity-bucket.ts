import {
  leastThresholds,
  verdicts,
  type Assessment,
  type Thresholds,
  type Verdict,
} from '@touchstone/contract'
import { wholePercent } from '@touchstone/recognition'
import { sql, type RawBuilder } from 'kysely'
import { isFullyVisible } from '../visibility/index.ts'

/** The bucket of a listing, which determines its verdict under any thresholds; see `severityOf`. */
export type Severity = {
  rung: number
  /** The brand whose thresholds apply; null if the listing mentions none. */
  lead: string | null
}

/** Distance from one ceiling to the next. */
const ceilingStep = 200
/** Above all buckets of fully visible listings. */
const closedStep = 1000

/**
 * Combines the most severe verdict that the block rule allows and the probability in whole per cent into one number,
 * for an index. An assessment without a ceiling uses its verdict. Closed buckets contain listings of which a rights
 * holder sees only part of the evidence: moving thresholds would reveal the weight of the rest.
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

export function isClosedBucket(bucket: number): boolean {
  return bucket >= closedStep
}

/** In SQL: the closed bucket of a bucket. */
export function closedBucket(bucket: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${bucket} < ${closedStep}::int then ${bucket} + ${closedStep}::int else ${bucket} end`
}

/** Ceiling and probability of a bucket. */
export function bucketPartsOf(bucket: number): { ceiling: Verdict; percent: number } {
  const open = bucket % closedStep
  const ceiling = verdicts[Math.floor(open / ceilingStep)] ?? 'clear'
  return { ceiling, percent: open % ceilingStep }
}

/** The verdict of a bucket under these thresholds. */
export function verdictOfBucket(bucket: number, { askProof, review, block }: Thresholds): Verdict {
  const { ceiling, percent } = bucketPartsOf(bucket)
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

/** All buckets that a listing can be in. */
export const allBuckets: readonly number[] = [
  ...openRungs,
  ...openRungs.map((bucket) => bucket + closedStep),
]
