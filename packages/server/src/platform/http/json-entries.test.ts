import { maxRowValues, TooManyValues } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runToEnd, runInSlices } from '../time-slicing/index.ts'
import { readEntries } from './json-entries.ts'
import { processorMs } from '@touchstone/recognition/testing/processor-time'

const limits = { most: Infinity, mostOfEntry: Infinity, hasRows: false }
const read = (text: string, more = {}): unknown =>
  runToEnd(readEntries(text, { ...limits, ...more }))

test('text is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(3), (text, space) => {
      const spaced = ` ${JSON.stringify(JSON.parse(text), null, space)}\n`
      expect(read(spaced)).toEqual(JSON.parse(spaced))
    }),
  )
  for (const text of ['{"__proto__":{"a":1},"b":[],"b":[2]}', '[]', '{ }', '[[],[[]],{}]', '7']) {
    const value = read(text) as object
    expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)))
  }
})

test('text that is cut, doubled or changed anywhere is refused where JSON.parse refuses it', () => {
  const text = '{"rows":[{"a":"x,]}\\"","b":[1,{}]},2.5,null], "c": {"d": [true]}}'
  const changed = fc.record({
    at: fc.nat(text.length),
    left: fc.nat(3),
    put: fc.constantFrom('', ',', '[', ']', '{', '}', '"', ':', ' ', '1', '\\'),
  })
  fc.assert(
    fc.property(fc.array(changed, { minLength: 1, maxLength: 3 }), (changes) => {
      let wrong = text
      for (const { at, left, put } of changes) {
        wrong = wrong.slice(0, at) + put + wrong.slice(at + left)
      }
      const parsed = attempt(() => JSON.parse(wrong))
      expect([wrong, attempt(() => read(wrong))]).toEqual([wrong, parsed])
    }),
    { numRuns: 3000 },
  )
})

function attempt(work: () => unknown): unknown {
  try {
    return JSON.stringify(work())
  } catch {
    return 'refused'
  }
}

const members = (count: number): string =>
  `{${Array.from({ length: count }, (_, at) => `"k${at}":1`).join(',')}}`

test('the limits are exact, and a row with too many keeps its place', () => {
  expect(read('[1,[2,3],{"a":{}}]', { most: 7 })).toEqual([1, [2, 3], { a: {} }])
  expect(() => read('[1,[2,3],{"a":{}}]', { most: 6 })).toThrow(TooManyValues)
  const rows = `[${members(3)},${members(4)},7]`
  const more = { mostOfEntry: 3 }
  expect(() => read(rows, more)).toThrow('more than 3 values')
  const read3 = read(rows, { ...more, hasRows: true })
  expect(read3).toEqual([{ k0: 1, k1: 1, k2: 1 }, expect.any(TooManyValues), 7])
  const member = `{"a":1,"b":${members(4)}}`
  expect(() => read(member, more)).toThrow(TooManyValues)
  expect(read(member, { ...more, hasRows: true })).toEqual({ a: 1, b: expect.any(TooManyValues) })
  expect(() => read(`{"list":${rows}}`, { ...more, hasRows: true })).toThrow(TooManyValues)
})

test('no step of many rows takes long, and one of too many values is refused before it is built', async () => {
  const rows = `{"products":[${`${members(50)},`.repeat(20_000)}{}]}`
  let longest = 0
  let last = processorMs()
  const steps = readEntries(rows, { most: 5_000_000, mostOfEntry: maxRowValues, hasRows: false })
  const watched = (function* () {
    for (;;) {
      const { done, value } = steps.next()
      const now = processorMs()
      longest = Math.max(longest, now - last)
      if (done) return value
      yield
      last = processorMs()
    }
  })()
  expect((await runInSlices(watched)) as object).toHaveProperty('products.length', 20_001)
  expect(longest).toBeLessThan(100)
})
