import { inboxKinds } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { kinds, readInboxSearch } from './search.ts'

test('the page knows every kind that the server names', () => {
  expect(kinds).toEqual([...inboxKinds])
})

test.each([
  [{}, {}],
  [{ kind: 'appeal' }, { kind: 'appeal' }],
  [{ kind: 'nothing', other: '1' }, {}],
])('%o is read as %o', (given, read) => {
  expect(readInboxSearch(given)).toEqual(read)
})
