import type { PersonRole } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { mayExportLedgerRows, mayPublishLedger, mayReadLedger } from './policy.ts'

const person = (roles: PersonRole[], more: Partial<Actor & { kind: 'person' }> = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
  ...more,
})

test.each<[string, Actor, [boolean, boolean, boolean]]>([
  ['an admin', person(['admin']), [true, true, false]],
  ['an analyst', person(['analyst']), [true, true, false]],
  ['an auditor', person(['auditor']), [true, false, false]],
  ['a reviewer', person(['reviewer']), [false, false, false]],
  [
    'a member limited to brands',
    person(['admin'], { brands: ['velmoraq'] }),
    [false, false, false],
  ],
  [
    'the installation’s admin',
    person([], { organisationId: noOrganisation, installationAdmin: true }),
    [false, false, true],
  ],
  [
    'a key',
    { kind: 'key', id: 'k', organisationId: 'own', scopes: ['listings:read'] },
    [false, false, false],
  ],
  ['the operator', { kind: 'operator', id: 'o' }, [false, false, true]],
])('%s reads the ledger, exports its rows, publishes it', (_who, actor, may) => {
  expect([mayReadLedger(actor), mayExportLedgerRows(actor), mayPublishLedger(actor)]).toEqual(may)
})
