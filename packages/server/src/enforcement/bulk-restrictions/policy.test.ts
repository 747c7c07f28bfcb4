import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import { mayReadBulkRestrictions, mayRestrictInBulk } from './policy.ts'

const own = 'a-market'

test.each([
  ['admin', true, true],
  ['analyst', true, true],
  ['reviewer', true, true],
  ['auditor', true, false],
] as const)('%s reads: %s, restricts: %s', (role, reads, restricts) => {
  const person = personOf(own, [role])
  expect(mayReadBulkRestrictions(person)).toBe(reads)
  expect(mayRestrictInBulk(person)).toBe(restricts)
  // It names listings of all brands.
  expect(mayReadBulkRestrictions({ ...person, brands: ['velmoraq'] })).toBe(false)
})

test('neither a key nor the operator does', () => {
  const scopes = ['moderation:write'] as const
  expect(
    mayRestrictInBulk({ kind: 'key', id: 'k', organisationId: own, scopes: [...scopes] }),
  ).toBe(false)
  expect(mayReadBulkRestrictions({ kind: 'operator', id: 'o' })).toBe(false)
})
