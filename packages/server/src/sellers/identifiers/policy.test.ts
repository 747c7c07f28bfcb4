import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayReadIdentifiers, mayRevealIdentifiers } from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('keys read identifiers masked, and people alone reveal them', () => {
  expect([key, personOf('o')].map(mayReadIdentifiers)).toEqual([true, true])
  expect(mayRevealIdentifiers(key)).toBe(false)
  expect(mayRevealIdentifiers(personOf('o', ['auditor']))).toBe(true)
  expect(mayRevealIdentifiers({ kind: 'operator', id: 'x' })).toBe(false)
})
