import { readStoredSentence } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { turnoverThresholds } from './index.ts'

test('what a threshold says has words in the languages of the pages', () => {
  const said = turnoverThresholds.map(({ says }) => says)
  expect(said.filter((says) => readStoredSentence(says) === undefined)).toEqual([])
})
