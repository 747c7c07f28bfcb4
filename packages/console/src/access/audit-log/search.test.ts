import { expect, test } from 'vitest'
import { queryOf, readLogSearch } from './search.ts'

test('an address returns exactly the filters that it can contain', () => {
  const search = {
    actions: 'signed-in,key-created',
    who: 'a1',
    from: '2026-03-01',
    to: '2026-03-02',
  }
  expect(readLogSearch({ ...search, other: 'x' })).toEqual(search)
  expect(readLogSearch({ actions: 'Signed in', who: '', from: '2026-02-31', to: 'today' })).toEqual(
    {},
  )
  expect(readLogSearch({ actions: ['a'], who: 7, from: '2026-3-1', to: '2026-13-01' })).toEqual({})
})

test('days are asked for from their first moment to their last, where the person is', () => {
  const { from, to, actor } = queryOf({ who: 'a1', from: '2026-03-01', to: '2026-03-01' })
  expect(actor).toBe('a1')
  expect(new Date(from ?? '')).toEqual(new Date(2026, 2, 1))
  expect(new Date(to ?? '')).toEqual(new Date(2026, 2, 2))
  expect(queryOf({})).toEqual({})
})
