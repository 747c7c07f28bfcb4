import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayExplainPortfolios, mayReadPortfolios } from './policy.ts'

const organisationId = 'market'
const person = (...roles: ('admin' | 'analyst' | 'reviewer' | 'auditor')[]): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId,
  roles,
})
const key = (...scopes: ('listings:read' | 'decisions:write')[]): Actor => ({
  kind: 'key',
  id: 'k',
  organisationId,
  scopes,
})

test.each<[string, Actor, [boolean, boolean]]>([
  ['an analyst', person('analyst'), [true, true]],
  ['a reviewer', person('reviewer'), [true, true]],
  ['an admin', person('admin'), [true, true]],
  ['an auditor', person('auditor'), [true, false]],
  ['a key that reads listings', key('listings:read', 'decisions:write'), [true, false]],
  ['a key that does not', key('decisions:write'), [false, false]],
  ['the operator', { kind: 'operator', id: 'o' }, [false, false]],
])('%s: reads portfolios, explains them', (_who, actor, expected) => {
  expect([mayReadPortfolios(actor), mayExplainPortfolios(actor)]).toEqual(expected)
})
