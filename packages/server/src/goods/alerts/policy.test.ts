import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayPublishAlerts } from './policy.ts'

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
  ['an analyst', person('analyst'), true],
  ['an analyst limited to brands', person('analyst', { brands: ['a'] }), false],
  ['a reviewer', person('reviewer'), false],
  ['an auditor', person('auditor'), false],
  ['an API key', { kind: 'key', id: 'k', organisationId, scopes: ['codes:write'] }, false],
  ['the operator', { kind: 'operator', id: 'o' }, false],
])('%s publishes alerts: %j', (_who, actor, expected) => {
  expect(mayPublishAlerts(actor)).toBe(expected)
})
