import type { Scope } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { Actor, PersonRole } from '../../access/organisations/index.ts'
import { mayManageWebhooks } from './policy.ts'

const person = (...roles: PersonRole[]): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
})
const key = (...scopes: Scope[]): Actor => ({ kind: 'key', id: 'k', organisationId: 'own', scopes })

test.each<[who: string, actor: Actor, own: boolean, other: boolean]>([
  ['the operator', { kind: 'operator', id: 'o' }, true, true],
  ['an admin', person('admin'), true, false],
  ['an analyst, reviewer and auditor', person('analyst', 'reviewer', 'auditor'), false, false],
  ['a key made for it', key('webhooks:write'), true, false],
  ['a key made for something else', key('listings:read', 'listings:write'), false, false],
])('%s', (_who, actor, own, other) => {
  expect([mayManageWebhooks(actor, 'own'), mayManageWebhooks(actor, 'other')]).toEqual([own, other])
})
