import { writeStoredSentence } from '@touchstone/contract'
import { withEvent, type CustodyEntry } from '@touchstone/evidence'
import { expect, test } from 'vitest'
import { toCustodyStep } from './custody-views.ts'

const stepOf = (more: Pick<CustodyEntry, 'actor'> & Partial<CustodyEntry>) => {
  const entry: Omit<CustodyEntry, 'actor'> = {
    at: '2026-03-02T04:05:06.789Z',
    action: 'accessed',
    reason: 'x',
    items: [],
  }
  const [event] = withEvent([], { ...entry, ...more })
  const { actor, actorKind } = toCustodyStep(event!)
  return [actorKind, actor]
}

test('people, organisations and programs are told apart, and no ID is shown', () => {
  expect(stepOf({ actor: { name: 'Dewi', role: 'Digital Evidence First Responder' } })).toEqual([
    'person',
    'Dewi',
  ])
  expect(stepOf({ actor: { name: 'Touchstone', role: 'the program' } })).toEqual([
    'program',
    'Touchstone',
  ])
  const notice = '6c5d4e3f-2a1b-4c0d-9e8f-7a6b5c4d3e51'
  const reason = writeStoredSentence('custody.shown-to-marketplace', { notice })
  expect(stepOf({ actor: { name: 'Harbour Bazaar' }, reason })).toEqual([
    'organisation',
    'Harbour Bazaar',
  ])
  expect(stepOf({ actor: { name: `person ${notice}` } })).toEqual(['person', null])
})
