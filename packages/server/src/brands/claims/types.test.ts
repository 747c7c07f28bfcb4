import { describe, expect, test } from 'vitest'
import {
  areRivals,
  contestOutcome,
  claimsFrozenBy,
  claimActionFault,
  type ClaimAction,
  type ClaimStanding,
} from './types.ts'

function claim(more: Partial<ClaimStanding> = {}): ClaimStanding {
  return {
    id: 'a',
    organisationId: 'house-a',
    group: 'house-a',
    basis: 'owner',
    office: 'EM',
    number: '1',
    version: 1,
    state: 'pending',
    approvedAt: null,
    ...more,
  }
}
const other = (more: Partial<ClaimStanding> = {}): ClaimStanding =>
  claim({ id: 'b', organisationId: 'house-b', group: 'house-b', number: '2', ...more })
const stood = { state: 'approved', approvedAt: new Date() } as const

test.each([
  ['another organisation with another right', other(), true],
  ['another organisation with the same entry', other({ number: '1' }), true],
  ['a house of the same group', other({ group: 'house-a' }), false],
  ['itself', claim(), false],
  ['an agent for the same entry', other({ number: '1', basis: 'agent' }), false],
  ['an agent for another entry', other({ basis: 'agent' }), true],
  [
    'an agent for the same number at another office',
    other({ number: '1', office: 'US', basis: 'agent' }),
    true,
  ],
] as const)('a claim and that of %s: rivals %#', (_whose, second, expected) => {
  expect(areRivals(claim(), second)).toBe(expected)
  expect(areRivals(second, claim())).toBe(expected)
})

describe('permissions', () => {
  const states = ['pending', 'approved', 'contested'] as const
  test.each<[ClaimAction, readonly (typeof states)[number][]]>([
    ['approve', ['pending']],
    ['reject', ['pending']],
    ['resolve', ['contested']],
    ['revoke', ['approved']],
    ['withdraw', ['pending', 'approved', 'contested']],
  ])('%s from %j alone', (type, from) => {
    for (const state of states) {
      const why = claimActionFault(type, claim({ state }), [])
      expect([state, why === undefined]).toEqual([state, from.includes(state)])
    }
  })

  test.each([
    [other(), true, false],
    [other(stood), false, true],
    [other({ state: 'contested' }), false, true],
    [other({ ...stood, group: 'house-a' }), true, false],
    [other({ ...stood, number: '1', basis: 'agent' }), true, false],
  ] as const)('beside %o: approve %s, contest %s', (second, approve, contest) => {
    expect(claimActionFault('approve', claim(), [claim(), second]) === undefined).toBe(approve)
    expect(claimActionFault('contest', claim(), [claim(), second]) === undefined).toBe(contest)
  })
})

test('a contest freezes approved rivals, and neither relatives nor pending claims', () => {
  const kin = other({ ...stood, id: 'c', group: 'house-a' })
  const waiting = other({ id: 'd', organisationId: 'house-d', group: 'house-d' })
  const frozen = claimsFrozenBy(claim(), [claim(), other(stood), kin, waiting])
  expect(frozen.map(({ id }) => id)).toEqual(['b'])
})

test.each([
  ['this', 'approved', 'revoked'],
  ['others', 'rejected', 'approved'],
  ['all', 'approved', 'approved'],
  ['none', 'rejected', 'revoked'],
] as const)('when the contest ends with %s standing, one is %s, the other %s', (end, one, two) => {
  const first = claim({ state: 'contested' })
  const second = other({ state: 'contested', approvedAt: new Date() })
  const bystander = other({ ...stood, id: 'c', group: 'house-a' })
  expect(contestOutcome(first, [first, second, bystander], end)).toEqual([
    { id: 'a', state: one },
    { id: 'b', state: two },
  ])
})
