import type { Assessment, Listing } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { explanation } from './explanation.ts'
import { markedText } from './marked-text.ts'

const plain = (_format: unknown, text: string): string => text

function assessment(over: Partial<Assessment> = {}): Assessment {
  return {
    listing: 'a',
    verdict: 'review',
    reason: 'The words say that it is a copy.',
    probability: 1 / (1 + Math.exp(-(Math.log(0.05 / 0.95) + 3 - 1))),
    baseRate: 0.05,
    brands: [{ id: 'velmoraq', confidence: 0.91, role: 'offered', form: 'obfuscated' }],
    signals: [
      {
        code: 'text.replica-term',
        family: 'text',
        weight: 3,
        evidence: {
          field: 'title',
          start: 3,
          end: 10,
          detail: 'The title says “replica”.',
          also: [{ field: 'attributes/note/2', start: 0, end: 4, text: 'copy' }],
        },
      },
      { code: 'guard.gift', family: 'guard', weight: -1, evidence: { detail: 'A gift.' } },
    ],
    engine: 'tiny@1',
    silent: ['image', 'review'],
    ...over,
  }
}

const listing: Listing = {
  id: 'a',
  title: '😀 replica bag',
  attributes: { 'note/2': 'copy of the bag' },
  price: { amount: '95.00', currency: 'USD' },
}

test('an explanation shows verdict, reason, marks, sum, brands and silence', () => {
  expect(explanation(listing, assessment(), plain)).toBe(
    `😀 [replica]1 bag
id a · 95.00 USD

REVIEW  probability of counterfeit 28 %
The words say that it is a copy.

Probability
     base rate 5.0 %                      −2.94  ┃
   1 text.replica-term (text)             +3.00  ████████████████████████████████
   2 guard.gift (guard)                   −1.00                       ▒▒▒▒▒▒▒▒▒▒▒
     probability 28 %                     −0.94                       ┃

Reasons
  1 The title says “replica”.
  2 A gift.

In the listing
  attributes/note/2: [copy]1 of the bag

Brands
  velmoraq  offered, as obfuscated  confidence 0.91

No data for: image, review
Engine tiny@1`,
  )
})

test('a listing cannot steer the terminal or turn its line around', () => {
  const hostile = { ...listing, title: 'a\u001b[2Jb\u202ec\ud800\nd' }
  const text = explanation(hostile, assessment({ signals: [] }), plain)
  expect(text.split('\n')[0]).toBe('a‹U+001B›[2Jb‹U+202E›c‹U+D800› d')
})

test('marks that overlap are joined and bear all their numbers', () => {
  const marks = [
    { start: 2, end: 5, signal: 2 },
    { start: 0, end: 3, signal: 1 },
    { start: 5, end: 99, signal: 3 },
    { start: 4, end: 4, signal: 4 },
  ]
  expect(markedText('原单驴家包 x', marks, plain)).toBe('[原单驴家包]1,2[ x]3')
})

test('an excerpt shows the surroundings of each mark and never half a character', () => {
  const text = `${'😀'.repeat(60)}replica${'é'.repeat(200)}fake${'z'.repeat(90)}`
  const start = text.indexOf('replica')
  const fake = text.indexOf('fake')
  const shown = markedText(
    text,
    [
      { start, end: start + 7, signal: 1 },
      { start: fake, end: fake + 4, signal: 2 },
    ],
    plain,
    true,
  )
  expect(shown).toBe(
    `…${'😀'.repeat(20)}[replica]1${'é'.repeat(40)}…${'é'.repeat(40)}[fake]2${'z'.repeat(40)}…`,
  )
})
