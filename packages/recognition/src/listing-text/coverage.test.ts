import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uncovered } from './coverage.ts'
import type { Field, Place } from './read-listing.ts'

const fields: Field[] = ['title', 'brand'].map((name) => ({ name, text: '', kind: 'title' }))

interface Keyed extends Place {
  key: number
}

const places = fc.array(
  fc
    .record({
      field: fc.constantFrom(...fields),
      start: fc.integer({ min: 0, max: 8 }),
      length: fc.integer({ min: 1, max: 6 }),
      key: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ field, start, length, key }): Keyed => ({ field, start, end: start + length, key })),
  { maxLength: 24 },
)

/** Compares every pair. */
function byPairs(inner: Keyed[], covering: Keyed[], keyed: boolean): Keyed[] {
  return inner.filter(
    (place) =>
      !covering.some(
        (other) =>
          other.field === place.field &&
          other.start <= place.start &&
          other.end >= place.end &&
          other.end - other.start > place.end - place.start &&
          !(keyed && other.key === place.key),
      ),
  )
}

describe('places that no longer one contains', () => {
  it('are those that a comparison of every pair finds', () => {
    fc.assert(
      fc.property(places, places, fc.boolean(), (inner, covering, keyed) => {
        const keyOf = keyed ? (place: Keyed) => place.key : undefined
        expect(uncovered(inner, covering, keyOf)).toEqual(byPairs(inner, covering, keyed))
        expect(uncovered(inner, inner, keyOf)).toEqual(byPairs(inner, inner, keyed))
      }),
      { numRuns: 5000 },
    )
  })
})
