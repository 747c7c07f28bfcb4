import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { remapped, sceneOf } from '../../../test/images/scene.ts'
import { decodePicture } from '../decode/index.ts'
import type { GrayPicture } from '../model.ts'
import { distance, toHex } from './hash-bits.ts'
import { pdqHash } from './pdq-hash.ts'

const folder = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'image')
const bridges = join(folder, 'pdq_bridge-mods')
const bitsApart = (codes: Uint32Array, hex: string): number => {
  const words = hex.match(/.{8}/g)!.map((word) => Number.parseInt(word, 16))
  return distance(codes, 0, Uint32Array.from(words.reverse()), 0)
}

// Results of PDQ's Python program for its published pictures. It shrinks those above 512 pixels to that first; the
// Java program, which does not, differs from it by up to six bits.
const published = {
  'aaa-orig': 'd8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22',
  'blur-a-little': 'd8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22',
  'blur-a-lot': 'd8f8f0cce0f4e84f0637022a028f67f0b36e2ed596623e1d33e6b39c4e9c9b22',
  'high-contrast': 'd8f8f0cce0f4e84d06370a32068f67f0b36e2ed596623e1d33e6339c4e9c9b22',
  'high-saturation': 'd8f8f0cce0f4e84f0e370a22028f67f0b36e2ed596621e1d33e6b39c4e9c9b22',
  'sharpen-a-little': 'd8f8f0cce0f4a84f0e370a22038f67f0b36e2ed596621e1d33e6b39c4e9c9b22',
  'sharpen-a-lot': 'd0f8f1cec0f4a8470a370a32238f67f0b36e2ef597231e1d72a6a39c4e9c9b22',
  'shrink-a-little': 'd8f8f0cce0f4a84f0e370a22038f67f0b36e2ed596621e1d33e6b39c4e9c9b22',
  'shrink-a-lot': 'd0f8f1ccc0f4a84d0a370a3a228f67f0b36e2ed5b6623e1d33e6339c4e9c9b22',
  'square-128x128': 'd8f8f1eec0f4a84f0e37022a078f63f0b36e2ed596621e1d33e6239c4e9c9b22',
  'square-256x256': 'd8f8f0cec4f4a84f0637022a078f67f0b36e2ee5b6621e1d33e6239c4e9c9b22',
  'square-512x512': 'd8f8f0cec0f4a84f0637022a278f67f0b36e2ed596621e1d33e6339c4e9c9b22',
}

describe.skipIf(!existsSync(bridges))(`the published pictures in ${bridges}`, () => {
  test.each(Object.entries(published))('%s has its published code', async (name, hex) => {
    const decoding = await decodePicture(readFileSync(join(bridges, `${name}.jpg`)))
    if (!decoding.ok) throw new Error(decoding.refusal.message)
    const { width, height, gray } = decoding.picture
    const { codes, quality } = pdqHash(gray)
    expect(quality).toBeGreaterThanOrEqual(80)
    expect(bitsApart(codes, hex)).toBeLessThanOrEqual(Math.max(width, height) > 512 ? 10 : 1)
  })
})

/** The definition, step by step: moving means twice along both axes, decimation, full cosine sums. */
function byDefinition({ width, height, data }: GrayPicture): string {
  const means = (line: number[]): number[] => {
    const full = Math.floor((line.length + 127) / 128)
    const half = Math.floor((full + 2) / 2)
    return line.map((_, at) => {
      const part = line.slice(Math.max(0, at - (full - half)), at + half)
      return part.reduce((sum, value) => sum + value, 0) / part.length
    })
  }
  const transposed = (rows: number[][]): number[][] =>
    rows[0]!.map((_, column) => rows.map((row) => row[column]!))
  let rows = Array.from({ length: height }, (_, y) => [
    ...data.subarray(y * width, (y + 1) * width),
  ])
  for (let pass = 0; pass < 2; pass++) rows = transposed(transposed(rows.map(means)).map(means))
  const small = Array.from({ length: 64 }, (_, i) =>
    Array.from(
      { length: 64 },
      (_, j) => rows[Math.floor(((i + 0.5) * height) / 64)]![Math.floor(((j + 0.5) * width) / 64)]!,
    ),
  )
  const cosine = (wave: number, at: number): number =>
    Math.cos((Math.PI / 128) * wave * (2 * at + 1))
  const sums: number[] = []
  for (let u = 1; u <= 16; u++)
    for (let v = 1; v <= 16; v++)
      sums.push(
        small.reduce(
          (sum, row, i) =>
            sum + row.reduce((part, value, j) => part + value * cosine(u, i) * cosine(v, j), 0),
          0,
        ),
      )
  const median = sums.toSorted((a, b) => a - b)[127]!
  const bits = sums.map((sum) => (sum > median ? '1' : '0')).reverse()
  return bits.join('').replace(/.{4}/g, (four) => Number.parseInt(four, 2).toString(16))
}

test.each([
  [64, 64],
  [5, 300],
  [300, 9],
  [127, 129],
  [400, 211],
  [1000, 750],
])('a picture of %i × %i has the code of the definition', (width, height) => {
  const picture = sceneOf(width * height, width, height)
  expect(bitsApart(pdqHash(picture).codes, byDefinition(picture))).toBeLessThanOrEqual(2)
})

test('the eight codes are those of the picture mirrored and turned', () => {
  const [width, height] = [1152, 768]
  const picture = sceneOf(5, width, height)
  const codesOf = (orientation: number): Uint32Array => {
    const [leftRight, upDown, exchanged] = [orientation & 1, orientation & 2, orientation & 4]
    const size = exchanged ? { width: height, height: width } : { width, height }
    const shown = remapped(picture, size, (x, y) => {
      const [a, b] = [leftRight ? size.width - 1 - x : x, upDown ? size.height - 1 - y : y]
      return exchanged ? [b, a] : [a, b]
    })
    return pdqHash(shown).codes
  }
  const { codes } = pdqHash(picture)
  for (let orientation = 0; orientation < 8; orientation++) {
    const apart = Array.from({ length: 8 }, (_, at) =>
      distance(codesOf(orientation), 0, codes, at * 8),
    )
    // The middle of an even block is off centre, so that a mirrored picture is not quite the same.
    expect(apart[orientation]).toBeLessThanOrEqual(12)
    expect(Math.min(...apart.filter((_, at) => at !== orientation))).toBeGreaterThan(60)
  }
})

test('an empty picture has no quality, and one too small has neither quality nor code', () => {
  const empty = { width: 200, height: 100, data: new Uint8Array(20_000).fill(200) }
  expect(pdqHash(empty).quality).toBe(0)
  expect(pdqHash(sceneOf(1, 4, 90))).toEqual({ codes: new Uint32Array(64), quality: 0 })
})

test('pictures of different things differ in about half of their bits', () => {
  const hashes = Array.from({ length: 20 }, (_, seed) => pdqHash(sceneOf(seed)))
  const apart = hashes.flatMap(({ codes }, one) =>
    hashes.slice(0, one).map((other) => distance(codes, 0, other.codes, 0)),
  )
  expect(Math.min(...apart)).toBeGreaterThan(60)
  expect(new Set(hashes.map(({ codes }) => toHex(codes))).size).toBe(20)
})
