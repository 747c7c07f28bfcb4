import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxMemberValues, maxRowValues, parseListing } from './validation-faults.ts'
import { countValues, isTooDeep, maxJsonDepth, parseJsonText, TooManyValues } from './json-text.ts'

const nested = (levels: number, inside = ''): string =>
  '['.repeat(levels) + inside + ']'.repeat(levels)

test('text that is not deep is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.nat(3), (text, space) => {
      const spaced = JSON.stringify(JSON.parse(text), null, space)
      expect(parseJsonText(spaced)).toEqual(JSON.parse(spaced))
    }),
  )
  const brackets = JSON.stringify({ text: '[{'.repeat(500), 'quo"te\\': ['\\"[', '\\\\'] })
  expect(parseJsonText(brackets)).toEqual(JSON.parse(brackets))
})

test('the limit is exact, and deeper content is distinguished from the rest', () => {
  expect(isTooDeep(parseJsonText(nested(maxJsonDepth)))).toBe(false)
  expect(isTooDeep(parseJsonText(nested(maxJsonDepth + 1)))).toBe(true)
  for (const levels of [65, 66, 67, 68, 100, 5000]) {
    const rows = parseJsonText(`[{"a":1},${nested(levels, '1, {"b": "]"}')},{"c":3}]`) as unknown[]
    expect([levels, rows.map((row) => isTooDeep(row))]).toEqual([levels, [false, true, false]])
    expect([rows[0], rows[2]]).toEqual([{ a: 1 }, { c: 3 }])
  }
})

test('every recursive walk over the result ends, whatever is read', () => {
  const wild = fc.array(fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', '1', '"a":'), {
    minLength: 140,
    maxLength: 400,
  })
  fc.assert(
    fc.property(wild, fc.integer({ min: 50, max: 90 }), (parts, levels) => {
      const text = '['.repeat(levels) + parts.join('') + ']'.repeat(levels)
      let value: unknown
      try {
        value = parseJsonText(text)
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError)
        return
      }
      expect(isTooDeep(value, maxJsonDepth + 2)).toBe(false)
    }),
  )
})

test('64 MiB of brackets are refused without being built', () => {
  const before = process.memoryUsage().rss
  expect(() => parseJsonText('['.repeat(64 * 1024 * 1024))).toThrow(SyntaxError)
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
})

test('a listing with a property of five thousand levels is refused by the name of the property', () => {
  const text = `{"id":"a","title":"t","extra":${nested(5000)}}`
  expect(parseListing(parseJsonText(text))).toMatchObject({
    ok: false,
    faults: [{ pointer: '/extra', problem: 'is nested deeper than 64 levels' }],
  })
  // The result is the same for a value parsed elsewhere.
  expect(parseListing(JSON.parse(text))).toMatchObject({ ok: false })
})

test('values are counted as they appear in the text, ignoring commas in strings', () => {
  const value = { a: [1, 2, { b: ',[{,' }], c: 'x,y', d: { e: null } }
  const text = JSON.stringify(value)
  expect(countValues(value, Infinity)).toBe(8)
  expect(countValues(value, 3)).toBeGreaterThan(3)
  expect(parseJsonText(text, 8)).toEqual(value)
  expect(() => parseJsonText(text, 7)).toThrow(TooManyValues)
})

const withEntries = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']))

test('a listing has as many values as the contract lists, and a limited number where it sets none', () => {
  const listing = { id: 'a', title: 't' }
  const reviews = Array.from({ length: 1000 }, () => ({ text: 'Good', rating: 5, language: 'en' }))
  const full = { ...listing, reviews, attributes: withEntries(maxMemberValues) }
  expect(parseListing(full)).toMatchObject({ ok: true })
  const beyond = { ...listing, attributes: withEntries(maxMemberValues + 1) }
  expect(parseListing(beyond)).toMatchObject({
    ok: false,
    faults: [{ pointer: '/attributes', problem: 'has more than 2,000 values' }],
  })
  const unknown = { ...listing, ...withEntries(maxMemberValues) }
  expect(parseListing(unknown)).toMatchObject({ ok: false, faults: [{ pointer: '' }] })
  const hidden = { ...listing, images: [withEntries(maxRowValues)] }
  expect(parseListing(hidden)).toMatchObject({
    ok: false,
    faults: [{ problem: 'has more than 100,000 values' }],
  })
})
