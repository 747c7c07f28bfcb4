import { expect, test } from 'vitest'
import { decisionOf, obstaclesOf, triageOf } from './review-decision.ts'

const review = { isOnHold: false, state: 'received', suggestsThreat: false } as const
const rights = { moderate: true }

test('every obstacle to a decision is named, and a person without the right learns only that', () => {
  const of = (more: object, isDecided = false) =>
    obstaclesOf({ review: { ...review, ...more }, rights, isDecided })
  expect(of({})).toEqual([])
  expect(of({ isOnHold: true, state: 'on-hold' })).toEqual(['on-hold', 'suspended'])
  expect(of({ suggestsThreat: true })).toEqual(['threat'])
  // Somebody has said whether there is a threat.
  expect(of({ suggestsThreat: true, state: 'triaged' })).toEqual([])
  expect(of({}, true)).toEqual(['decided'])
  const reader = { review: { ...review, isOnHold: true }, rights: { moderate: false } }
  expect(obstaclesOf({ ...reader, isDecided: false })).toEqual(['not-yours'])
})

test('a decision includes the triage only while it is missing', () => {
  expect(triageOf({ state: 'received' }, 'no', 'x'.repeat(3000))).toEqual({
    knowledge: 'no',
    knowledgeReason: 'x'.repeat(2000),
    lifeSafety: false,
  })
  const triage = triageOf({ state: 'in-review' }, 'no', 'x')
  expect(triage).toBeUndefined()
  const decision = { outcome: 'no-action', reasons: 'r', triage, expectedVersion: 4 } as const
  expect(decisionOf(decision)).toEqual({
    outcome: 'no-action',
    reasons: 'r',
    expectedVersion: 4,
  })
})
