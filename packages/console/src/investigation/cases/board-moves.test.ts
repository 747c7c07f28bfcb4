import { expect, test } from 'vitest'
import { actsFor, promptFor, columnNames } from './board-moves.ts'

test('every move between two columns is an act, or asks for one; staying is none', () => {
  for (const from of columnNames)
    for (const to of columnNames) {
      const asks = promptFor(from, to)
      const acts = actsFor(from, to, 'me').map(({ type }) => type)
      expect([from, to, asks === undefined && acts.length === 0]).toEqual([from, to, from === to])
    }
})

test('a card’s moves follow from its column', () => {
  expect(actsFor('nobody', 'in-work', 'me')).toEqual([{ type: 'assign', to: 'me' }])
  expect(actsFor('snoozed', 'in-work', 'me').map(({ type }) => type)).toEqual(['wake', 'assign'])
  expect(actsFor('in-work', 'nobody', 'me')).toEqual([{ type: 'release' }])
  expect(promptFor('closed', 'in-work')).toBe('reopen')
  expect(actsFor('closed', 'in-work', 'me')).toEqual([{ type: 'assign', to: 'me' }])
})
