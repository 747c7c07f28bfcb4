import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseListing } from './faults.ts'
import { isTooDeep, maxJsonDepth, parseJsonText } from './json-text.ts'

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

test('the limit is exact, and what lies deeper is told from what does not', () => {
  expect(isTooDeep(parseJsonText(nested(maxJsonDepth)))).toBe(false)
  expect(isTooDeep(parseJsonText(nested(maxJsonDepth + 1)))).toBe(true)
  for (const levels of [65, 66, 67, 68, 100, 5000]) {
    const rows = parseJsonText(`[{"a":1},${nested(levels, '1, {"b": "]"}')},{"c":3}]`) as unknown[]
    expect([levels, rows.map((row) => isTooDeep(row))]).toEqual([levels, [false, true, false]])
    expect([rows[0], rows[2]]).toEqual([{ a: 1 }, { c: 3 }])
  }
})

test('whatever is read, every walk that recurses over it ends', () => {
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
  // The same where it was parsed by other means.
  expect(parseListing(JSON.parse(text))).toMatchObject({ ok: false })
})
