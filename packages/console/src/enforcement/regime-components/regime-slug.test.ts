import { expect, test } from 'vitest'
import { sentencesOf, slugOf } from './regime-slug.ts'

test.each([
  [
    'The complaint period is over. (Art. 20(1); Arts. 16 to 32, the organisation’s policy.)',
    ['The complaint period is over.'],
  ],
  [
    'There are buyers. The decision has not been reversed. (Art. 32(1), not verified.)',
    ['There are buyers.', 'The decision has not been reversed.'],
  ],
  ['It is not possible to triage a second time.', ['It is not possible to triage a second time.']],
])('a refusal %j has the sentences %j', (refusal, expected) => {
  expect(sentencesOf(refusal)).toEqual(expected)
})

test('a text of the regime is a key of plain letters, digits and hyphens', () => {
  expect(slugOf('share of all, from 0 to 1')).toBe('share-of-all-from-0-to-1')
  expect(slugOf('Some buyers’ contact details are unknown.')).toBe(
    'some-buyers-contact-details-are-unknown',
  )
})
