import { personRoles, type Scope } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { operator, personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import {
  mayManageModeration,
  mayModerate,
  mayProcessNotices,
  mayRecordFilings,
  mayReadFilings,
  mayReadNotices,
  mayReview,
} from './policy.ts'

const key: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] }

test('members read, all but auditors decide, complaints and the house are for fewer, machines for nothing', () => {
  const may = (ask: (actor: Actor) => boolean): string[] =>
    personRoles.filter((role) => ask(personOf('o', [role]))).sort()
  expect(may(mayReadNotices)).toEqual([...personRoles].sort())
  expect(may(mayModerate)).toEqual(['admin', 'analyst', 'reviewer'])
  expect(may(mayReview)).toEqual(['admin', 'reviewer'])
  expect(may(mayManageModeration)).toEqual(['admin'])
  for (const actor of [operator, key]) {
    for (const ask of [mayReadNotices, mayModerate, mayReview, mayManageModeration]) {
      expect(ask(actor)).toBe(false)
    }
  }
})

test('keys read and process notices by their scopes, and decide nothing', () => {
  const keyFor = (scope: Scope): Actor => ({
    kind: 'key',
    id: 'k',
    organisationId: 'o',
    scopes: [scope],
  })
  const reading = keyFor('moderation:read')
  const writing = keyFor('moderation:write')
  expect([reading, writing, key, operator].map(mayReadNotices)).toEqual([true, true, false, false])
  const processing = [reading, writing, key, operator].map(mayProcessNotices)
  expect(processing).toEqual([false, true, false, false])
  for (const ask of [mayModerate, mayReview, mayManageModeration]) {
    expect([reading, writing].map(ask)).toEqual([false, false])
  }
})

test('filings are recorded only by those who decide and by keys for it', () => {
  const filer: Actor = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['filings:write'] }
  const auditor = personOf('o', ['auditor'])
  expect([filer, auditor, key, operator].map(mayReadFilings)).toEqual([true, true, false, false])
  expect([filer, auditor, key, operator].map(mayRecordFilings)).toEqual([true, false, false, false])
})
