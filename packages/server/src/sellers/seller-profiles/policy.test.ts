import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { operator } from '../../../test/builders.ts'
import { mayReadProcedures, mayReadSellers } from './policy.ts'

const key = (...scopes: string[]): Actor =>
  ({ kind: 'key', id: 'k', organisationId: 'o', scopes }) as unknown as Actor
const person = (...roles: string[]): Actor =>
  ({ kind: 'person', id: 'p', organisationId: 'o', roles, rights: [] }) as unknown as Actor

test.each([
  ['a member', person('analyst'), true, true],
  ['an auditor', person('auditor'), true, true],
  ['a key that reads listings', key('listings:read'), true, false],
  ['another key', key('decisions:write'), false, false],
  ['the operator', operator, false, false],
])('%s', (_who, actor, sellers, procedures) => {
  expect(mayReadSellers(actor)).toBe(sellers)
  expect(mayReadProcedures(actor)).toBe(procedures)
})
