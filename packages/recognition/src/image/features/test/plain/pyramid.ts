import type { GrayPicture } from '../../../model.ts'

/** The kernel's picture in plain code: numbers row by row, without vectors or separate memory. */
export interface Plane {
  width: number
  height: number
  data: Float64Array
}

export interface Octave {
  levels: Plane[]
  differences: Plane[]
}

export const SCALES = 3
export const FIRST_BLUR = 1.6
const CAMERA_BLUR = 0.5

export function at(plane: Plane, x: number, y: number): number {
  return plane.data[y * plane.width + x]!
}

function planeOf(width: number, height: number, value: (x: number, y: number) => number): Plane {
  const data = Float64Array.from({ length: width * height }, (_, i) =>
    value(i % width, Math.floor(i / width)),
  )
  return { width, height, data }
}

const within = (i: number, length: number) => Math.max(0, Math.min(length - 1, i))

/** A triangle as wide as a step between samples, or as wide as a pixel where the picture grows. */
function triangle(i: number, length: number, sources: number) {
  const step = sources / length
  const reach = Math.max(1, step)
  const centre = (i + 0.5) * step - 0.5
  const taps: { source: number; weight: number }[] = []
  for (let source = Math.ceil(centre - reach); source <= centre + reach; source++) {
    taps.push({ source, weight: Math.max(0, 1 - Math.abs(source - centre) / reach) })
  }
  const sum = taps.reduce((all, { weight }) => all + weight, 0)
  return taps.map(({ source, weight }) => ({
    source: within(source, sources),
    weight: weight / sum,
  }))
}

export function resample(
  { width, height, data }: GrayPicture,
  columns: number,
  rows: number,
): Plane {
  const down = Array.from({ length: rows }, (_, y) => triangle(y, rows, height))
  const across = Array.from({ length: columns }, (_, x) => triangle(x, columns, width))
  const tall = planeOf(width, rows, (x, y) =>
    down[y]!.reduce((sum, { source, weight }) => sum + weight * data[source * width + x]!, 0),
  )
  return planeOf(columns, rows, (x, y) =>
    across[x]!.reduce((sum, { source, weight }) => sum + weight * at(tall, source, y), 0),
  )
}

function blurred(plane: Plane, blur: number): Plane {
  const { width, height } = plane
  const radius = Math.max(1, Math.ceil(2.6 * blur))
  const offsets = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius)
  const raw = offsets.map((i) => Math.exp((-0.5 * i * i) / (blur * blur)))
  const sum = raw.reduce((all, weight) => all + weight, 0)
  const taps = raw.map((weight) => weight / sum)
  const wide = planeOf(width, height, (x, y) =>
    offsets.reduce((all, i, k) => all + taps[k]! * at(plane, within(x + i, width), y), 0),
  )
  return planeOf(width, height, (x, y) =>
    offsets.reduce((all, i, k) => all + taps[k]! * at(wide, x, within(y + i, height)), 0),
  )
}

export function buildPyramid(plane: Plane): Octave[] {
  const octaves: Octave[] = []
  let base = blurred(plane, Math.sqrt(FIRST_BLUR ** 2 - CAMERA_BLUR ** 2))
  while (Math.min(base.width, base.height) >= 16 && octaves.length < 6) {
    const levels = [base]
    for (let level = 1; level < SCALES + 3; level++) {
      const before = FIRST_BLUR * 2 ** ((level - 1) / SCALES)
      const blur = FIRST_BLUR * 2 ** (level / SCALES)
      levels.push(blurred(levels[level - 1]!, Math.sqrt(blur ** 2 - before ** 2)))
    }
    const differences = levels
      .slice(1)
      .map((level, i) =>
        planeOf(level.width, level.height, (x, y) => at(level, x, y) - at(levels[i]!, x, y)),
      )
    octaves.push({ levels, differences })
    const source = levels[SCALES]!
    base = planeOf(base.width >> 1, base.height >> 1, (x, y) => at(source, 2 * x, 2 * y))
  }
  return octaves
}
