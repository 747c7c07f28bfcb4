import { personRoles } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayManageEmails, mayReadEmails } from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('members read what left the house, admins and analysts send it again, machines neither', () => {
  const may = (ask: (actor: Actor) => boolean): string[] =>
    personRoles.filter((role) => ask(personOf('o', [role])))
  expect(may(mayReadEmails)).toEqual([...personRoles])
  expect(may(mayManageEmails).sort()).toEqual(['admin', 'analyst'])
  for (const actor of [operator, key]) {
    expect([mayReadEmails(actor), mayManageEmails(actor)]).toEqual([false, false])
  }
})
