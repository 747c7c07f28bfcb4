import type { PictureMatch, Point } from '../model.ts'

/** A match before others are heard: how unlike the reference is to what it is said to be shown as. */
export interface Claim {
  match: PictureMatch
  unlike: number | undefined
  /** Where the whole reference would lie on the query, whose sides are 1 long. */
  region: Box
}

/** What recompressing and shrinking alone make of a picture. */
const unavoidable = 0.002
/** A rival that is so many times more like it is the one that the picture was made from. */
const muchMore = 1.5
/** Log-odds that a claim loses for each e-fold that it lies beyond that. */
const lost = 6
/** Claims on the same part of a picture have so much of it in common. */
const samePart = 0.5
const copy = 0.5

/**
 * A part of a picture was made from one photograph. Where two references claim the same part, such as
 * photos of different goods on one ground or prints on one shirt, and one of them is far more like it, the
 * other is only what surrounds it.
 */
export function settled(claims: readonly Claim[]): PictureMatch[] {
  return claims.map(({ match, unlike, region }) => {
    if (unlike === undefined || match.kind === 'exact' || match.score < copy) return match
    const rivals = claims.filter(
      (rival) =>
        rival.match !== match &&
        rival.match.score >= copy &&
        sharedPart(rival.region, region) >= samePart,
    )
    const least = Math.min(...rivals.map((rival) => rival.unlike ?? Infinity))
    const times = (unlike + unavoidable) / (least + unavoidable)
    if (!(times > muchMore)) return match
    const odds = (match.score / (1 - Math.min(match.score, 1 - 1e-9))) * (times / muchMore) ** -lost
    const score = odds / (1 + odds)
    return { ...match, score, kind: score < copy ? 'background' : match.kind }
  })
}

/** What two boxes have in common, of what both cover. */
function sharedPart(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  const common = Math.max(0, width) * Math.max(0, height)
  const area = (box: Box): number => (box.right - box.left) * (box.bottom - box.top)
  return common / Math.max(1e-9, area(a) + area(b) - common)
}

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The box around points, as far as it lies on the query. */
export function boxOf(points: readonly Point[]): Box {
  const within = (value: number): number => Math.max(0, Math.min(1, value))
  const [across, down] = [points.map(([x]) => within(x)), points.map(([, y]) => within(y))]
  return {
    ...{ left: Math.min(...across), right: Math.max(...across) },
    ...{ top: Math.min(...down), bottom: Math.max(...down) },
  }
}
