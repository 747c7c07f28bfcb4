import { expect, test } from 'vitest'
import { readCodeSearch, readReportSearch } from './search.ts'

test.each([
  [{ state: 'public' }, { state: 'public' }],
  [{ state: 'genuine' }, {}],
  [{}, {}],
])('of %o, codes are listed by %o', (search, read) => {
  expect(readCodeSearch(search)).toEqual(read)
})

test.each([
  [{ state: 'cleared' }, { state: 'cleared' }],
  [{ state: ['open'] }, {}],
])('of %o, reports are listed by %o', (search, read) => {
  expect(readReportSearch(search)).toEqual(read)
})
