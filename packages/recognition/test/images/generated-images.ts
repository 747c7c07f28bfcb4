import type { GrayPicture } from '../../src/image/index.ts'
import { numbersFrom } from './scene.ts'

function painted(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
): GrayPicture {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.max(0, Math.min(255, Math.round(value(i % width, Math.floor(i / width))))),
  )
  return { width, height, data }
}

/** Soft blobs of all sizes on a gradient: similar to a photo for feature detection. */
export function blobs(seed: number, width = 320, height = 240, count = 120): GrayPicture {
  const next = numbersFrom(seed)
  const spots = Array.from({ length: count }, () => ({
    x: next() * width,
    y: next() * height,
    size: 2 + next() ** 2 * 24,
    squeeze: 0.4 + next(),
    light: (next() - 0.5) * 160,
  }))
  return painted(width, height, (x, y) =>
    spots.reduce(
      (sum, { x: cx, y: cy, size, squeeze, light }) => {
        const d = ((x - cx) / size) ** 2 + ((y - cy) / (size * squeeze)) ** 2
        return d > 12 ? sum : sum + light * Math.exp(-d / 2)
      },
      110 + 0.1 * x - 0.05 * y,
    ),
  )
}

export function noise(seed: number, width: number, height: number): GrayPicture {
  const next = numbersFrom(seed)
  return painted(width, height, () => 255 * next())
}

/** A checked cloth: the same square again and again, with a little grain. */
export function checks(seed: number, width = 320, height = 240, square = 14): GrayPicture {
  const next = numbersFrom(seed)
  return painted(width, height, (x, y) => {
    const warp = Math.floor(x / square) % 2 === 0 ? 60 : 0
    const weft = Math.floor(y / square) % 2 === 0 ? 60 : 0
    return 60 + warp + weft + 8 * next()
  })
}

/** Applies a map from the result's pixels to the source's; white beyond the source. */
function mapped(
  source: GrayPicture,
  width: number,
  height: number,
  from: (x: number, y: number) => { x: number; y: number },
): GrayPicture {
  return painted(width, height, (column, row) => {
    const { x, y } = from(column, row)
    const left = Math.floor(x)
    const top = Math.floor(y)
    if (left < 0 || top < 0 || left >= source.width - 1 || top >= source.height - 1) return 255
    const i = top * source.width + left
    const value = (offset: number) => source.data[i + offset]!
    const [fx, fy] = [x - left, y - top]
    const upper = (1 - fx) * value(0) + fx * value(1)
    const lower = (1 - fx) * value(source.width) + fx * value(source.width + 1)
    return (1 - fy) * upper + fy * lower
  })
}

export function cropped(
  source: GrayPicture,
  box: { left: number; top: number; width: number; height: number },
): GrayPicture {
  return mapped(source, box.width, box.height, (x, y) => ({ x: x + box.left, y: y + box.top }))
}

export function mirrored(source: GrayPicture): GrayPicture {
  return mapped(source, source.width, source.height, (x, y) => ({
    x: source.width - 1 - x - 1e-9,
    y,
  }))
}

/** Rotated clockwise about its centre, on a canvas of its own size. */
export function turned(source: GrayPicture, degrees: number): GrayPicture {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const [cx, cy] = [(source.width - 1) / 2, (source.height - 1) / 2]
  return mapped(source, source.width, source.height, (x, y) => ({
    x: cx + c * (x - cx) + s * (y - cy),
    y: cy - s * (x - cx) + c * (y - cy),
  }))
}
