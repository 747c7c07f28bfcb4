import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import {
  mayChangeWatchSettings,
  mayManageWatch,
  mayOperateWatches,
  mayReadWatches,
  mayReadWatchSettings,
} from './policy.ts'

type Role = Extract<Actor, { kind: 'person' }>['roles'][number]
const organisationId = 'mine'
const person = (role: Role, brands: string[] = []): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId,
  roles: [role],
  brands,
})
const key = (scope: 'listings:read' | 'listings:write'): Actor => ({
  kind: 'key',
  id: 'k',
  organisationId,
  scopes: [scope],
})
const installation: Actor = {
  kind: 'person',
  id: 'i',
  organisationId: noOrganisation,
  roles: [],
  installationAdmin: true,
}

test.each<[string, Actor, boolean[]]>([
  ['an admin', person('admin'), [true, true, true, true, false]],
  ['an analyst', person('analyst'), [true, true, true, false, false]],
  ['a reviewer', person('reviewer'), [true, false, true, false, false]],
  ['an auditor', person('auditor'), [true, false, true, false, false]],
  ['an admin of this brand', person('admin', ['prada']), [true, true, false, false, false]],
  ['an admin of another brand', person('admin', ['nike']), [true, false, false, false, false]],
  ['a key that reads', key('listings:read'), [true, false, false, false, false]],
  ['a key that writes', key('listings:write'), [false, false, false, false, false]],
  ['the operator’s user', installation, [false, false, false, false, true]],
  ['the operator', { kind: 'operator', id: 'o' }, [false, false, false, false, false]],
  [
    'a command of the operator for the organisation',
    { kind: 'operator', id: 'o', organisationId },
    [true, true, false, false, false],
  ],
])('%s: reads, manages, reads settings, changes them, operates', (_who, actor, expected) => {
  expect([
    mayReadWatches(actor),
    mayManageWatch(actor, 'prada'),
    mayReadWatchSettings(actor),
    mayChangeWatchSettings(actor),
    mayOperateWatches(actor),
  ]).toEqual(expected)
})
