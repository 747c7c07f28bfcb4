import type { Evidence } from './verify-match.ts'

/** What is left of two pictures, laid over each other from afar, that the one does not tell of the other, 0 to 1. */
export interface Unlikeness {
  /** Of all that both show; undefined where there is too little to see. */
  whole?: number
  /** Of the middle of the reference, where the goods lie. */
  middle?: number
}

/** Weights of the inputs, fitted by `npm run eval:images` on one half of its benchmark. */
const WEIGHTS = [-2.25, 2.35, 5.47, 0.25, 1.86, -2.08]

/** What a picture with nothing to see from afar is taken for. */
const UNTOLD = 0.5
/** What recompressing alone makes of a picture, and more. */
const UNAVOIDABLE = 0.01

/** From so many squares in the middle on, the middle is judged apart from what surrounds it: surely, or at all. */
const MIDDLE_TOLD = 12
const MIDDLE_TOLD_AT_ALL = 3
/** Of the goods so little agrees, and of what surrounds them so much more, as shares of squares. */
const MIDDLE_AGREED = 0.4
const AROUND_MORE = 0.3
/** From afar other goods are so unlike; what is written over the same goods leaves them more alike. */
const MIDDLE_UNLIKE = 0.65

/**
 * What the log-odds are made of. Inliers spread over many squares speak for a copy. Their nearness tells a
 * copy from another photo of the same goods, whose light and folds differ; the share of what matches, and by
 * how much less of the middle agrees than of what surrounds it, from another photo on the same ground; and
 * how unlike both look from afar from either.
 */
export function scoreInputs(evidence: Evidence, { whole = UNTOLD }: Unlikeness = {}): number[] {
  const { strength, inliers, spread, share } = evidence
  return [
    1,
    Math.log(spread),
    Math.log(strength / inliers),
    Math.log(share),
    Math.min(0, middleBesideAround(evidence)),
    Math.log(whole + UNAVOIDABLE),
  ]
}

/** Log of the ratio of agreement in the middle to that around it; less certain with little data. */
function middleBesideAround({ told, agreed, middleTold, middleAgreed }: Evidence): number {
  const middle = (middleAgreed + 0.5) / (middleTold + 1)
  const around = (agreed - middleAgreed + 0.5) / (told - middleTold + 1)
  return Math.log(middle / around) * Math.min(1, middleTold / MIDDLE_TOLD)
}

/** Log-odds that query and reference show the same photograph. */
export function logOddsOf(evidence: Evidence, unlike: Unlikeness = {}): number {
  return scoreInputs(evidence, unlike).reduce((sum, one, i) => sum + one * (WEIGHTS[i] ?? 0), 0)
}

/**
 * Whether what surrounds the goods is the same and the goods are others: by the squares that agree, and by how
 * the middle looks from afar, since stickers and writing hide features of goods that are the same.
 */
export function isGroundAlone(evidence: Evidence, { middle: unlike = 1 }: Unlikeness): boolean {
  const { middle, around } = agreementByPlace(evidence)
  if (evidence.middleTold < MIDDLE_TOLD_AT_ALL || unlike < MIDDLE_UNLIKE) return false
  return middle < MIDDLE_AGREED && around - middle > AROUND_MORE
}

/** Whether more of the middle of the reference agrees than of what surrounds it. */
export function coversMiddle(evidence: Evidence): boolean {
  const { middle, around } = agreementByPlace(evidence)
  return middle >= around
}

function agreementByPlace({ told, agreed, middleTold, middleAgreed }: Evidence) {
  return {
    middle: middleAgreed / Math.max(1, middleTold),
    around: (agreed - middleAgreed) / Math.max(1, told - middleTold),
  }
}
