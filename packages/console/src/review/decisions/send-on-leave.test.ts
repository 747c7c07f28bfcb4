import { expect, test } from 'vitest'
import type { Batch } from './pending-decisions.ts'
import { outlivesPage, recordsOf } from './send-on-leave.ts'

const batchOf = (count: number, more: Partial<Batch> = {}): Batch => ({
  key: 'key',
  verdict: 'counterfeit',
  listings: Array.from({ length: count }, (_, at) => ({
    id: `0197a000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    version: 1,
  })),
  ...more,
})

test('a batch is one record for each listing, with the result of all', () => {
  const [first] = recordsOf(batchOf(2, { note: 'seen' }))
  expect(recordsOf(batchOf(2))).toHaveLength(2)
  expect(first).toEqual({ ...batchOf(1).listings[0], verdict: 'counterfeit', note: 'seen' })
})

test('hundreds of decisions outlive the page, thousands and long notes on many do not', () => {
  expect(outlivesPage([batchOf(300)])).toBe(true)
  expect(outlivesPage([batchOf(2000)])).toBe(false)
  expect(outlivesPage(Array.from({ length: 4 }, () => batchOf(300)))).toBe(false)
  expect(outlivesPage([batchOf(300, { note: '样'.repeat(100) })])).toBe(false)
})
