/** Points that may become features, in the order of the kernel; places are those of their octave. */
export interface Candidates {
  count: number
  octave: Uint8Array
  level: Uint8Array
  x: Float32Array
  y: Float32Array
  contrast: Float32Array
}

/** Squares on the longer side by which features are shared out. */
const SQUARES = 8

/**
 * Selects the features among the candidates. A third goes to the strongest of each square of the picture in turn:
 * otherwise a patterned background would leave none for the smooth product in front of it. The rest are the strongest
 * of all.
 */
export function chooseCandidates(
  candidates: Candidates,
  picture: { columns: number; rows: number },
  most: number,
): Int32Array {
  const order = distinct(candidates)
  if (order.length <= most) return order
  const side = Math.max(picture.columns, picture.rows) / SQUARES
  const fair = Math.floor(most / 3)
  const squares = SQUARES * SQUARES
  const share = Math.max(1, Math.floor(fair / squares))
  const perSquare = new Uint16Array(squares)
  const chosen: number[] = []
  const rest: number[] = []
  for (const i of order) {
    const pixels = 1 << (candidates.octave[i] as number)
    const column = Math.min(SQUARES - 1, Math.floor(((candidates.x[i] as number) * pixels) / side))
    const row = Math.min(SQUARES - 1, Math.floor(((candidates.y[i] as number) * pixels) / side))
    const square = row * SQUARES + column
    if ((perSquare[square] as number) < share) {
      perSquare[square] = (perSquare[square] as number) + 1
      chosen.push(i)
    } else rest.push(i)
  }
  chosen.push(...rest.slice(0, Math.max(0, most - chosen.length)))
  return Int32Array.from(chosen)
}

/** More candidates than the kernel returns. */
const MAX_CANDIDATES = 2 ** 15

/** Strongest first, then in their order; the quadratic may lead from two pixels to one point. */
function distinct(candidates: Candidates): Int32Array {
  const { count } = candidates
  const order = strongestFirst(candidates)
  const places = new PlaceSet(count)
  const result = new Int32Array(count)
  let chosen = 0
  for (const i of order) {
    const x = Math.round((candidates.x[i] as number) * 8)
    const y = Math.round((candidates.y[i] as number) * 8)
    const level = ((candidates.octave[i] as number) << 2) | (candidates.level[i] as number)
    if (places.add(level, (x << 16) | y)) result[chosen++] = i
  }
  return result.subarray(0, chosen)
}

/** The bits of positive floats sort like the floats: one number holds contrast and place. */
function strongestFirst({ count, contrast }: Candidates): Int32Array {
  const bits = new Uint32Array(contrast.buffer, contrast.byteOffset, count)
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i++) keys[i] = (0x7fffffff - (bits[i] as number)) * MAX_CANDIDATES + i
  keys.sort()
  return Int32Array.from(keys, (key) => key % MAX_CANDIDATES)
}

/** A set of pairs of numbers of limited size, without an object for each. */
class PlaceSet {
  private readonly places: Int32Array
  private readonly levels: Int32Array
  private readonly mask: number

  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * most + 2))
    this.places = new Int32Array(size)
    // 0 means none.
    this.levels = new Int32Array(size)
    this.mask = size - 1
  }

  /** False if it was already there. */
  add(level: number, place: number): boolean {
    let at = (Math.imul(place ^ (level << 11), 0x9e3779b1) >>> 12) & this.mask
    while (this.levels[at] !== 0) {
      if (this.levels[at] === level + 1 && this.places[at] === place) return false
      at = (at + 1) & this.mask
    }
    this.levels[at] = level + 1
    this.places[at] = place
    return true
  }
}
