import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildKernel } from '../../../../../scripts/build-kernel.ts'
import { describePlainly } from './test/plain/describe-features.ts'
import { blobs, checks, mirrored, noise } from '../../../test/images/generated-images.ts'
import { kernelBinary } from '../kernel/binary.ts'
import type { GrayPicture } from '../model.ts'
import { describeFeatures as describe, type Features } from './describe-features.ts'

/** How many features of one have a counterpart among those of the other, within this tolerance. */
function twins(one: Features, other: Features): number {
  let count = 0
  for (let i = 0; i < one.count; i++) {
    for (let j = 0; j < other.count; j++) {
      const far = Math.hypot(one.x[i]! - other.x[j]!, one.y[i]! - other.y[j]!)
      if (far > 0.05 || Math.abs(one.scale[i]! / other.scale[j]! - 1) > 0.01) continue
      if (Math.abs(Math.sin((one.angle[i]! - other.angle[j]!) / 2)) > 0.01) continue
      const furthest = one.descriptors
        .subarray(128 * i, 128 * i + 128)
        .reduce(
          (most, byte, k) => Math.max(most, Math.abs(byte - other.descriptors[128 * j + k]!)),
          0,
        )
      if (furthest > 4) continue
      count++
      break
    }
  }
  return count
}

const pictures: fc.Arbitrary<GrayPicture> = fc
  .record({
    kind: fc.constantFrom('blobs', 'noise', 'checks'),
    seed: fc.nat(1e6),
    width: fc.integer({ min: 20, max: 130 }),
    height: fc.integer({ min: 20, max: 130 }),
  })
  .map(({ kind, seed, width, height }) =>
    kind === 'noise'
      ? noise(seed, width, height)
      : kind === 'checks'
        ? checks(seed, width, height, 9)
        : blobs(seed, width, height, 40),
  )

test('the kernel finds the features that plain arithmetic finds, to a twentieth of a pixel', () => {
  fc.assert(
    fc.property(pictures, fc.integer({ min: 40, max: 150 }), (picture, side) => {
      const options = { side, most: 120 }
      const fast = describe(picture, options)
      const plain = describePlainly(picture, options)
      // Two candidates that are nearly as strong may change places at the end of the list.
      const enough = Math.floor(0.97 * plain.count) - 1
      expect(Math.abs(fast.count - plain.count)).toBeLessThanOrEqual(2)
      expect(twins(plain, fast)).toBeGreaterThanOrEqual(enough)
    }),
    { numRuns: 25, seed: 20261126 },
  )
})

test('the same picture gives the same bytes, whatever was described in between', () => {
  const first = describe(blobs(1))
  describe(noise(2, 500, 300))
  expect(describe(blobs(1))).toEqual(first)
  expect(first.count).toBeGreaterThan(100)
})

test.each([
  ['nothing but one gray', { width: 64, height: 48, data: new Uint8Array(64 * 48).fill(90) }],
  ['a single pixel', { width: 1, height: 1, data: new Uint8Array(1) }],
  ['a line', { width: 900, height: 1, data: new Uint8Array(900).fill(7) }],
])('%s has no features', (_, picture) => {
  expect(describe(picture).count).toBe(0)
})

test('of a picture with more points than wanted, no more are kept and all parts have some', () => {
  const features = describe(noise(3, 400, 400), { most: 200 })
  expect(features.count).toBe(200)
  const quarters = new Set([...features.x].map((x, i) => `${x > 200} ${features.y[i]! > 200}`))
  expect(quarters.size).toBe(4)
})

test('features lie in the pixels of the picture, however large it is brought', () => {
  const picture = blobs(4)
  const small = describe(picture, { side: 320 })
  const large = describe(picture, { side: 640 })
  const near = [...small.x].filter((x, i) =>
    large.x.some((other, j) => Math.hypot(other - x, large.y[j]! - small.y[i]!) < 1),
  )
  expect(near.length / small.count).toBeGreaterThan(0.6)
})

test('a mirrored picture has its features on the other side', () => {
  const picture = blobs(5)
  const features = describe(picture)
  const other = describe(mirrored(picture))
  const near = [...features.x].filter((x, i) =>
    other.x.some(
      (there, j) => Math.hypot(picture.width - 1 - there - x, other.y[j]! - features.y[i]!) < 1,
    ),
  )
  expect(near.length / features.count).toBeGreaterThan(0.8)
})

test('the committed kernel is the one that its source builds', async () => {
  expect(await buildKernel()).toBe(kernelBinary)
})
