import type { PersonRole, Scope } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayReadListings } from '../queue/index.ts'
import { mayIngestListings } from './policy.ts'

const person = (...roles: PersonRole[]): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
})
const key = (...scopes: Scope[]): Actor => ({ kind: 'key', id: 'k', organisationId: 'own', scopes })

test.each<[who: string, actor: Actor, send: boolean, read: boolean]>([
  ['the operator', { kind: 'operator', id: 'o' }, false, false],
  ['an admin', person('admin'), true, true],
  ['an analyst', person('analyst'), true, true],
  ['a reviewer', person('reviewer'), false, true],
  ['an auditor', person('auditor'), false, true],
  ['a reviewer who analyses too', person('reviewer', 'analyst'), true, true],
  ['a person without a role', person(), false, true],
  ['a key that sends', key('listings:write'), true, false],
  ['a key that reads', key('listings:read'), false, true],
  ['a key for decisions', key('decisions:write'), false, false],
])('%s', (_who, actor, send, read) => {
  expect([mayIngestListings(actor), mayReadListings(actor)]).toEqual([send, read])
})
