import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import { mayManageLinkModels } from './policy.ts'

test('admins without limits alone manage models of links', () => {
  expect(mayManageLinkModels(personOf('o', ['admin']))).toBe(true)
  expect(mayManageLinkModels(personOf('o', ['analyst', 'reviewer', 'auditor']))).toBe(false)
  expect(mayManageLinkModels({ ...personOf('o', ['admin']), brands: ['x'] })).toBe(false)
  expect(
    mayManageLinkModels({ kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }),
  ).toBe(false)
})
