import { expect, test } from 'vitest'
import { pairsLeft } from './review-history.ts'

const pair = (a: string, b: string, judgement: 'same' | null = null) => ({
  a: { id: a },
  b: { id: b },
  judgement,
})

test('pairs that were judged or skipped, by whichever side is named first, are not left', () => {
  const items = [pair('a', 'b'), pair('a', 'c'), pair('b', 'c'), pair('c', 'd', 'same')]
  const skipped = { pairs: [{ a: 'c', b: 'a' }], judgement: undefined, ids: [] }
  const judged = { pairs: [{ a: 'b', b: 'c' }], judgement: 'same' as const, ids: ['1'] }
  expect(pairsLeft(items, [skipped, judged])).toEqual([pair('a', 'b')])
  expect(pairsLeft(items, [skipped])).toEqual([pair('a', 'b'), pair('b', 'c')])
})
