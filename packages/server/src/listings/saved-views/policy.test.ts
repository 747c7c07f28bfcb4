import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayChangeView, maySaveViews } from './policy.ts'

const organisationId = 'mine'
const person = (id: string, role: 'admin' | 'analyst' | 'auditor'): Actor => ({
  kind: 'person',
  id,
  organisationId,
  roles: [role],
})
const key: Actor = { kind: 'key', id: 'k', organisationId, scopes: ['listings:read'] }

test.each([
  ['whoever keeps it', person('p', 'auditor'), [true, true, true]],
  ['an admin', person('a', 'admin'), [true, false, true]],
  ['a colleague', person('c', 'analyst'), [true, false, false]],
  ['a key', key, [false, false, false]],
  ['the operator', { kind: 'operator', id: 'p' } satisfies Actor, [false, false, false]],
])('%s: keeps views, changes this one, and once it is shared', (_who, actor, expected) => {
  const view = { personId: 'p', shared: false }
  expect([
    maySaveViews(actor),
    mayChangeView(actor, view),
    mayChangeView(actor, { ...view, shared: true }),
  ]).toEqual(expected)
})
