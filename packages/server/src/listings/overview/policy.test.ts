import type { Scope } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { noOrganisation, type Actor, type PersonRole } from '../../access/organisations/index.ts'
import { maySeeOverview } from './policy.ts'

const person = (roles: PersonRole[], more: Partial<Actor & { kind: 'person' }> = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
  ...more,
})
const key = (...scopes: Scope[]): Actor => ({ kind: 'key', id: 'k', organisationId: 'own', scopes })

test.each<[who: string, actor: Actor, may: boolean]>([
  ['an admin', person(['admin']), true],
  ['an analyst', person(['analyst']), true],
  ['a reviewer', person(['reviewer']), true],
  ['an auditor', person(['auditor']), true],
  ['a member limited to brands', person(['analyst'], { brands: ['velmoraq'] }), true],
  ['a person without a role', person([]), false],
  ['a person without an organisation', person([], { organisationId: noOrganisation }), false],
  [
    'who looks after the installation, and acts for nobody',
    person([], { organisationId: noOrganisation, installationAdmin: true }),
    false,
  ],
  ['a key that reads offers', key('listings:read'), true],
  ['a key that only sends them', key('listings:write', 'decisions:write'), false],
  ['a key that reads catalogs', key('catalog:read', 'catalog:write'), false],
  ['the operator, who acts for no organisation', { kind: 'operator', id: 'o' }, false],
])('%s', (_who, actor, may) => {
  expect(maySeeOverview(actor)).toBe(may)
})
