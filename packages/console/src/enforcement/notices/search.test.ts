import { expect, test } from 'vitest'
import { readDraftSearch, readNoticeSearch } from './search.ts'

test('an address contains the filters of notices, and nothing else', () => {
  expect(
    readNoticeSearch({
      state: 'sent',
      ground: 'design',
      outcome: 'restricted',
      marketplace: 'pasar',
      waits: 'decision',
      other: 'x',
    }),
  ).toEqual({
    state: 'sent',
    ground: 'design',
    outcome: 'restricted',
    marketplace: 'pasar',
    waits: 'decision',
  })
  expect(
    readNoticeSearch({ state: 'lost', ground: 'price', outcome: 1, marketplace: '', waits: null }),
  ).toEqual({})
})

test('a draft is edited only where the address says so', () => {
  expect(readDraftSearch({ edit: true })).toEqual({ edit: true })
  expect(readDraftSearch({ edit: 'true' })).toEqual({ edit: true })
  expect(readDraftSearch({ edit: 'no', other: 1 })).toEqual({})
})
