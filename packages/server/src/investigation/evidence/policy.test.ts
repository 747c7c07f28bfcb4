import { personRoles } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayHandleEvidence, maySetCaptureHold } from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('evidence is handled by admins and analysts, held by admins, and by no machine', () => {
  const may = (ask: (actor: Actor) => boolean): string[] =>
    personRoles.filter((role) => ask(personOf('o', [role])))
  expect(may(mayHandleEvidence).sort()).toEqual(['admin', 'analyst'])
  expect(may(maySetCaptureHold)).toEqual(['admin'])
  for (const actor of [operator, key]) {
    expect([mayHandleEvidence(actor), maySetCaptureHold(actor)]).toEqual([false, false])
  }
})
