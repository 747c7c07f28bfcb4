import { personRoles } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayPackageCases } from './policy.ts'

test('admins and analysts without limits package cases, and no machine', () => {
  const all = personRoles.map((role) => personOf('o', [role]))
  const allowed = all.filter(mayPackageCases).flatMap(({ roles }) => roles)
  expect(allowed.toSorted()).toEqual(['admin', 'analyst'])
  const admin = personOf('o', ['admin'])
  const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }
  for (const actor of [
    operator,
    key,
    { ...admin, brands: ['velmoraq'] },
    { ...admin, territories: ['ID'] },
  ]) {
    expect(mayPackageCases(actor)).toBe(false)
  }
})
