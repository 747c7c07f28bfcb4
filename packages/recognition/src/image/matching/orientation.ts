import type { Point } from '../model.ts'

interface Size {
  width: number
  height: number
}

/**
 * The orientations of a PDQ hash: bit 1 mirrors left and right, bit 2 top and bottom, and bit 4 then
 * exchanges the axes. An odd number of them turns left into right.
 */
export function isMirrored(orientation: number): boolean {
  return orientation === 1 || orientation === 2 || orientation === 4 || orientation === 7
}

/** The corners of a picture from its top left, clockwise. */
export function corners({ width, height }: Size): Point[] {
  return [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]
}

/** Where a place of the reference is shown in this orientation; the sides of both are 1 long. */
export function placeShown([across, down]: Point, orientation: number): Point {
  const [a, b] = orientation & 4 ? [down, across] : [across, down]
  return [orientation & 1 ? 1 - a : a, orientation & 2 ? 1 - b : b]
}

/** The positions of a picture's corners on the reference that it shows in this orientation. */
export function cornersShown(reference: Size, orientation: number): Point[] {
  return corners({ width: 1, height: 1 }).map(([x, y]): Point => {
    const [a, b] = [orientation & 1 ? 1 - x : x, orientation & 2 ? 1 - y : y]
    const [across, down] = orientation & 4 ? [b, a] : [a, b]
    return [across * reference.width, down * reference.height]
  })
}
