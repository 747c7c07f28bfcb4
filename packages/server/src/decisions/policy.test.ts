import type { Scope } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { Actor, PersonRole } from '../identity/index.ts'
import { mayReadDecisions, mayRecordDecisions, mayRecordOutcomes } from './policy.ts'

const person = (...roles: PersonRole[]): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
})
const key = (...scopes: Scope[]): Actor => ({ kind: 'key', id: 'k', organisationId: 'own', scopes })

test.each<[who: string, actor: Actor, decide: boolean, tell: boolean, read: boolean]>([
  ['the operator', { kind: 'operator', id: 'o' }, false, false, false],
  ['an admin', person('admin'), true, true, true],
  ['an analyst', person('analyst'), true, true, true],
  ['a reviewer', person('reviewer'), true, true, true],
  ['an auditor', person('auditor'), false, false, true],
  ['an auditor who reviews too', person('auditor', 'reviewer'), true, true, true],
  ['a person without a role', person(), false, false, true],
  ['a key for decisions', key('decisions:write'), true, false, false],
  ['a key for outcomes', key('outcomes:write'), false, true, false],
  ['a key that reads', key('listings:read'), false, false, true],
  ['a key that sends offers', key('listings:write'), false, false, false],
])('%s', (_who, actor, decide, tell, read) => {
  expect([mayRecordDecisions(actor), mayRecordOutcomes(actor), mayReadDecisions(actor)]).toEqual([
    decide,
    tell,
    read,
  ])
})
