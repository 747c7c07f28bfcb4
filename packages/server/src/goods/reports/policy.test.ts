import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { mayAnswerReports } from './policy.ts'

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
  ['a reviewer', person('reviewer'), true],
  ['an auditor', person('auditor'), false],
  ['a member limited to brands', person('admin', { brands: ['velmora'] }), false],
  ['a key', { kind: 'key', id: 'k', organisationId, scopes: ['codes:write'] }, false],
  ['the operator', { kind: 'operator', id: 'o' }, false],
  [
    'an administrator of the installation',
    {
      kind: 'person',
      id: 'p',
      organisationId: noOrganisation,
      roles: [],
      installationAdmin: true,
    },
    false,
  ],
])('%s answers reports: %j', (_, actor, may) => {
  expect(mayAnswerReports(actor)).toBe(may)
})
