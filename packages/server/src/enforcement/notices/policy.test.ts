import { noticeGrounds, personRoles } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import {
  mayApproveNotice,
  mayConfigureNotices,
  mayReachMarketplace,
  mayReadNotices,
  maySendNotices,
} from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('members read, admins and analysts send, admins set, and no machine does any of it', () => {
  const may = (ask: (actor: Actor) => boolean): string[] =>
    personRoles.filter((role) => ask(personOf('o', [role])))
  expect(may(mayReadNotices)).toEqual([...personRoles])
  expect(may(maySendNotices).sort()).toEqual(['admin', 'analyst'])
  expect(may(mayConfigureNotices)).toEqual(['admin'])
  for (const actor of [operator, key]) {
    const permissions = [mayReadNotices(actor), maySendNotices(actor), mayConfigureNotices(actor)]
    expect(permissions).toEqual([false, false, false])
  }
})

test('no one approves their own notice', () => {
  const one = personOf('o', ['analyst'])
  expect([
    mayApproveNotice(one, one.id),
    mayApproveNotice(personOf('o', ['analyst']), one.id),
  ]).toEqual([false, true])
  expect(mayApproveNotice(personOf('o', ['reviewer']), one.id)).toBe(false)
})

test('no notice reaches a marketplace without what counsel must approve', () => {
  for (const ground of noticeGrounds) {
    const may = (regime: boolean, template: boolean): boolean =>
      mayReachMarketplace(ground, { regime, template })
    expect([ground, may(false, false), may(false, true)]).toEqual([ground, false, false])
    expect([ground, may(true, false), may(true, true)]).toEqual([
      ground,
      ground !== 'grey-market',
      true,
    ])
  }
})
