import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import { mayDecideContest, mayRecordContests } from './policy.ts'

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
  expect(mayDecideContest(reviewer, { by: 'other', judges: ['another'] })).toBe(true)
  expect(mayDecideContest(reviewer, { by: reviewer.id, judges: [] })).toBe(false)
  expect(mayDecideContest(reviewer, { by: 'other', judges: [reviewer.id] })).toBe(false)
  expect(mayDecideContest(limited, { by: 'other', judges: [] })).toBe(false)
})
