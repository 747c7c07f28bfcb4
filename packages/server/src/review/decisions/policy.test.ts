import type { Scope } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { Actor, PersonRole } from '../../access/organisations/index.ts'
import {
  mayReadDecisions,
  mayRecordDecisions,
  mayRecordOutcomes,
  maySetRules,
  mayConfirmProposal,
  mayWithdrawProposal,
} from './policy.ts'

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

const another = (...roles: PersonRole[]): Actor => ({
  kind: 'person',
  id: 'another',
  organisationId: 'own',
  roles,
})

test('the author of a proposal never approves it, and alone withdraws it', () => {
  const by = { kind: 'person', id: 'p' }
  for (const role of ['admin', 'analyst', 'reviewer'] as const) {
    expect([mayConfirmProposal(person(role), by), mayWithdrawProposal(person(role), by)]).toEqual([
      false,
      true,
    ])
    expect([mayConfirmProposal(another(role), by), mayWithdrawProposal(another(role), by)]).toEqual(
      [true, false],
    )
  }
  expect(mayConfirmProposal(another('auditor'), by)).toBe(false)
})

test('a key settles nothing, and withdraws its own proposals', () => {
  const by = { kind: 'key', id: 'k' }
  const decider = key('decisions:write')
  expect(mayConfirmProposal(decider, { kind: 'key', id: 'other' })).toBe(false)
  expect([mayWithdrawProposal(decider, by), mayWithdrawProposal(key('listings:read'), by)]).toEqual(
    [true, false],
  )
  // A person and a key under the same id are not the same.
  expect(mayConfirmProposal({ ...another('analyst'), id: 'k' }, by)).toBe(true)
})

test('an admin alone sets which decisions need a second person', () => {
  const may = (['admin', 'analyst', 'reviewer', 'auditor'] as const).map((role) =>
    maySetRules(person(role)),
  )
  expect([...may, maySetRules(key('decisions:write'))]).toEqual([true, false, false, false, false])
})
