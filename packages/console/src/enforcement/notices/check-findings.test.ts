import type { NoticeCheckView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { findingsByField, findingsOf, type PlaceOfForm } from './check-findings.ts'

const check: NoticeCheckView = {
  ok: false,
  refusals: [
    { code: 'no-signatory', message: 'The notice has no signatory.', item: null },
    { code: 'not-sealed', message: 'The evidence is not sealed yet.', item: 1 },
    { code: 'wording', message: '“fake” is a conclusion.', item: 1 },
    { code: 'territory', message: 'The right holds in DE.', item: 0 },
    { code: 'of-tomorrow', message: 'Something new.', item: null },
  ],
  warnings: [{ code: 'stale', message: 'The extract is outdated.', item: null }],
}
const sentences = findingsOf(check)
const codes = (place: PlaceOfForm | 'else', items: number, item?: number): string[] =>
  findingsByField(sentences, place, { items, ...(item !== undefined && { item }) }).map(
    ({ code }) => code,
  )

test('each sentence appears once, at its part of the form', () => {
  expect(codes('signatory', 2)).toEqual(['no-signatory'])
  expect(codes('items', 2)).toEqual([])
  expect(codes('items', 2, 0)).toEqual([])
  expect(codes('items', 2, 1)).toEqual(['not-sealed'])
  expect([codes('words', 2), codes('words', 2, 1)]).toEqual([[], ['wording']])
  // With a single listing, the notice's own text serves as well.
  expect([codes('words', 1), codes('words', 1, 0)]).toEqual([['wording'], []])
  expect(codes('territory', 2)).toEqual(['territory'])
  expect(codes('right', 2)).toEqual(['stale'])
})

test('findings of a newer server are shown, even if their place is unknown', () => {
  expect(codes('else', 2)).toEqual(['of-tomorrow'])
})
