import type { GrayPicture } from '../../src/image/index.ts'

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** An invented picture: soft slopes with boxes and discs on them, another one for each seed. */
export function sceneOf(seed: number, width = 256, height = 256): GrayPicture {
  const number = numbersFrom(seed)
  const between = (least: number, most: number): number => least + (most - least) * number()
  const [slopeX, slopeY, base] = [between(-80, 80), between(-80, 80), between(60, 190)]
  const shapes = Array.from({ length: 24 }, () => ({
    round: number() < 0.5,
    x: between(0, width),
    y: between(0, height),
    reach: between(0.04, 0.2) * Math.min(width, height),
    tone: between(0, 255),
  }))
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const slope = base + slopeX * (x / width - 0.5) + slopeY * (y / height - 0.5)
      const top = shapes.findLast((shape) => {
        const [away, below] = [Math.abs(x - shape.x), Math.abs(y - shape.y)]
        return shape.round
          ? away * away + below * below < shape.reach * shape.reach
          : Math.max(away, below) < shape.reach
      })
      data[y * width + x] = Math.max(0, Math.min(255, top ? (top.tone + slope) / 2 : slope))
    }
  return { width, height, data }
}

/** The picture with each pixel taken from the position that `from` returns, in the same or another size. */
export function remapped(
  picture: GrayPicture,
  size: { width: number; height: number },
  from: (x: number, y: number) => readonly [x: number, y: number],
): GrayPicture {
  const data = new Uint8Array(size.width * size.height)
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const [fromX, fromY] = from(x, y)
      data[y * size.width + x] = picture.data[fromY * picture.width + fromX] ?? 255
    }
  return { ...size, data }
}
