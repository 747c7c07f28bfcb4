import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayManageCodeKeys } from './policy.ts'

const organisationId = '5f0c2f0e-7a52-4c8e-9a33-3d1f6a1c0a01'
const person = (role: 'admin' | 'analyst' | 'reviewer' | 'auditor', more = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId,
  roles: [role],
  ...more,
})

test.each<[string, Actor, boolean]>([
  ['an admin', person('admin'), true],
  ['an admin limited to brands', person('admin', { brands: ['a'] }), false],
  ['an analyst', person('analyst'), false],
  ['a reviewer', person('reviewer'), false],
  ['an auditor', person('auditor'), false],
  ['an API key', { kind: 'key', id: 'k', organisationId, scopes: ['codes:write'] }, false],
  ['the operator', { kind: 'operator', id: 'o' }, false],
])('%s manages keys for codes: %j', (_who, actor, expected) => {
  expect(mayManageCodeKeys(actor)).toBe(expected)
})
