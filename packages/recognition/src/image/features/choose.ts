/** A point that may become a feature; places are those of the octave it was found in. */
export interface Candidates {
  count: number
  octave(i: number): number
  level(i: number): number
  x(i: number): number
  y(i: number): number
  contrast(i: number): number
}

/** Squares on the longer side by which features are shared out. */
const SQUARES = 8

/**
 * Which candidates become features. A third goes to the strongest of each square of the picture in
 * turn: a patterned background would else leave nothing to the smooth product before it. The rest are
 * the strongest of all.
 */
export function chooseCandidates(
  candidates: Candidates,
  picture: { columns: number; rows: number },
  most: number,
): Int32Array {
  const order = distinct(candidates)
  if (order.length <= most) return Int32Array.from(order)
  const side = Math.max(picture.columns, picture.rows) / SQUARES
  const fair = Math.floor(most / 3)
  const squares = SQUARES * SQUARES
  const share = Math.max(1, Math.floor(fair / squares))
  const taken = new Uint16Array(squares)
  const chosen: number[] = []
  const rest: number[] = []
  for (const i of order) {
    const pixels = 2 ** candidates.octave(i)
    const column = Math.min(SQUARES - 1, Math.floor((candidates.x(i) * pixels) / side))
    const row = Math.min(SQUARES - 1, Math.floor((candidates.y(i) * pixels) / side))
    const square = row * SQUARES + column
    if ((taken[square] ?? 0) < share) {
      taken[square] = (taken[square] ?? 0) + 1
      chosen.push(i)
    } else rest.push(i)
  }
  chosen.push(...rest.slice(0, Math.max(0, most - chosen.length)))
  return Int32Array.from(chosen)
}

/** Strongest first; the quadratic may lead from two pixels to one point. */
function distinct(candidates: Candidates): number[] {
  const order = Array.from({ length: candidates.count }, (_, i) => i).sort(
    (a, b) => candidates.contrast(b) - candidates.contrast(a) || a - b,
  )
  const seen = new Set<string>()
  return order.filter((i) => {
    const key = `${candidates.octave(i)} ${candidates.level(i)} ${Math.round(candidates.x(i) * 8)} ${Math.round(candidates.y(i) * 8)}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
