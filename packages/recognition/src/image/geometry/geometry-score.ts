import type { Evidence } from './verify-match.ts'

/** The share of one low-resolution picture that the other, laid over it, does not explain, 0 to 1. */
export interface Unlikeness {
  /** Over everything that both show; undefined if there is too little to see. */
  whole?: number
  /** Over the middle of the reference, where the goods are. */
  middle?: number
}

/** Weights of the inputs, fitted by `npm run eval:images` on one half of its benchmark. */
const WEIGHTS = [-2.25, 2.35, 5.47, 0.25, 1.86, -2.08]

/** Assumed for a picture with nothing to see at low resolution. */
const UNKNOWN_UNLIKE = 0.5
/** The difference that recompression alone causes, with a margin. */
const UNAVOIDABLE = 0.01

/**
 * From this many squares in the middle on, the middle is judged separately from its surroundings: surely, or at all.
 */
const MIDDLE_COMPARED = 12
const MIDDLE_COMPARED_AT_ALL = 3
/** Shares of squares: this few agree on the goods, and this many more in their surroundings. */
const MIDDLE_AGREED = 0.4
const AROUND_MORE = 0.3
/** At low resolution other goods are this unlike; text over the same goods leaves them more alike. */
const MIDDLE_UNLIKE = 0.65

/**
 * The inputs of the log-odds. Inliers spread over many squares are evidence for a copy. Their closeness distinguishes
 * a copy from another photo of the same goods, whose light and folds differ; the share of matches, and by how much
 * less of the middle agrees than of its surroundings, from another photo on the same background; and the
 * low-resolution difference from either.
 */
export function scoreInputs(
  evidence: Evidence,
  { whole = UNKNOWN_UNLIKE }: Unlikeness = {},
): number[] {
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
function middleBesideAround({ compared, agreed, middleCompared, middleAgreed }: Evidence): number {
  const middle = (middleAgreed + 0.5) / (middleCompared + 1)
  const around = (agreed - middleAgreed + 0.5) / (compared - middleCompared + 1)
  return Math.log(middle / around) * Math.min(1, middleCompared / MIDDLE_COMPARED)
}

/** Log-odds that query and reference show the same photograph. */
export function logOddsOf(evidence: Evidence, unlike: Unlikeness = {}): number {
  return scoreInputs(evidence, unlike).reduce((sum, input, i) => sum + input * (WEIGHTS[i] ?? 0), 0)
}

/**
 * Whether the surroundings are the same and the goods are others: by the squares that agree, and by the middle at low
 * resolution, since stickers and text hide features of goods that are the same.
 */
export function isGroundAlone(evidence: Evidence, { middle: unlike = 1 }: Unlikeness): boolean {
  const { middle, around } = agreementByPlace(evidence)
  if (evidence.middleCompared < MIDDLE_COMPARED_AT_ALL || unlike < MIDDLE_UNLIKE) return false
  return middle < MIDDLE_AGREED && around - middle > AROUND_MORE
}

/** Whether more of the middle of the reference agrees than of its surroundings. */
export function coversMiddle(evidence: Evidence): boolean {
  const { middle, around } = agreementByPlace(evidence)
  return middle >= around
}

function agreementByPlace({ compared, agreed, middleCompared, middleAgreed }: Evidence) {
  return {
    middle: middleAgreed / Math.max(1, middleCompared),
    around: (agreed - middleAgreed) / Math.max(1, compared - middleCompared),
  }
}
