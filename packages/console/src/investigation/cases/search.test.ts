import { expect, test } from 'vitest'
import { readCaseSearch } from './search.ts'

test('an address contains the filters of cases, and no unknown words', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057'
  expect(readCaseSearch({ state: 'closed', assignee: id, priority: 'urgent', brand: 'a' })).toEqual(
    { state: 'closed', assignee: id, priority: 'urgent', brand: 'a' },
  )
  expect(readCaseSearch({ assignee: 'me' })).toEqual({ assignee: 'me' })
  expect(
    readCaseSearch({ state: 'open', assignee: 'drop table', priority: 'soon', brand: '' }),
  ).toEqual({})
})
