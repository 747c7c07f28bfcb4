import type { ImageChanges } from '#contract'

/** A picture as all of this room reads it: luma alone, upright, row by row from the top left. */
export interface GrayPicture {
  width: number
  height: number
  /** 0 is black and 255 is white; `width * height` of them. */
  data: Uint8Array
}

/** A picture for reading text: upright, with interleaved red, green and blue of each pixel. */
export interface ColourPicture {
  width: number
  height: number
  /** `width * height * 3` of them. */
  data: Uint8Array
}

/** In points of the picture itself, upright, from its top left. */
export type Point = readonly [x: number, y: number]

/**
 * How a picture shows a reference: the same picture pixel by pixel; all of it, altered; a part of it, or among other
 * things; all of it, mirrored; only the surroundings of the goods; the same goods in another photograph. The last two
 * are no copies.
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
  /** The ratio by which one direction was stretched more than the other; 1 for none. */
  stretched: number
  /** Which share of the reference's area the query shows. */
  shown: number
  /** The covered share of the query's area. */
  covers: number
}

export interface PictureMatch {
  reference: string
  /** Probability that both show the same photograph. */
  score: number
  kind: MatchKind
  transformation: Transformation
  /** The same as changes for readers. */
  changes: ImageChanges
  /** The same in English: "mirrored, rotated 8° clockwise, cropped to 32%"; empty if nothing was done. */
  edits: string
  /** The common area, in the query and in the reference, corner for corner. */
  queryPolygon: Point[]
  referencePolygon: Point[]
}
