import { personRoles } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayActInProceedings, mayReadProceedings, mayRecordCounselSignature } from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('members read proceedings, all but auditors act in them, machines and the operator neither', () => {
  const may = (ask: (actor: Actor) => boolean): string[] =>
    personRoles.filter((role) => ask(personOf('o', [role])))
  expect(may(mayReadProceedings)).toEqual([...personRoles])
  expect(may(mayActInProceedings).sort()).toEqual(['admin', 'analyst', 'reviewer'])
  expect(may(mayRecordCounselSignature)).toEqual(['admin'])
  for (const actor of [operator, key]) {
    expect(mayRecordCounselSignature(actor)).toBe(false)
    expect([mayReadProceedings(actor), mayActInProceedings(actor)]).toEqual([false, false])
  }
})
