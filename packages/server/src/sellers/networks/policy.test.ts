import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import { mayReadNetworks } from './policy.ts'

test('members and keys that read listings read networks', () => {
  const key = { kind: 'key', id: 'k', organisationId: 'o' } as const
  expect(mayReadNetworks(personOf('o', ['auditor']))).toBe(true)
  expect(mayReadNetworks({ ...key, scopes: ['listings:read'] })).toBe(true)
  expect(mayReadNetworks({ ...key, scopes: ['catalog:read'] })).toBe(false)
  expect(mayReadNetworks({ kind: 'operator', id: 'x' })).toBe(false)
})
