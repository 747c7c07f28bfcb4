import type { Evidence } from './verify.ts'

/** Weights of the inputs, fitted by `npm run eval:images` on one half of its benchmark. */
const WEIGHTS = [-3.66, 2.73, 3.83, 0.32, 3.03]

/** Where the ground alone is the same it is no copy, however much of it is seen. */
const GROUND_LOG_ODDS = -1
/** From so many squares in the middle on, the middle is judged apart from what surrounds it. */
const MIDDLE_TOLD = 12
/** Of the goods so little agrees, and of what surrounds them so much more, as shares of squares. */
const MIDDLE_AGREED = 0.25
const AROUND_MORE = 0.3

/**
 * What the log-odds are made of. Inliers spread over many squares speak for a copy. Their nearness tells a
 * copy from another photo of the same goods, whose light and folds differ; the share of what matches, and by
 * how much less of the middle agrees than of what surrounds it, from another photo on the same ground.
 */
export function scoreInputs(evidence: Evidence): number[] {
  const { strength, inliers, spread, share } = evidence
  return [
    1,
    Math.log(spread),
    Math.log(strength / inliers),
    Math.log(share),
    Math.min(0, middleBesideAround(evidence)),
  ]
}

/** Log of how many times more of the middle agrees than around it; less sure where little is told of it. */
function middleBesideAround({ told, agreed, middleTold, middleAgreed }: Evidence): number {
  const middle = (middleAgreed + 0.5) / (middleTold + 1)
  const around = (agreed - middleAgreed + 0.5) / (told - middleTold + 1)
  return Math.log(middle / around) * Math.min(1, middleTold / MIDDLE_TOLD)
}

/** Log-odds that query and reference show the same photograph. */
export function logOddsOf(evidence: Evidence): number {
  const logOdds = scoreInputs(evidence).reduce((sum, one, i) => sum + one * (WEIGHTS[i] ?? 0), 0)
  return isGroundAlone(evidence) ? Math.min(GROUND_LOG_ODDS, logOdds) : logOdds
}

/** Whether what surrounds the goods is the same and the goods are others. */
function isGroundAlone(evidence: Evidence): boolean {
  const { middle, around } = agreementByPlace(evidence)
  if (evidence.middleTold < MIDDLE_TOLD) return false
  return middle < MIDDLE_AGREED && around - middle > AROUND_MORE
}

/** Whether more of the middle of the reference agrees than of what surrounds it. */
export function isOfTheMiddle(evidence: Evidence): boolean {
  const { middle, around } = agreementByPlace(evidence)
  return middle >= around
}

function agreementByPlace({ told, agreed, middleTold, middleAgreed }: Evidence) {
  return {
    middle: middleAgreed / Math.max(1, middleTold),
    around: (agreed - middleAgreed) / Math.max(1, told - middleTold),
  }
}
