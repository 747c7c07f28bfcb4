import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMarketplaceResponse } from './marketplace-response.ts'

test('states, decisions and measures are read, and nothing else', () => {
  const measure = { measure: 'REMOVE', startsOn: '2026-11-26', endsOn: null, holds: true }
  const response = {
    receivedAt: '2026-11-26T12:00:00Z',
    acknowledged: 'response',
    withdrawnAt: null,
    items: [
      {
        position: 0,
        state: 'decided',
        question: null,
        measures: [measure, {}],
        decision: { outcome: 'restrict', summary: 'The listing was removed.', invoice: 'x' },
      },
      {
        position: 1,
        state: 'information-requested',
        question: 'Which name?',
        decision: null,
        measures: [],
      },
    ],
  }
  expect(readMarketplaceResponse(response)).toEqual({
    acknowledged: 'response',
    items: [
      {
        position: 0,
        state: 'decided',
        question: undefined,
        outcome: 'restrict',
        summary: 'The listing was removed.',
        measures: [{ ...measure, endsOn: undefined }],
        answers: [],
        complaint: undefined,
      },
      {
        position: 1,
        state: 'information-requested',
        question: 'Which name?',
        outcome: undefined,
        summary: undefined,
        measures: [],
        answers: [],
        complaint: undefined,
      },
    ],
  })
})

test('something is shown for any value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (response) => {
      expect(Array.isArray(readMarketplaceResponse(response).items)).toBe(true)
    }),
  )
})
