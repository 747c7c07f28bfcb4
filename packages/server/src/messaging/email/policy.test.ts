import { personRoles } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayHandleMessages, mayReadMessages } from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('members read what left the house, admins and analysts send it again, machines neither', () => {
  const may = (ask: (actor: Actor) => boolean): string[] =>
    personRoles.filter((role) => ask(personOf('o', [role])))
  expect(may(mayReadMessages)).toEqual([...personRoles])
  expect(may(mayHandleMessages).sort()).toEqual(['admin', 'analyst'])
  for (const actor of [operator, key]) {
    expect([mayReadMessages(actor), mayHandleMessages(actor)]).toEqual([false, false])
  }
})
