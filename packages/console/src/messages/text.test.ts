import { wholePercent as stated } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createText, wholePercent } from './text.ts'

test('a probability is the figure that the sentences of assessments state', () => {
  const { probability } = createText('en', { messages: {}, reasons: {} } as never)
  expect([0.5996, 0.6, 0.29, 0.799999, 1, 0].map(probability)).toEqual([
    '59%',
    '60%',
    '29%',
    '79%',
    '100%',
    '0%',
  ])
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
      expect(wholePercent(value)).toBe(stated(value))
    }),
  )
})
