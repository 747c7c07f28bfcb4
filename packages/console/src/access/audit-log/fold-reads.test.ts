import { expect, test } from 'vitest'
import { foldReads } from './fold-reads.ts'

test('consecutive reads of one actor are folded, and nothing else is', () => {
  const by = (id: string, ...actions: string[]) =>
    actions.map((action) => ({ action, actor: { id } }))
  const entries = [
    ...by('ana', 'members-read', 'audit-read', 'signed-in', 'audit-read'),
    ...by('ben', 'audit-read', 'capture-read', 'key-created', 'key-created'),
  ]
  const folded = foldReads(entries)
  expect(folded.map((group) => group.length)).toEqual([2, 1, 1, 2, 1, 1])
  expect(folded.flat()).toEqual(entries)
  expect(foldReads([])).toEqual([])
})
