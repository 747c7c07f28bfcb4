import { expect, test } from 'vitest'
import { isAfter } from './limited-links.ts'
import type { LinkRow } from './links-repository.ts'

const link = (a: string, b: string, probability = 0.9): LinkRow => ({
  a,
  b,
  weight: 3,
  probability,
  linked: true,
  reasons: [],
  judgement: null,
  since: new Date(0),
})

test('a page goes on after the last link of the one before', () => {
  const after = link('b', 'c', 0.8)
  const rows = [link('a', 'd', 0.9), link('b', 'c', 0.8), link('b', 'd', 0.8), link('a', 'b', 0.7)]
  expect(rows.map((row) => isAfter(row, after))).toEqual([false, false, true, true])
  expect(isAfter(after, undefined)).toBe(true)
})
