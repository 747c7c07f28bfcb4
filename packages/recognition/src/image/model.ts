/** A picture as all of this room reads it: luma alone, upright, row by row from the top left. */
export interface GrayPicture {
  width: number
  height: number
  /** 0 is black and 255 is white; `width * height` of them. */
  data: Uint8Array
}
