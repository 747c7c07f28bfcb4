import { organisationKinds } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { Actor, PersonRole } from '../../access/organisations/index.ts'
import {
  mayBeNamedApprover,
  mayClaim,
  mayDecide,
  mayNameApprovers,
  mayReadOwnClaims,
  mayReadOwnDocuments,
  mayResolve,
  maySubmit,
  mayWithdraw,
} from './policy.ts'

const operator: Actor = { kind: 'operator', id: 'root' }
const key: Actor = { kind: 'key', id: 'k', organisationId: 'own', scopes: ['listings:read'] }
const person = (...roles: PersonRole[]): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
})
const right = { brand: 'gucci', territory: 'EM' }
const admin = person('admin')
const others = person('analyst', 'reviewer', 'auditor')

test('submitting, withdrawing and reading documents: the operator and admins, each for their own', () => {
  for (const may of [maySubmit, mayReadOwnDocuments]) {
    const permissions = [operator, admin, others, key].map((actor) => [
      may(actor, 'own', right),
      may(actor, 'other', right),
    ])
    expect(permissions).toEqual([
      [true, true],
      [true, false],
      [false, false],
      [false, false],
    ])
  }
})

test.each([
  [{ brands: ['gucci'] }, true],
  [{ brands: ['prada'] }, false],
  [{ territories: ['EM', 'DE'] }, true],
  [{ territories: ['DE'] }, false],
  [{ brands: ['gucci'], territories: ['DE'] }, false],
])('an admin who is narrowed to %j works for a right of it alone', (narrowed, expected) => {
  const actor: Actor = { ...person('admin'), ...narrowed }
  const approver = { named: true, kind: 'marketplace', group: new Set(['own']) } as const
  expect([
    maySubmit(actor, 'own', right),
    mayWithdraw(actor, 'own', right),
    mayReadOwnDocuments(actor, 'own', right),
    mayDecide(actor, approver, { right, claimant: 'house', claimants: [] }),
  ]).toEqual([expected, expected, expected, expected])
})

test('keys read no claims, persons of any role do', () => {
  expect([admin, others, key].map(mayReadOwnClaims)).toEqual([true, true, false])
})

test('the operator alone ends contests and names who decides', () => {
  expect([operator, admin, others, key].map(mayResolve)).toEqual([true, false, false, false])
  expect([operator, admin, others, key].map(mayNameApprovers)).toEqual([true, false, false, false])
})

test('rights holders and counsel claim; marketplaces and authorities may be named to decide', () => {
  expect(organisationKinds.filter(mayClaim)).toEqual(['rights-holder', 'counsel'])
  expect(organisationKinds.filter(mayBeNamedApprover)).toEqual(['marketplace', 'authority'])
})

const named = { named: true, kind: 'marketplace', group: new Set(['own', 'sister']) } as const
const contest = { right, claimant: 'house', claimants: ['house', 'rival'] }
test.each([
  ['the operator', operator, undefined, contest, true],
  ['a named organisation’s admin', admin, named, contest, true],
  ['another person of it', others, named, contest, false],
  ['a key of it', key, named, contest, false],
  ['an admin of one that is not named', admin, { ...named, named: false }, contest, false],
  ['an admin of a rights holder', admin, { ...named, kind: 'rights-holder' }, contest, false],
  ['its own claim', admin, named, { ...contest, claimant: 'own' }, false],
  ['a claim of its group', admin, named, { ...contest, claimant: 'sister' }, false],
  ['a claim that its group rivals', admin, named, { ...contest, claimants: ['sister'] }, false],
  ['nobody known', admin, undefined, contest, false],
] as const)('who decides: %s', (_who, actor, approver, about, expected) => {
  expect(mayDecide(actor, approver, about)).toBe(expected)
})
