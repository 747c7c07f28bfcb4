import type { PersonRole } from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayHandlePersonalData, mayManageRetention, mayReadRetention } from './policy.ts'

const person = (role: PersonRole, more: object = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles: [role],
  ...more,
})
const everything = ['listings:read', 'listings:write', 'catalog:write', 'webhooks:write'] as const
const key: Actor = { kind: 'key', id: 'k', organisationId: 'own', scopes: everything }

describe.each<[string, Actor, boolean, boolean, boolean]>([
  ['the operator', { kind: 'operator', id: 'o' }, true, true, true],
  ['an admin', person('admin'), true, true, true],
  ['an admin of one brand', person('admin', { brands: ['velmoraq'] }), true, true, false],
  ['an admin of one territory', person('admin', { territories: ['DE'] }), true, true, false],
  ['an analyst', person('analyst'), true, false, false],
  ['an auditor', person('auditor'), true, false, false],
  ['a reviewer', person('reviewer'), false, false, false],
  ['an admin of another', person('admin', { organisationId: 'other' }), false, false, false],
  ['a key', key, false, false, false],
])('%s', (_who, actor, reads, manages, handles) => {
  test('has the rights in the table', () => {
    expect([
      mayReadRetention(actor, 'own'),
      mayManageRetention(actor, 'own'),
      mayHandlePersonalData(actor, 'own'),
    ]).toEqual([reads, manages, handles])
  })
})
