import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { maySearch } from './policy.ts'

const person: Actor = { kind: 'person', id: 'p', organisationId: 'own', roles: ['auditor'] }

test.each<[string, Actor, boolean]>([
  ['a member', person, true],
  ['a member limited to brands', { ...person, brands: ['velmoraq'] }, true],
  ['whose session lacks a step', { ...person, lacks: 'second-factor' as never }, false],
  [
    'who acts for no organisation',
    { ...person, roles: [], organisationId: noOrganisation, installationAdmin: true },
    false,
  ],
  ['a key', { kind: 'key', id: 'k', organisationId: 'own', scopes: ['listings:read'] }, false],
])('%s', (_who, actor, may) => {
  expect(maySearch(actor)).toBe(may)
})
