import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayLogTime, mayRemoveTime } from './policy.ts'

type Role = Extract<Actor, { kind: 'person' }>['roles'][number]
const organisationId = 'mine'
const person = (id: string, role: Role): Actor => ({
  kind: 'person',
  id,
  organisationId,
  roles: [role],
})

test.each<[string, Actor, boolean[]]>([
  ['its author', person('a', 'reviewer'), [true, true]],
  ['an admin', person('b', 'admin'), [true, true]],
  ['a colleague', person('b', 'analyst'), [true, false]],
  ['an auditor', person('a', 'auditor'), [false, false]],
  ['a key', { kind: 'key', id: 'a', organisationId, scopes: ['listings:read'] }, [false, false]],
  ['the operator', { kind: 'operator', id: 'a' }, [false, false]],
])('%s: logs time, removes this entry', (_who, actor, expected) => {
  expect([mayLogTime(actor), mayRemoveTime(actor, { person: 'a' })]).toEqual(expected)
})
