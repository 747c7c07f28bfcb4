import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxOf, referenceStateOf } from './types.ts'

const coordinate = fc.double({ min: -200, max: 1200, noNaN: true })

describe('the box of a polygon', () => {
  test('lies within the picture, and around every corner that does', () => {
    const size = { width: 640, height: 480 }
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1 }), (polygon) => {
        const [x, y, width, height] = boxOf(polygon, size)
        for (const value of [x, y, width, height]) expect(value).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(1.0001)
        expect(y + height).toBeLessThanOrEqual(1.0001)
        for (const [cornerX, cornerY] of polygon) {
          const [across, down] = [cornerX / size.width, cornerY / size.height]
          if (across < 0 || across > 1 || down < 0 || down > 1) continue
          expect(across).toBeGreaterThanOrEqual(x - 0.0001)
          expect(across).toBeLessThanOrEqual(x + width + 0.0002)
          expect(down).toBeGreaterThanOrEqual(y - 0.0001)
          expect(down).toBeLessThanOrEqual(y + height + 0.0002)
        }
      }),
    )
  })

  test('is the whole picture where there is no polygon', () => {
    expect(boxOf([], { width: 4, height: 3 })).toEqual([0, 0, 1, 1])
  })
})

test.each([
  [null, null, true, 'live'],
  [new Date(), null, true, 'quarantined'],
  [new Date(), null, false, 'unconfirmed'],
  [new Date(), new Date(), true, 'removed'],
  [new Date(), new Date(), false, 'removed'],
] as const)(
  'a reference quarantined at %s, removed at %s and confirmed (%s) is %s',
  (quarantinedAt, removedAt, isConfirmed, state) => {
    expect(referenceStateOf({ quarantinedAt, removedAt, isConfirmed })).toBe(state)
  },
)
