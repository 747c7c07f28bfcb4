import { expect, test } from 'vitest'
import type { PersonRole } from '../../access/organisations/index.ts'
import { mayReadCatalog, mayUseBrand, mayWriteCatalog, type CatalogActor } from './policy.ts'

const own = 'own'
const person = (...roles: PersonRole[]): CatalogActor => ({
  kind: 'person',
  id: 'p',
  organisationId: own,
  roles,
})
const key = (...scopes: (CatalogActor & { kind: 'key' })['scopes'][number][]): CatalogActor => ({
  kind: 'key',
  id: 'k',
  organisationId: own,
  scopes,
})
const bounded: CatalogActor = { ...person('analyst'), brands: ['acme'] }

test.each<[string, CatalogActor, boolean, boolean]>([
  ['the operator', { kind: 'operator', id: 'o' }, true, true],
  ['an admin', person('admin'), true, true],
  ['an analyst', person('analyst'), true, true],
  ['a reviewer', person('reviewer'), true, false],
  ['an auditor', person('auditor'), true, false],
  ['a person without a role', person(), false, false],
  ['a key that may read', key('catalog:read'), true, false],
  ['a key that may write', key('catalog:write'), false, true],
  ['a key for offers', key('listings:read', 'listings:write'), false, false],
])('%s', (_who, actor, reads, writes) => {
  expect([mayReadCatalog(actor, own), mayWriteCatalog(actor, own)]).toEqual([reads, writes])
  const elsewhere = actor.kind === 'operator'
  expect(mayReadCatalog(actor, 'another')).toBe(elsewhere)
  expect(mayWriteCatalog(actor, 'another')).toBe(elsewhere)
})

test('members limited to brands use only those, others use all', () => {
  expect([mayUseBrand(bounded, 'acme'), mayUseBrand(bounded, 'other')]).toEqual([true, false])
  expect(mayUseBrand(person('analyst'), 'other')).toBe(true)
  // An empty list means no limit, as in memberships.
  expect(mayUseBrand({ ...person('admin'), brands: [] }, 'acme')).toBe(true)
})
