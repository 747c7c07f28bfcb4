import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import { contestBarOf, mayRecordContests } from './policy.ts'

const key = { kind: 'key', id: 'k', organisationId: 'o', scopes: ['listings:read'] } as const
const limited = { ...personOf('o', ['reviewer']), brands: ['x'] }

test('members without limits record contests, and keys do not', () => {
  expect(mayRecordContests(personOf('o', ['analyst']))).toBe(true)
  expect(mayRecordContests(personOf('o', ['auditor']))).toBe(false)
  expect(mayRecordContests(limited)).toBe(false)
  expect(mayRecordContests(key)).toBe(false)
})

test('a contest is decided by a person who neither recorded it nor judged the accounts', () => {
  const reviewer = personOf('o', ['reviewer'])
  expect(contestBarOf(reviewer, { by: 'other', judges: ['another'] })).toBeUndefined()
  expect(contestBarOf(reviewer, { by: reviewer.id, judges: [] })).toBe('recorded')
  expect(contestBarOf(reviewer, { by: 'other', judges: [reviewer.id] })).toBe('judged')
  expect(contestBarOf(limited, { by: 'other', judges: [] })).toBe('permission')
})
