import { expect, test } from 'vitest'
import { noOrganisation, type Actor, type PersonRole } from '../../access/organisations/index.ts'
import { mayReadLexicon, mayManageReleases } from './policy.ts'

const person = (roles: PersonRole[], more: Partial<Actor & { kind: 'person' }> = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
  ...more,
})
const keeper = (more: Partial<Actor & { kind: 'person' }> = {}): Actor =>
  person([], { organisationId: noOrganisation, installationAdmin: true, ...more })

test.each<[who: string, actor: Actor, revises: boolean, reads: boolean]>([
  ['the operator', { kind: 'operator', id: 'o' }, true, true],
  ['who looks after the installation', keeper(), true, true],
  ['who does so, and acts for an organisation', keeper({ organisationId: 'own' }), true, true],
  ['who does so, without the second factor', keeper({ lacks: 'code' }), false, false],
  ['who does so, and must set one up', keeper({ lacks: 'two-factor' }), false, false],
  ['who does so, and must change the password', keeper({ lacks: 'password' }), false, false],
  ['a person in every role', person(['admin', 'analyst', 'reviewer', 'auditor']), false, true],
  ['a person without a role', person([]), false, true],
  ['an admin without the second factor', person(['admin'], { lacks: 'code' }), false, false],
  [
    'a key',
    {
      kind: 'key',
      id: 'k',
      organisationId: 'own',
      scopes: ['listings:read', 'listings:write', 'catalog:write', 'decisions:write'],
    },
    false,
    false,
  ],
])('%s', (_who, actor, revises, reads) => {
  expect([mayManageReleases(actor), mayReadLexicon(actor)]).toEqual([revises, reads])
})
