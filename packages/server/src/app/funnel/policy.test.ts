import type { PersonRole } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { mayReadFunnel } from './policy.ts'

const person = (roles: PersonRole[], more: Partial<Actor & { kind: 'person' }> = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
  ...more,
})

test.each<[string, Actor, boolean]>([
  ['an admin', person(['admin']), true],
  ['an analyst', person(['analyst']), true],
  ['an auditor', person(['auditor']), true],
  ['a reviewer', person(['reviewer']), false],
  ['a member limited to brands', person(['analyst'], { brands: ['velmoraq'] }), true],
  ['whose session lacks a step', person(['admin'], { lacks: 'second-factor' as never }), false],
  [
    'who acts for no organisation',
    person([], { organisationId: noOrganisation, installationAdmin: true }),
    false,
  ],
  ['a key', { kind: 'key', id: 'k', organisationId: 'own', scopes: ['listings:read'] }, false],
  ['the operator', { kind: 'operator', id: 'o' }, false],
])('%s', (_who, actor, may) => {
  expect(mayReadFunnel(actor)).toBe(may)
})
