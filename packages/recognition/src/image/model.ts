/** A picture as all of this room reads it: luma alone, upright, row by row from the top left. */
export interface GrayPicture {
  width: number
  height: number
  /** 0 is black and 255 is white; `width * height` of them. */
  data: Uint8Array
}

/** In points of the picture itself, upright, from its top left. */
export type Point = readonly [x: number, y: number]

/**
 * How a picture shows a reference: the same picture point by point; all of it, altered; a part of it, or
 * among other things; all of it, mirrored; only what stands around the goods; the same goods in another
 * photograph. The last two are no copies.
 */
export type MatchKind =
  'exact' | 'near-duplicate' | 'partial' | 'mirrored' | 'background' | 'same-product'

export interface PictureMatch {
  reference: string
  /** Probability that both show the same photograph. */
  score: number
  kind: MatchKind
  /** What is the same, on the picture that was asked about and on the reference, corner for corner. */
  queryPolygon: Point[]
  referencePolygon: Point[]
}
