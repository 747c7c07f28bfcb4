import { expect, test } from 'vitest'
import { beforeOf, groupsOf, readDeadlineSearch } from './deadline-search.ts'

test('an address says which deadlines are shown, and nothing else', () => {
  const id = '4c1d7e90-3b2a-4f6c-8d5e-9a0b1c2d3e41'
  const search = { within: 'week', regime: 'eu-dsa', case: id }
  expect(readDeadlineSearch(search)).toEqual(search)
  expect(readDeadlineSearch({ within: 'year', regime: '../x', case: '7', q: 1 })).toEqual({})
})

test('a range ends this many days after the current minute', () => {
  const now = Date.parse('2026-03-02T09:00:20Z')
  expect(beforeOf('over', now)).toBe('2026-03-02T09:01:00.000Z')
  expect(beforeOf('week', now)).toBe('2026-03-09T09:01:00.000Z')
})

test('deadlines are grouped by how soon they fall', () => {
  const now = Date.parse('2026-03-02T09:00:00Z')
  const at = (dueAt: string) => ({ dueAt })
  const passed = [at('2026-02-27T09:00:00Z'), at('2026-03-02T09:00:00Z')]
  const today = [at('2026-03-02T09:00:01Z'), at('2026-03-03T09:00:00Z')]
  const thisMonth = [at('2026-03-20T09:00:00Z')]
  const later = [at('2026-05-01T09:00:00Z')]
  expect(groupsOf([...passed, ...today, ...thisMonth, ...later], now)).toEqual([
    { within: 'over', deadlines: passed },
    { within: 'day', deadlines: today },
    { within: 'month', deadlines: thisMonth },
    { within: 'later', deadlines: later },
  ])
  expect(groupsOf([], now)).toEqual([])
})
