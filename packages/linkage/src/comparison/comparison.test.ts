import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparisons, fieldKinds, type FieldKind } from './index.ts'

function levelOf(kind: FieldKind, one: string, other: string): string | undefined {
  const { read, level, levels } = comparisons[kind]
  return levels[level(read(one), read(other))]
}

test.each<[FieldKind, string, string, string]>([
  ['name', 'Müller, Anna', 'anna mueller', 'different'],
  ['name', 'Élodie', 'elodie', 'same'],
  ['name', 'Katherine', 'Katharine', 'nearly the same'],
  ['name', 'Robert', 'Olga', 'different'],
  ['place', 'San Jose', 'sanjose', 'same'],
  ['date', '1971-05-24', '24.05.1971', 'same'],
  ['date', '19710524', '1971-06-24', 'one digit changed'],
  ['date', '1971-05-06', '1971-06-05', 'one digit changed'],
  ['date', '1971-05-24', '1971-11-09', 'same year'],
  ['date', '1971-05-24', '1958-11-09', 'different'],
  ['postcode', 'SW1A 1AA', 'sw1a1aa', 'same'],
  ['postcode', '2119', '2191', 'one sign changed'],
  ['postcode', '2119', '2198', 'same district'],
  ['address', '12 Wallaby Place', 'wallaby place 12', 'most words'],
  ['address', '12 Wallaby Place', '12 Walaby Place', 'nearly the same'],
  ['address', '12 Wallaby Place', '99 Granite Crescent', 'different'],
  ['email', 'Ann@Mail.example', 'ann@mail.example', 'same'],
  ['email', 'ann.lee@mail.example', 'ann.lee@post.example', 'same name at another host'],
  ['phone', '+62 812 3456 7890', '0812-3456-7890', 'same without prefix'],
  ['phone', '081234567890', '081234567891', 'one digit changed'],
  ['number', '100', '100.0', 'same'],
  ['number', '100', '95', 'within a tenth'],
  ['identifier', 'AB-12 345', 'ab12345', 'same'],
  ['identifier', '1804974', '1804947', 'one sign changed'],
  ['identifier', '12', '13', 'different'],
  ['category', 'Shoes', 'shoes', 'same'],
  ['text', 'red leather bag', 'bag of red leather', 'most words'],
])('a %s: %s and %s are %s', (kind, one, other, level) => {
  expect(levelOf(kind, one, other)).toBe(level)
})

const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.emailAddress(),
  fc.integer().map(String),
)

test.each(fieldKinds)('a %s is like itself, and as like another as that is like it', (kind) => {
  const { read, level, levels } = comparisons[kind]
  fc.assert(
    fc.property(value, value, (first, second) => {
      const [one, other] = [read(first), read(second)]
      expect(read(one)).toBe(one)
      expect(level(one, one)).toBe(0)
      expect(level(one, other)).toBe(level(other, one))
      expect(level(one, other)).toBeLessThan(levels.length)
    }),
  )
})
