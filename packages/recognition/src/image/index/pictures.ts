import type { Features } from '../features/describe.ts'
import type { Size } from '../geometry/model.ts'
import { broughtBy } from '../geometry/verify.ts'

/** A reference as the index keeps it: eight bytes a feature. */
export interface Picture extends Size {
  name: string
  count: number
  /** The word of each feature; 65,535 where it was left out. */
  words: Uint16Array
  /** Four numbers a feature: x, y, log2 of the scale and angle. */
  places: Uint16Array
}

/** Places are kept to a sixteenth of a pixel of a picture brought to 640 pixels. */
const PLACE = 16
const PLACE_ZERO = 1024
/** log2 of the scale from -8 to 24 in steps of 1/2048. */
const SCALE = 2048
const SCALE_ZERO = 8
const ANGLE = 65536 / (2 * Math.PI)

export function placesOf(features: Features): Uint16Array {
  const factor = broughtBy(features)
  const places = new Uint16Array(4 * features.count)
  for (let i = 0; i < features.count; i++) {
    places[4 * i] = Math.round((features.x[i] as number) * factor * PLACE) + PLACE_ZERO
    places[4 * i + 1] = Math.round((features.y[i] as number) * factor * PLACE) + PLACE_ZERO
    const growth = Math.log2((features.scale[i] as number) * factor)
    places[4 * i + 2] = Math.round((growth + SCALE_ZERO) * SCALE)
    places[4 * i + 3] = Math.round((features.angle[i] as number) * ANGLE) & 0xffff
  }
  return places
}

export function xOf(places: Uint16Array, i: number): number {
  return ((places[4 * i] as number) - PLACE_ZERO) / PLACE
}

export function yOf(places: Uint16Array, i: number): number {
  return ((places[4 * i + 1] as number) - PLACE_ZERO) / PLACE
}

/** log2 of the scale. */
export function growthOf(places: Uint16Array, i: number): number {
  return (places[4 * i + 2] as number) / SCALE - SCALE_ZERO
}

export function angleOf(places: Uint16Array, i: number): number {
  return (places[4 * i + 3] as number) / ANGLE
}
