import fc from 'fast-check'
import { expect, test } from 'vitest'
import { regionBetween } from './image-region.ts'

const place = fc.double({ min: -500, max: 2500, noNaN: true })
const corner = fc.record({ x: place, y: place })
const size = fc.record({
  width: fc.integer({ min: 1, max: 2000 }),
  height: fc.integer({ min: 1, max: 2000 }),
})

test('a region covers the drawn part within the picture, whichever corner came first', () => {
  fc.assert(
    fc.property(corner, corner, size, corner, (one, other, all, point) => {
      const region = regionBetween(one, other, all)
      expect(regionBetween(other, one, all)).toEqual(region)
      const { x, y, width, height } = region
      expect([x, y, width, height].every(Number.isInteger)).toBe(true)
      expect(x >= 0 && y >= 0 && x + width <= all.width && y + height <= all.height).toBe(true)
      const inside = (of: number, a: number, b: number): boolean =>
        of >= Math.min(a, b) && of <= Math.max(a, b)
      const isDrawn = inside(point.x, one.x, other.x) && inside(point.y, one.y, other.y)
      const isThere = inside(point.x, 0, all.width) && inside(point.y, 0, all.height)
      if (isDrawn && isThere) {
        expect(inside(point.x, x, x + width) && inside(point.y, y, y + height)).toBe(true)
      }
    }),
  )
})
