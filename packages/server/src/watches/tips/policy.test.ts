import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayReadTips, mayRecordTip, mayRemoveTip } from './policy.ts'

type Role = Extract<Actor, { kind: 'person' }>['roles'][number]
const person = (role: Role, brands: string[] = []): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'mine',
  roles: [role],
  brands,
})
const key: Actor = { kind: 'key', id: 'k', organisationId: 'mine', scopes: ['listings:write'] }

test.each<[string, Actor, boolean[]]>([
  ['an admin', person('admin'), [true, true, true, true]],
  ['an analyst', person('analyst'), [true, true, true, false]],
  ['a reviewer', person('reviewer'), [true, true, true, false]],
  ['an auditor', person('auditor'), [true, false, false, false]],
  ['an admin of this brand', person('admin', ['prada']), [true, true, false, true]],
  ['an admin of another brand', person('admin', ['nike']), [true, false, false, false]],
  ['a key', key, [false, false, false, false]],
  ['the operator', { kind: 'operator', id: 'o' }, [false, false, false, false]],
])('%s reads, records for a brand, records for none, removes another’s', (_who, actor, may) => {
  expect([
    mayReadTips(actor),
    mayRecordTip(actor, 'prada'),
    mayRecordTip(actor, null),
    mayRemoveTip(actor, { person: 'other', brand: 'prada' }),
  ]).toEqual(may)
})

test('a person removes their own tips', () => {
  const own = { person: 'p', brand: 'prada' }
  expect(mayRemoveTip(person('reviewer'), own)).toBe(true)
  expect(mayRemoveTip(person('auditor'), own)).toBe(false)
})
