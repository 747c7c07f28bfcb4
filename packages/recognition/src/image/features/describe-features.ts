import { startKernel, type Kernel } from '../kernel/kernel.ts'
import type { GrayPicture } from '../model.ts'
import { chooseCandidates, type Candidates } from './choose-features.ts'

/** Points of a picture that can be found again after editing; all arrays have the same order. */
export interface Features {
  /** Of the picture that was described, in its own pixels. */
  width: number
  height: number
  count: number
  x: Float32Array
  y: Float32Array
  /** The blur at which the point is most prominent, in pixels of the picture. */
  scale: Float32Array
  /** Of the strongest gradient around the point, in radians, clockwise from the right. */
  angle: Float32Array
  /** 128 bytes for each. */
  descriptors: Uint8Array
}

export interface DescribeOptions {
  /** The picture is scaled to this many pixels on its longer side, whether larger or smaller. */
  side?: number
  /** A narrow one is enlarged by at most this factor in addition. */
  narrow?: number
  most?: number
  /** The size of the original picture if only a smaller one is available: positions are in its pixels. */
  of?: { width: number; height: number }
}

export const QUERY = { side: 640, narrow: 1.6, most: 800 }
/** Contrast, of 255, below which there is only noise. */
export const FLOOR = 0.5
/** Bytes of a candidate and of a feature in the kernel's memory. */
const CANDIDATE = 24

let kernel: Kernel | undefined

/**
 * Describes a picture by up to `most` local features (Lowe, "Distinctive Image Features from Scale-Invariant
 * Keypoints", 2004, with roots of the histograms as in Arandjelović and Zisserman, 2012). Faint points are included
 * too if there is room, so that smooth goods have some.
 */
export function describeFeatures(picture: GrayPicture, options: DescribeOptions = {}): Features {
  const { side, narrow, of, ...limits } = { ...QUERY, of: picture, ...options }
  kernel ??= startKernel()
  const { width, height } = picture
  const most = mostOf({ most: limits.most, narrow }, picture)
  const { columns, rows } = broughtTo({ side, narrow }, width, height)
  const source = kernel.place(width * height)
  new Uint8Array(kernel.memory.buffer, source, width * height).set(picture.data)
  const foundCount = kernel.detect(source, width, height, columns, rows, FLOOR)
  const chosen = chooseCandidates(candidatesOf(kernel, foundCount), { columns, rows }, most)
  const list = kernel.choose(chosen.length)
  const room = kernel.room(most)
  new Int32Array(kernel.memory.buffer, list, chosen.length).set(chosen)
  const count = kernel.describe(list, chosen.length, most, room)
  return read(kernel, room, most, count, of, of.width / columns, of.height / rows)
}

/**
 * Narrower pictures are scaled to the area of one with aspect 4:3, and phone screenshots to more, with more features:
 * the photo in them is small.
 */
const USUAL = 3 / 4
const SCREEN = 1.5
const MORE_ON_SCREENS = 1.5

/** The size a picture is brought to before it is looked at. */
export function broughtTo(
  { side, narrow }: { side: number; narrow: number },
  width: number,
  height: number,
): { columns: number; rows: number } {
  const longer = Math.max(width, height)
  const narrower = (longer * USUAL) / Math.min(width, height)
  const larger = Math.max(1, Math.sqrt(narrower), narrower ** 2 / SCREEN)
  const factor = (side / longer) * Math.min(narrow, larger)
  return {
    columns: Math.max(1, Math.round(width * factor)),
    rows: Math.max(1, Math.round(height * factor)),
  }
}

/** How many features a picture has at most, by how narrow it is. */
export function mostOf(
  { most, narrow }: { most: number; narrow: number },
  { width, height }: { width: number; height: number },
): number {
  const narrower = (Math.max(width, height) * USUAL) / Math.min(width, height)
  const more = Math.min(narrow, MORE_ON_SCREENS, narrower ** 2 / SCREEN)
  return Math.round(most * Math.max(1, more))
}

function candidatesOf(kernel: Kernel, count: number): Candidates {
  const start = kernel.candidates()
  const whole = new Int32Array(kernel.memory.buffer, start, count * (CANDIDATE / 4))
  const real = new Float32Array(kernel.memory.buffer, start, count * (CANDIDATE / 4))
  const floats = (): Float32Array => new Float32Array(count)
  const candidates = {
    count,
    octave: new Uint8Array(count),
    level: new Uint8Array(count),
    x: floats(),
    y: floats(),
    contrast: floats(),
  }
  for (let i = 0, at = 0; i < count; i++, at += CANDIDATE / 4) {
    candidates.octave[i] = whole[at] as number
    candidates.level[i] = whole[at + 1] as number
    candidates.x[i] = real[at + 2] as number
    candidates.y[i] = real[at + 3] as number
    candidates.contrast[i] = real[at + 5] as number
  }
  return candidates
}

function read(
  kernel: Kernel,
  room: number,
  most: number,
  count: number,
  { width, height }: { width: number; height: number },
  across: number,
  down: number,
): Features {
  const numbers = new Float32Array(kernel.memory.buffer, room, 4 * count)
  const floats = (): Float32Array => new Float32Array(count)
  const features = {
    width,
    height,
    count,
    x: floats(),
    y: floats(),
    scale: floats(),
    angle: floats(),
    descriptors: new Uint8Array(kernel.memory.buffer, room + 16 * most, 128 * count).slice(),
  }
  const larger = Math.sqrt(across * down)
  for (let i = 0, at = 0; i < count; i++, at += 4) {
    features.x[i] = ((numbers[at] as number) + 0.5) * across - 0.5
    features.y[i] = ((numbers[at + 1] as number) + 0.5) * down - 0.5
    features.scale[i] = (numbers[at + 2] as number) * larger
    features.angle[i] = numbers[at + 3] as number
  }
  return features
}
