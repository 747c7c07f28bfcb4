import type { PictureMatch, Point } from '../model.ts'
import { distance } from '../pdq/hash-bits.ts'

/** A match before rivals are considered, with its difference from the reference. */
export interface Claim {
  match: PictureMatch
  unlike: number | undefined
  /** The PDQ codes of the reference. */
  codes: Uint32Array
  /** The region of the query that the whole reference would cover, with sides of 1. */
  region: Box
  /** The squares of the query in which features of both agree; undefined if a hash claims all of it. */
  squares?: ReadonlySet<number>
  /** Whether the agreement is in the middle of the reference rather than around it. */
  ofTheMiddle?: boolean
}

/** The difference that recompressing and shrinking alone cause. */
const unavoidable = 0.002
/** A rival that is this many times more alike is the original of the picture. */
const muchMore = 1.5
/** Log-odds that a claim loses for each e-fold beyond that. */
const lost = 6
/** Claims on the same part of a picture share at least this much of it. */
const samePart = 0.5
/** From this score on a match is called a copy, and below it never. */
export const copy = 0.5
/** A claim loses to one with greater odds, by more than the possible difference between equal pictures. */
const more = 1.05
/** Of two claims that so little of the lesser is common to, one may be of the goods and one of the ground. */
const sameSquares = 0.25
/** The query is divided into this many squares along each side. */
const squaresAcross = 16
/** References whose PDQ codes are this near are copies of each other. */
const sameReference = 8

/**
 * Each part of a picture comes from one photograph. If references that are no copies of each other claim the same
 * part, such as photos of different goods on one background or prints on one shirt, at most one of them is right:
 * each loses the probability of the others, and one that looks far less alike only matches the surroundings of the
 * goods.
 */
export function settled(claims: readonly Claim[]): PictureMatch[] {
  const rivals = new Map(claims.map((claim) => [claim, rivalsOf(claim, claims)]))
  const alone = new Map(claims.map((claim) => [claim, oddsBeside(claim, rivals.get(claim) ?? [])]))
  return claims.map((claim) => {
    const { match } = claim
    const competitors = rivals.get(claim) ?? []
    if (match.kind === 'exact') return match
    if (match.score < copy) return noCopy(claim, match.score)
    if (competitors.length === 0) return match
    const odds = alone.get(claim) ?? 0
    const all = competitors.map((rival) => alone.get(rival) ?? 0)
    const score = odds / (1 + odds + all.reduce((sum, competitor) => sum + competitor, 0))
    const isOutscored = score < copy && all.some((competitor) => competitor > more * odds)
    // References that look equally alike are more likely copies of each other than all wrong.
    return isOutscored ? noCopy(claim, score) : { ...match, score: Math.max(copy, score) }
  })
}

/** A match that is rather none: the same goods or the same ground, by where it agrees. */
function noCopy({ match, ofTheMiddle }: Claim, score: number): PictureMatch {
  return { ...match, score, kind: ofTheMiddle ? 'same-product' : 'background' }
}

function rivalsOf(claim: Claim, claims: readonly Claim[]): Claim[] {
  return claims.filter(
    (rival) =>
      rival !== claim &&
      rival.match.score >= copy &&
      sharedPart(rival.region, claim.region) >= samePart &&
      sharedSquares(rival, claim) >= sameSquares &&
      distance(rival.codes, 0, claim.codes, 0) > sameReference,
  )
}

/** The odds of a claim, reduced by its difference in likeness from the best rival. */
function oddsBeside({ match, unlike }: Claim, rivals: readonly Claim[]): number {
  const odds = match.score / (1 - Math.min(match.score, 1 - 1e-9))
  const least = Math.min(...rivals.map((rival) => rival.unlike ?? Infinity))
  const times = ((unlike ?? 0) + unavoidable) / (least + unavoidable)
  return times > muchMore ? odds * (times / muchMore) ** -lost : odds
}

/** The common area of two boxes, as a share of their union. */
function sharedPart(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  const common = Math.max(0, width) * Math.max(0, height)
  const area = (box: Box): number => (box.right - box.left) * (box.bottom - box.top)
  return common / Math.max(1e-9, area(a) + area(b) - common)
}

/** The common squares of two claims, as a share of the claim with fewer squares. */
function sharedSquares({ squares: one }: Claim, { squares: other }: Claim): number {
  if (!one || !other) return 1
  const common = [...one].filter((square) => other.has(square)).length
  return common / Math.max(1, Math.min(one.size, other.size))
}

/** The squares of a picture that contain points. */
export function squaresOf(
  points: readonly Point[],
  { width, height }: { width: number; height: number },
): Set<number> {
  const place = (value: number, length: number): number =>
    Math.max(0, Math.min(squaresAcross - 1, Math.floor((value * squaresAcross) / length)))
  return new Set(points.map(([x, y]) => place(y, height) * squaresAcross + place(x, width)))
}

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The bounding box of points, as far as it is on the query. */
export function boxOf(points: readonly Point[]): Box {
  const within = (value: number): number => Math.max(0, Math.min(1, value))
  const [across, down] = [points.map(([x]) => within(x)), points.map(([, y]) => within(y))]
  return {
    left: Math.min(...across),
    right: Math.max(...across),
    top: Math.min(...down),
    bottom: Math.max(...down),
  }
}
