import type { ColourPicture, Point } from '../model.ts'
import type { Arc } from './arc-lines.ts'
import type { Rectangle } from './rectangles.ts'

/** Pixels in the order of a network's input: all of blue, then all of green, then all of red. */
export interface Planes {
  width: number
  height: number
  data: Float32Array
}

/** An upright part of a picture. */
export interface Area {
  left: number
  top: number
  width: number
  height: number
}

/** PaddleOCR's networks learned pictures as OpenCV has them, blue first, with ImageNet's means in this order. */
const means = [0.485, 0.456, 0.406].map((mean) => mean * 255)
const deviations = [0.229, 0.224, 0.225].map((deviation) => deviation * 255)

/** The detector halves a picture five times. */
const STEP = 32

/** Letters of small pictures are found better after enlarging, at most by this factor. */
const ENLARGED = 2
const SMALL = 640

/** The size at which a picture is searched for text: no side above `longest`, both multiples of 32. */
export function searchedSize(
  { width, height }: { width: number; height: number },
  longest: number,
): { width: number; height: number } {
  const longer = Math.max(width, height)
  const scale = Math.min(longer <= SMALL ? ENLARGED : 1, longest / longer)
  return { width: stepped(width * scale), height: stepped(height * scale) }
}

/** The next size that the detector accepts. */
export function stepped(side: number): number {
  return Math.max(1, Math.round(side / STEP)) * STEP
}

/** A part of a picture as the detector's input. */
export function searched(
  picture: ColourPicture,
  { left, top, width, height }: Area,
  size: { width: number; height: number },
): Planes {
  const part: Rectangle = {
    centre: [left + (width - 1) / 2, top + (height - 1) / 2],
    width,
    height,
    angle: 0,
  }
  return planesOf(picture, part, size, (value, channel) => {
    return (value - (means[channel] ?? 0)) / (deviations[channel] ?? 1)
  })
}

/** Height of a line in the recogniser's input. */
const LINE_HEIGHT = 48
/** It learned lines of up to some 40 letters and reads longer ones, which are rare in pictures. */
const WIDEST = 2400
/** Points of gray behind a short line, as the recogniser learned them. */
const NARROWEST = 96

/** A line of text as the recogniser's input: level, 48 pixels high. */
export function lineOf(
  picture: ColourPicture,
  shape: Rectangle | Arc,
  { mirrored }: { mirrored: boolean },
): Planes {
  const ratio = shape.width / shape.height
  const width = Math.min(WIDEST, Math.max(8, Math.round(LINE_HEIGHT * ratio)))
  const line = planesOf(picture, shape, { width, height: LINE_HEIGHT }, (value) => {
    return value / 127.5 - 1
  })
  if (mirrored)
    for (let row = 0; row < 3 * LINE_HEIGHT; row++)
      line.data.subarray(row * width, (row + 1) * width).reverse()
  return width < NARROWEST ? padded(line, NARROWEST) : line
}

function padded({ width, height, data }: Planes, to: number): Planes {
  const wider = new Float32Array(3 * height * to)
  for (let row = 0; row < 3 * height; row++)
    wider.set(data.subarray(row * width, (row + 1) * width), row * to)
  return { width: to, height, data: wider }
}

/** The position in the picture of a point given relative to the shape's centre, along it and across it. */
function placing(shape: Rectangle | Arc): (along: number, across: number) => Point {
  const [cx, cy] = shape.centre
  const [cos, sin] = [Math.cos(shape.angle), Math.sin(shape.angle)]
  if (!('radius' in shape))
    return (along, across) => [cx + along * cos - across * sin, cy + along * sin + across * cos]
  const { radius, angle } = shape
  const side = shape.inward ? -1 : 1
  return (along, across) => {
    const at = angle + (side * along) / radius
    const distance = Math.max(0, radius - side * across)
    return [cx + distance * Math.cos(at), cy + distance * Math.sin(at)]
  }
}

/**
 * A rectangle or a band of a picture at another size, straightened, each value scaled; several points are averaged
 * where it shrinks.
 */
export function planesOf(
  picture: ColourPicture,
  shape: Rectangle | Arc,
  { width, height }: { width: number; height: number },
  scaled: (value: number, channel: number) => number,
  order: 'blue-first' | 'red-first' = 'blue-first',
): Planes {
  const data = new Float32Array(3 * width * height)
  const [stepX, stepY] = [shape.width / width, shape.height / height]
  const placeOf = placing(shape)
  const [samplesX, samplesY] = [stepX, stepY].map((step) => Math.max(1, Math.round(step))) as [
    number,
    number,
  ]
  const tables = [0, 1, 2].map((channel) => {
    return Float32Array.from({ length: 256 }, (_, value) => scaled(value, channel))
  })
  const sample = new Float64Array(3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      sample.fill(0)
      for (let sy = 0; sy < samplesY; sy++)
        for (let sx = 0; sx < samplesX; sx++) {
          const along = (x + (sx + 0.5) / samplesX) * stepX - shape.width / 2
          const across = (y + (sy + 0.5) / samplesY) * stepY - shape.height / 2
          const place = placeOf(along, across)
          addPoint(picture, place[0], place[1], sample)
        }
      const count = samplesX * samplesY
      for (let channel = 0; channel < 3; channel++) {
        const value = (sample[order === 'blue-first' ? 2 - channel : channel] ?? 0) / count
        const low = Math.floor(value)
        const table = tables[channel] as Float32Array
        const from = table[low] ?? 0
        data[(channel * height + y) * width + x] =
          from + ((table[Math.min(255, low + 1)] ?? 0) - from) * (value - low)
      }
    }
  return { width, height, data }
}

/** Adds the colours between four points of the picture; beyond its edge those of the edge. */
function addPoint(picture: ColourPicture, x: number, y: number, sum: Float64Array): void {
  const { width, height, data } = picture
  const left = Math.max(0, Math.min(width - 1, x))
  const top = Math.max(0, Math.min(height - 1, y))
  const [x0, y0] = [Math.floor(left), Math.floor(top)]
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)]
  const [dx, dy] = [left - x0, top - y0]
  const [a, b] = [(y0 * width + x0) * 3, (y0 * width + x1) * 3]
  const [c, d] = [(y1 * width + x0) * 3, (y1 * width + x1) * 3]
  for (let channel = 0; channel < 3; channel++) {
    const upper = (data[a + channel] ?? 0) * (1 - dx) + (data[b + channel] ?? 0) * dx
    const lower = (data[c + channel] ?? 0) * (1 - dx) + (data[d + channel] ?? 0) * dx
    sum[channel] = (sum[channel] ?? 0) + upper * (1 - dy) + lower * dy
  }
}
