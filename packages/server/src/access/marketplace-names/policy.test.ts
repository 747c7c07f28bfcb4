import { expect, test } from 'vitest'
import type { Actor } from '../organisations/index.ts'
import { mayNameMarketplaces, mayReadMarketplaceNames } from './policy.ts'

const organisationId = 'mine'
const person = (role: 'admin' | 'analyst' | 'auditor', brands: string[] = []): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId,
  roles: [role],
  brands,
  territories: [],
})

test.each([
  ['an admin', person('admin'), [true, true]],
  ['an admin limited to brands', person('admin', ['acme']), [true, false]],
  ['an analyst', person('analyst'), [true, false]],
  ['an auditor', person('auditor'), [true, false]],
  [
    'a key',
    { kind: 'key', id: 'k', organisationId, scopes: ['listings:read'] } satisfies Actor,
    [false, false],
  ],
  ['the operator', { kind: 'operator', id: 'o' } satisfies Actor, [false, false]],
])('%s: reads the names of marketplaces, and sets them', (_who, actor, expected) => {
  expect([mayReadMarketplaceNames(actor), mayNameMarketplaces(actor)]).toEqual(expected)
})
