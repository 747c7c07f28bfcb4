import type { ImageChanges } from '#contract'

/** A picture as all of this room reads it: luma alone, upright, row by row from the top left. */
export interface GrayPicture {
  width: number
  height: number
  /** 0 is black and 255 is white; `width * height` of them. */
  data: Uint8Array
}

/** A picture as what is written in it is read: upright, red, green and blue of each point by turns. */
export interface ColourPicture {
  width: number
  height: number
  /** `width * height * 3` of them. */
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
  | 'exact'
  | 'near-duplicate'
  | 'partial'
  | 'mirrored'
  | 'background'
  | 'same-product'

/** How a picture was made from the reference that it shows. */
export interface Transformation {
  /** Left and right changed sides, before it was turned. */
  mirrored: boolean
  /** Clockwise, in degrees from -180 to 180. */
  turned: number
  /** How many points of the query a point of the reference became, by length. */
  scale: number
  /** By how much more one direction was stretched than the other; 1 where none was. */
  stretched: number
  /** Which share of the reference's area the query shows. */
  shown: number
  /** Which share of the query's area that takes. */
  covers: number
}

export interface PictureMatch {
  reference: string
  /** Probability that both show the same photograph. */
  score: number
  kind: MatchKind
  transformation: Transformation
  /** The same as it is read. */
  changes: ImageChanges
  /** The same in English: "mirrored, rotated 8° clockwise, cropped to 32 %"; empty where nothing was done. */
  edits: string
  /** What is the same, on the picture that was asked about and on the reference, corner for corner. */
  queryPolygon: Point[]
  referencePolygon: Point[]
}
