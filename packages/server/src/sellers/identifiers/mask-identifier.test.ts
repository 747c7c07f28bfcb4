import { identifierTypes } from '@touchstone/linkage'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskIdentifier } from './mask-identifier.ts'

test.each([
  ['phone', '+6281234567890', '+62•••90'],
  ['email', 'lumira@shop.example', 'l•••@•••.example'],
  ['telegram', 'lumira_shop', 'l•••op'],
  ['domain', 'lumira.example', 'l•••'],
  ['card', 'digest', '•••'],
] as const)('of a %s only so much is shown that two can be told apart', (type, value, masked) => {
  expect(maskIdentifier(type, value)).toBe(masked)
})

test('no value shows more than five of its own letters, however short it is, unless its end is public', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...identifierTypes.filter((type) => type !== 'email')),
      fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }),
      (type, value) => {
        const masked = maskIdentifier(type, value)
        expect(masked.length).toBeGreaterThan(0)
        expect(masked.length).toBeLessThanOrEqual(200)
        expect([...masked.replaceAll('•', '')].length).toBeLessThanOrEqual(5)
      },
    ),
  )
})
