import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes, parseCanonical } from './index.ts'

test('the example of RFC 8785 has the bytes given there', () => {
  const value = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  }
  expect(canonicalBytes(value).toString()).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('canonical text is read back, and every other spelling is refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const bytes = canonicalBytes(value)
      expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes)
      expect(() => parseCanonical(Buffer.concat([bytes, Buffer.from(' ')]))).toThrow()
    }),
  )
  for (const text of ['{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '"\\u0041"', '\ufeff1']) {
    expect(() => parseCanonical(Buffer.from(text))).toThrow()
  }
  expect(() => parseCanonical(Buffer.of(0x22, 0xff, 0x22))).toThrow()
})

test('values nested deeper than 64 levels are neither written nor read', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  expect(canonicalBytes(JSON.parse(nested(64))).toString()).toBe(nested(64))
  expect(parseCanonical(Buffer.from(nested(64)))).toBeDefined()
  for (const levels of [65, 100_000]) {
    expect(() => canonicalBytes(JSON.parse(nested(levels)))).toThrow('at most 64 levels')
    expect(() => parseCanonical(Buffer.from(nested(levels)))).toThrow('more than 64 levels')
  }
  expect(parseCanonical(Buffer.from(`"${nested(100)}\\"${nested(100)}"`))).toHaveLength(401)
})
