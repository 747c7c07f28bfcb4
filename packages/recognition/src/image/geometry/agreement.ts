import type { Affine, Pairs, Places, Size } from './model.ts'
import { apply, inverse } from './polygon.ts'

/** Pictures are compared at this length of the longer side. */
export const SIDE = 640
/** Squares of this side length are compared. */
const SQUARE = 40
/** The middle, as a share of either side. */
const MIDDLE = 0.5
const ACROSS = 17
/** Squares with fewer features in either picture are not judged. */
const MIN_FEATURES = 2

export interface Agreement {
  /** Squares of the reference in which both pictures have features. */
  compared: number
  /** Those of them in which features of the two pictures correspond. */
  agreed: number
  /** The same for the middle of the reference, where the goods are. */
  middleCompared: number
  middleAgreed: number
}

/**
 * Lays the query over the reference and checks square by square whether they show the same. In a copy most squares
 * agree, except overlays; if only the background is the same, those of the goods do not.
 */
export function agreementOf(
  map: Affine,
  inliers: readonly number[],
  pairs: Pairs,
  query: Places,
  reference: Places,
  frame: Size,
): Agreement {
  const back = inverse(map)
  const there = new Uint16Array(ACROSS * ACROSS)
  const here = new Uint16Array(ACROSS * ACROSS)
  const common = new Uint8Array(ACROSS * ACROSS)
  for (let i = 0; i < query.count; i++) {
    const [x, y] = apply(back, [query.x[i] ?? 0, query.y[i] ?? 0])
    count(there, x, y)
  }
  for (let i = 0; i < reference.count; i++) count(here, reference.x[i] ?? 0, reference.y[i] ?? 0)
  for (const i of inliers) mark(common, pairs.referenceX[i] ?? 0, pairs.referenceY[i] ?? 0)
  const result: Agreement = { compared: 0, agreed: 0, middleCompared: 0, middleAgreed: 0 }
  for (let square = 0; square < common.length; square++) {
    if (Math.min(there[square] ?? 0, here[square] ?? 0) < MIN_FEATURES) continue
    const agreed = common[square] ?? 0
    const middle = isMiddle(square, frame) ? 1 : 0
    result.compared++
    result.agreed += agreed
    result.middleCompared += middle
    result.middleAgreed += middle * agreed
  }
  return result
}

function isMiddle(square: number, { width, height }: Size): boolean {
  const longer = Math.max(width, height)
  const across = (((square % ACROSS) + 0.5) * SQUARE * longer) / (SIDE * width)
  const down = ((Math.floor(square / ACROSS) + 0.5) * SQUARE * longer) / (SIDE * height)
  return Math.max(Math.abs(across - 0.5), Math.abs(down - 0.5)) < MIDDLE / 2
}

function squareOf(x: number, y: number): number {
  const column = Math.floor(x / SQUARE)
  const row = Math.floor(y / SQUARE)
  return column < 0 || row < 0 || column >= ACROSS || row >= ACROSS ? -1 : row * ACROSS + column
}

function count(squares: Uint16Array, x: number, y: number): void {
  const square = squareOf(x, y)
  if (square >= 0) squares[square] = (squares[square] ?? 0) + 1
}

function mark(squares: Uint8Array, x: number, y: number): void {
  const square = squareOf(x, y)
  if (square >= 0) squares[square] = 1
}
