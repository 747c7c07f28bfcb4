import { expect, test } from 'vitest'
import type { Actor } from './types.ts'
import { hasScope, mayCreateOrganisation, mayManageApiKeys } from './policy.ts'

const operator: Actor = { kind: 'operator', id: 'o' }
const key: Actor = { kind: 'key', id: 'k', organisationId: 'mine', scopes: ['listings:read'] }
const person = (organisationId: string, ...roles: ('admin' | 'analyst' | 'auditor')[]): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId,
  roles,
})

test.each([
  ['the operator', operator, true, true],
  ['an admin of it', person('mine', 'admin'), false, true],
  ['an admin of another', person('theirs', 'admin'), false, false],
  ['an analyst of it', person('mine', 'analyst', 'auditor'), false, false],
  ['a person without a role', person('mine'), false, false],
  ['a key of it', key, false, false],
])('%s: creates organisations, manages keys', (_who, actor, creates, manages) => {
  expect(mayCreateOrganisation(actor)).toBe(creates)
  expect(mayManageApiKeys(actor, 'mine')).toBe(manages)
})

test('a scope belongs only to a key that was given it', () => {
  expect(hasScope(key, 'listings:read')).toBe(true)
  expect(hasScope(key, 'listings:write')).toBe(false)
  expect(hasScope(operator, 'listings:read')).toBe(false)
})
