import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../organisations/index.ts'
import { mayInviteFirstMember, mayAdministerInstallation } from './policy.ts'

const person = (more: Partial<Actor & { kind: 'person' }>): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: noOrganisation,
  roles: [],
  ...more,
})

test.each<[string, Actor, boolean, boolean]>([
  ['the operator', { kind: 'operator', id: 'root' }, true, true],
  ['who looks after it', person({ installationAdmin: true }), true, false],
  [
    'who looks after it, while he acts for an organisation',
    person({ installationAdmin: true, organisationId: 'own', roles: ['admin'] }),
    false,
    false,
  ],
  ['a person without an organisation', person({}), false, false],
  ['an admin of one', person({ organisationId: 'own', roles: ['admin'] }), false, false],
  [
    'a key',
    { kind: 'key', id: 'k', organisationId: 'own', scopes: ['listings:read'] },
    false,
    false,
  ],
])(
  '%s: operates the installation, and invites into organisations without members',
  (_who, actor, may, into) => {
    expect(mayAdministerInstallation(actor)).toBe(may)
    expect(mayInviteFirstMember(actor, { members: 0 })).toBe(may)
    expect(mayInviteFirstMember(actor, { members: 1 })).toBe(into)
  },
)
