import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('canonical JSON has the same value, whatever the order of names', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
    }),
  )
})

test('a value of five thousand levels is refused in words, before the stack ends', () => {
  let deep: unknown = 1
  for (let level = 0; level < 5000; level++) deep = level % 2 === 0 ? [deep] : { deep }
  expect(() => canonicalJson(deep)).toThrow('the value has more than 100 levels')
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]))
}
