import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from '../model.ts'
import { apply, areaOf, clip, frameOf, hull, inverse } from './polygon.ts'

const points = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })),
  { minLength: 3, maxLength: 30 },
)

test('a hull leaves no point outside and has only points that were given', () => {
  fc.assert(
    fc.property(points, (given) => {
      const around = hull(given)
      for (const corner of around) expect(given).toContainEqual(corner)
      for (const p of given) {
        for (const [i, a] of around.entries()) {
          const b = around[(i + 1) % around.length]!
          expect(
            (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]),
          ).toBeGreaterThanOrEqual(0)
        }
      }
    }),
  )
})

test('a clipped polygon has the area found by counting its pixels', () => {
  fc.assert(
    fc.property(points, (given) => {
      const polygon = hull(given.map(([x, y]): Point => [x - 10, y - 10]))
      fc.pre(polygon.length >= 3 && areaOf(polygon) > 50)
      const frame = { width: 30, height: 20 }
      let inside = 0
      for (let x = 0.25; x < frame.width; x += 0.5) {
        for (let y = 0.25; y < frame.height; y += 0.5) {
          const within = polygon.every((a, i) => {
            const b = polygon[(i + 1) % polygon.length]!
            return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0
          })
          if (within) inside++
        }
      }
      expect(Math.abs(areaOf(clip(polygon, frame)) - inside / 4)).toBeLessThan(20)
    }),
  )
})

test('a frame clipped by itself is unchanged', () => {
  const frame = { width: 7, height: 9 }
  expect(areaOf(clip(frameOf(frame), frame))).toBe(63)
})

test('a map and its inverse lead back', () => {
  const map = { a: 0.8, b: -0.3, c: 12, d: 0.4, e: 1.1, f: -7 }
  const [x, y] = apply(inverse(map), apply(map, [31, 17]))
  expect(x).toBeCloseTo(31)
  expect(y).toBeCloseTo(17)
})
