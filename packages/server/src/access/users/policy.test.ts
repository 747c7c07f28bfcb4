import { expect, test } from 'vitest'
import type { Actor } from '../organisations/index.ts'
import {
  mayChangeOrganisation,
  mayGrantRights,
  mayAdministerUsers,
  mayManageMembers,
  mayReadAudit,
  mayReadMembers,
} from './policy.ts'

type Person = Actor & { kind: 'person' }
const person = (more: Partial<Person> = {}): Person => ({
  kind: 'person',
  id: 'p',
  organisationId: 'mine',
  roles: ['admin'],
  ...more,
})
const operator: Actor = { kind: 'operator', id: 'o' }
const key: Actor = { kind: 'key', id: 'k', organisationId: 'mine', scopes: ['listings:read'] }

test.each<[string, Actor, boolean, boolean, boolean, boolean]>([
  // actor, reads members, manages them, changes the organisation, reads its log
  ['the operator', operator, true, true, true, true],
  ['an admin', person(), true, true, true, true],
  ['an auditor', person({ roles: ['auditor'] }), true, false, false, true],
  ['an analyst', person({ roles: ['analyst'] }), true, false, false, false],
  ['a reviewer', person({ roles: ['reviewer'] }), true, false, false, false],
  ['a person without a role', person({ roles: [] }), false, false, false, false],
  ['an admin of another', person({ organisationId: 'theirs' }), false, false, false, false],
  [
    'an auditor of another',
    person({ organisationId: 'theirs', roles: ['auditor'] }),
    false,
    false,
    false,
    false,
  ],
  ['an admin without the second factor', person({ lacks: 'code' }), false, false, false, false],
  [
    'an auditor who must change the password',
    person({ roles: ['auditor'], lacks: 'password' }),
    false,
    false,
    false,
    false,
  ],
  [
    'an admin of the installation',
    person({ organisationId: 'nobody', roles: [], installationAdmin: true }),
    false,
    false,
    false,
    false,
  ],
  ['a key', key, false, false, false, false],
])('%s', (_who, actor, reads, manages, changes, audits) => {
  expect([
    mayReadMembers(actor, 'mine'),
    mayManageMembers(actor, 'mine'),
    mayChangeOrganisation(actor, 'mine'),
    mayReadAudit(actor, 'mine'),
  ]).toEqual([reads, manages, changes, audits])
  expect(mayAdministerUsers(actor)).toBe(actor === operator)
})

test.each<[string, Actor, string[], string[], boolean]>([
  // actor, brands and territories to grant
  ['an admin of all gives all', person(), [], [], true],
  ['an admin of all gives a part', person(), ['gucci'], ['FR'], true],
  ['one of a brand gives it', person({ brands: ['gucci'] }), ['gucci'], [], true],
  ['one of a brand gives no other', person({ brands: ['gucci'] }), ['prada'], [], false],
  ['nor one more', person({ brands: ['gucci'] }), ['gucci', 'prada'], [], false],
  ['nor all', person({ brands: ['gucci'] }), [], [], false],
  ['one of a territory gives it', person({ territories: ['FR', 'DE'] }), [], ['DE'], true],
  ['one of a territory gives not all', person({ territories: ['FR'] }), [], [], false],
  ['an admin of another gives nothing', person({ organisationId: 'theirs' }), [], [], false],
  ['an analyst gives nothing', person({ roles: ['analyst'] }), [], [], false],
  ['a key gives nothing', key, [], [], false],
  ['the operator gives all', operator, [], [], true],
])('%s', (_what, actor, brands, territories, may) => {
  expect(mayGrantRights(actor, 'mine', { brands, territories })).toBe(may)
})
