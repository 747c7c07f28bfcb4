import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbersFrom } from '../../../test/images/scene.ts'
import { distance } from './hash-bits.ts'
import { HashIndex, type NearHash } from './hash-index.ts'

const random = (number: () => number): Uint32Array =>
  Uint32Array.from({ length: 8 }, () => number() * 2 ** 32)

/** The code with this many of its bits changed. */
function changed(code: Uint32Array, bits: number, number: () => number): Uint32Array {
  const copy = code.slice()
  const places = new Set<number>()
  while (places.size < bits) places.add(Math.floor(number() * 256))
  for (const place of places) copy[place >>> 5]! ^= 1 << (place & 31)
  return copy
}

const byRow = (rows: NearHash[]): NearHash[] => rows.toSorted((a, b) => a.row - b.row)

function byLookingAtAll(
  codes: ReadonlyMap<number, Uint32Array>,
  code: Uint32Array,
  limit: number,
): NearHash[] {
  const all = [...codes].map(([row, other]) => ({ row, distance: distance(code, 0, other, 0) }))
  return byRow(all.filter((hit) => hit.distance <= limit))
}

test('finds exactly the codes within the limit, while codes are added and removed', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.record({ near: fc.boolean(), bits: fc.nat(60), leaves: fc.nat(3) }), {
        maxLength: 80,
      }),
      fc.constantFrom(0, 7, 15, 16, 31, 32, 47),
      (seed, steps, limit) => {
        const number = numbersFrom(seed)
        const index = new HashIndex()
        const stored = new Map<number, Uint32Array>()
        let last = random(number)
        for (const { near, bits, leaves } of steps) {
          const code = near ? changed(last, bits, number) : random(number)
          if (!near) last = code
          stored.set(index.add(code), code)
          if (leaves === 0) {
            const row = [...stored.keys()][Math.floor(number() * stored.size)]!
            index.remove(row)
            stored.delete(row)
          }
          const query = changed(last, Math.floor(number() * 50), number)
          expect(byRow(index.within(query, 0, limit))).toEqual(byLookingAtAll(stored, query, limit))
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('finds a code in every way of spreading 31 changed bits over the bands', () => {
  const number = numbersFrom(3)
  const index = new HashIndex()
  const code = random(number)
  const row = index.add(code)
  for (let round = 0; round < 2000; round++) {
    const query = changed(code, 31, number)
    expect(index.within(query, 0, 31)).toEqual([{ row, distance: 31 }])
    expect(index.within(query, 0, 30)).toEqual([])
  }
})

test('codes that are all alike can be many, and leave one by one', () => {
  const index = new HashIndex()
  const code = new Uint32Array(8)
  const rows = Array.from({ length: 5000 }, () => index.add(code))
  expect(index.within(code, 0, 31)).toHaveLength(5000)
  for (const row of rows.slice(1)) index.remove(row)
  expect(index.within(code, 0, 31)).toEqual([{ row: rows[0], distance: 0 }])
})

test('asks for a limit up to which it is exact', () => {
  expect(() => new HashIndex().within(new Uint32Array(8), 0, 48)).toThrow(RangeError)
})
