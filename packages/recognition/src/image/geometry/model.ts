/** Maps (x, y) of the reference to (a x + b y + c, d x + e y + f) of the query. */
export interface Affine {
  a: number
  b: number
  c: number
  d: number
  e: number
  f: number
}

/**
 * Pairs of features that may show the same point. All arrays have the same order. Positions are those of pictures
 * scaled to 640 pixels on the longer side, and for a mirrored query those in the picture mirrored back.
 */
export interface Pairs {
  count: number
  queryX: Float64Array
  queryY: Float64Array
  referenceX: Float64Array
  referenceY: Float64Array
  /** log2 of how much larger the query shows the point. */
  growth: Float64Array
  /** By how much the query turned it, in radians. */
  turn: Float64Array
  /** The weight of a pair, from 0 to 1: less if signatures differ or features are not unique. */
  weight: Float64Array
  /** Which feature of the query, and of the reference, it is. */
  query: Int32Array
  reference: Int32Array
}

export interface Size {
  width: number
  height: number
}

/** The positions of all features of a picture, as in `Pairs`. */
export interface Places {
  count: number
  x: Float64Array
  y: Float64Array
}
