import { expect, test } from 'vitest'
import { readReceivedSearch, readModerationSearch } from './search.ts'

test('the list reads the parameters that it knows from an address, and ignores others', () => {
  const search = {
    work: 'following',
    state: 'triaged',
    notifierType: 'trusted-flagger',
    ground: 'design',
    urgent: 'life',
    due: 'over',
  }
  expect(readModerationSearch({ ...search, page: '3' })).toEqual(search)
  expect(
    readModerationSearch({ state: 'decided', notifierType: 'x', urgent: 'yes', due: '' }),
  ).toEqual({})
})

test('an item of a notice is named by its place, the first by none', () => {
  expect(readReceivedSearch({ item: '7' })).toEqual({ item: 7 })
  for (const item of ['0', '-1', 'x', '12345', undefined]) {
    expect(readReceivedSearch({ item })).toEqual({})
  }
})
