import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { isVisibleTo, mayAssign, mayReadCases, mayWorkOnCases } from './policy.ts'

const person = (roles: string[], brands?: string[]): Actor =>
  ({ kind: 'person', id: 'p', organisationId: 'o', roles, ...(brands && { brands }) }) as Actor
const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }
const operator: Actor = { kind: 'operator', id: 'command line' }

test.each<[string, Actor, boolean, boolean]>([
  ['an admin', person(['admin']), true, true],
  ['an analyst', person(['analyst']), true, true],
  ['a reviewer', person(['reviewer']), true, true],
  ['an auditor', person(['auditor']), true, false],
  ['an auditor who reviews', person(['auditor', 'reviewer']), true, true],
  ['somebody without a role', person([]), false, false],
  ['a key', key, false, false],
  ['the operator', operator, false, false],
])('%s reads or works on cases', (_who, actor, reads, works) => {
  expect([mayReadCases(actor), mayWorkOnCases(actor)]).toEqual([reads, works])
})

test.each<[string, Actor, string[], boolean]>([
  ['no limit, no brand', person(['analyst']), [], true],
  ['a limit, its brand', person(['analyst'], ['a', 'b']), ['b', 'c'], true],
  ['a limit, another brand', person(['analyst'], ['a']), ['c'], false],
  ['a limit, no brand', person(['analyst'], ['a']), [], false],
  ['an empty limit', person(['analyst'], []), ['c'], true],
])('sight with %s', (_what, actor, brands, sees) => {
  expect(isVisibleTo(actor, brands)).toBe(sees)
})

test.each<[string, Actor, string, string | undefined, boolean]>([
  ['oneself', person(['reviewer']), 'p', undefined, true],
  ['oneself, from another', person(['reviewer']), 'p', 'q', true],
  ['another', person(['reviewer']), 'q', undefined, false],
  ['another, what one has', person(['reviewer']), 'q', 'p', true],
  ['another, as an admin', person(['admin']), 'q', 'r', true],
  ['oneself, as an auditor', person(['auditor']), 'p', undefined, false],
])('a case is given to %s', (_what, actor, to, assignee, may) => {
  expect(mayAssign(actor, to, assignee)).toBe(may)
})
