import type { Features } from '../features/describe-features.ts'
import type { Size } from '../geometry/model.ts'
import { broughtBy } from '../geometry/verify-match.ts'

/** A picture prepared for comparison. */
export interface Picture extends Size {
  count: number
  /** Four numbers a feature: x, y, log2 of the scale and angle. */
  places: Uint16Array
}

/** A reference as the index keeps it: fifteen bytes a feature. */
export interface StoredPicture extends Picture {
  /** The word of each feature; 65,535 if it was left out. */
  words: Uint16Array
  /** The signature under it, in two numbers. */
  signatures: Uint32Array
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

/**
 * How places are packed into five bytes: x and y in steps of a sixth of a pixel, twelve bits each; log2 of the scale in
 * steps of 1/21 and the angle in steps of 1.4°, a byte each. Features of two copies of one photo differ by more.
 */
const PACKED = 5
const FINE_PLACE = 6
const PLACE_EDGE = 16
const FINE_SCALE = 256 / 12
const SCALE_EDGE = 2

function pack(places: Uint16Array, count: number, into: Uint8Array, start: number): void {
  const within = (value: number, most: number): number =>
    Math.min(most, Math.max(0, Math.round(value)))
  for (let i = 0, at = PACKED * start; i < count; i++, at += PACKED) {
    const x = within((xOf(places, i) + PLACE_EDGE) * FINE_PLACE, 0xfff)
    const y = within((yOf(places, i) + PLACE_EDGE) * FINE_PLACE, 0xfff)
    into[at] = x
    into[at + 1] = (x >>> 8) | (y << 4)
    into[at + 2] = y >>> 4
    into[at + 3] = within((growthOf(places, i) + SCALE_EDGE) * FINE_SCALE, 0xff)
    into[at + 4] = Math.round((places[4 * i + 3] as number) / 256)
  }
}

function unpack(packed: Uint8Array, start: number, count: number): Uint16Array {
  const places = new Uint16Array(4 * count)
  for (let i = 0, at = PACKED * start; i < count; i++, at += PACKED) {
    const middle = packed[at + 1] as number
    const x = (packed[at] as number) | ((middle & 15) << 8)
    const y = (middle >>> 4) | ((packed[at + 2] as number) << 4)
    const growth = (packed[at + 3] as number) / FINE_SCALE - SCALE_EDGE
    places[4 * i] = Math.round((x / FINE_PLACE - PLACE_EDGE) * PLACE) + PLACE_ZERO
    places[4 * i + 1] = Math.round((y / FINE_PLACE - PLACE_EDGE) * PLACE) + PLACE_ZERO
    places[4 * i + 2] = Math.round((growth + SCALE_ZERO) * SCALE)
    places[4 * i + 3] = (packed[at + 4] as number) << 8
  }
  return places
}

/** Features that share one array: very many small arrays would each cost more to manage than they hold. */
const SEGMENT_SIZE = 1 << 16
/** Memory is allocated in steps of this many features, so that freed space fits another picture. */
const STEP = 32

interface Segment {
  words: Uint16Array
  places: Uint8Array
  signatures: Uint32Array
  used: number
}

interface StoredFeatures extends Size {
  segment: number
  start: number
  count: number
}

/** The features of references, by number. */
export class Pictures {
  private readonly segments: Segment[] = []
  private readonly stored: (StoredFeatures | undefined)[] = []
  private readonly left = new Map<number, { segment: number; start: number }[]>()

  put(number: number, { width, height, count, words, places, signatures }: StoredPicture): void {
    const { segment: segment, start } = this.roomFor(slotSize(count))
    const on = this.segments[segment]
    on?.words.set(words, start)
    if (on) pack(places, count, on.places, start)
    on?.signatures.set(signatures, 2 * start)
    this.stored[number] = { width, height, count, segment: segment, start }
  }

  /** The data remain valid until the picture is removed. */
  get(number: number): StoredPicture | undefined {
    const features = this.stored[number]
    const on = features && this.segments[features.segment]
    if (!features || !on) return undefined
    const { width, height, count, start } = features
    return {
      width,
      height,
      count,
      words: on.words.subarray(start, start + count),
      places: unpack(on.places, start, count),
      signatures: on.signatures.subarray(2 * start, 2 * (start + count)),
    }
  }

  remove(number: number): void {
    const features = this.stored[number]
    if (!features) return
    const size = slotSize(features.count)
    const freed = this.left.get(size)
    if (freed) freed.push(features)
    else this.left.set(size, [features])
    this.stored[number] = undefined
  }

  private roomFor(size: number): { segment: number; start: number } {
    const left = this.left.get(size)?.pop()
    if (left) return left
    let last = this.segments.at(-1)
    if (!last || last.used + size > SEGMENT_SIZE) {
      last = {
        words: new Uint16Array(SEGMENT_SIZE),
        places: new Uint8Array(PACKED * SEGMENT_SIZE),
        signatures: new Uint32Array(2 * SEGMENT_SIZE),
        used: 0,
      }
      this.segments.push(last)
    }
    const start = last.used
    last.used += size
    return { segment: this.segments.length - 1, start }
  }
}

function slotSize(count: number): number {
  return Math.max(1, Math.ceil(count / STEP)) * STEP
}
