import type { Assessment, Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differenceOf } from './text-difference.ts'
import { visibleParts } from './hidden-characters.ts'
import { ledgerOf, logit, probabilityOf } from './probability-breakdown.ts'
import { marksOf, piecesOf } from './signal-marks.ts'

const weights = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 12 })
const baseRates = fc.double({ min: 0.001, max: 0.5, noNaN: true })

function assessed(more: Partial<Assessment>): Assessment {
  return {
    listing: '1',
    verdict: 'review',
    probability: 0.5,
    brands: [],
    signals: [],
    engine: 'recognition@0.1.0',
    ...more,
  }
}

describe('the ledger', () => {
  test('adds the signals up to the probability', () => {
    fc.assert(
      fc.property(baseRates, weights, (baseRate, given) => {
        const sum = given.reduce((total, weight) => total + weight, logit(baseRate))
        const ledger = ledgerOf(
          assessed({
            baseRate,
            probability: probabilityOf(sum),
            signals: given.map((weight) => ({ code: 'a', family: 'text', weight })),
          }),
        )!
        const last = ledger.steps.at(-1)?.to ?? ledger.start
        expect(probabilityOf(last)).toBeCloseTo(probabilityOf(sum), 9)
        expect(ledger.rest).toBeCloseTo(0, 6)
        ledger.steps.forEach(({ from, to, signal }, index) => {
          expect(from).toBe(ledger.steps[index - 1]?.to ?? ledger.start)
          expect(to - from).toBeCloseTo(signal.weight, 9)
        })
      }),
    )
  })

  test('states what the signals leave unexplained', () => {
    const ledger = ledgerOf(assessed({ baseRate: 0.02, probability: 0.5 }))!
    expect(ledger.rest).toBeCloseTo(-logit(0.02), 9)
  })

  test('adds nothing up without a base rate', () => {
    expect(ledgerOf(assessed({}))).toBeUndefined()
  })
})

const texts = fc.string({ unit: 'binary', maxLength: 60 })
const spans = fc.array(
  fc.record({ start: fc.nat(70), end: fc.nat(70), signal: fc.integer({ min: 1, max: 9 }) }),
  { maxLength: 8 },
)

describe('marks', () => {
  test('cut a text into pieces that are the text again', () => {
    fc.assert(
      fc.property(texts, spans, (text, marks) => {
        const pieces = piecesOf(text, marks)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        for (const piece of pieces) expect(piece.text.isWellFormed()).toBe(true)
      }),
    )
  })

  test('cover exactly what they name, except halves of characters at their edges', () => {
    fc.assert(
      fc.property(texts, spans, (text, marks) => {
        let at = 0
        for (const piece of piecesOf(text, marks)) {
          for (let unit = at; unit < at + piece.text.length; unit++) {
            const named = marks.filter(({ start, end }) => start <= unit && unit < end)
            for (const { signal } of named) expect(piece.signals).toContain(signal)
            const near = marks.filter(({ start, end }) => start - 1 <= unit && unit < end + 1)
            for (const signal of piece.signals) {
              expect(near.map((mark) => mark.signal)).toContain(signal)
            }
          }
          at += piece.text.length
        }
      }),
    )
  })

  test('are found in every field that evidence names, an attribute with a slash too', () => {
    const listing: Listing = { id: '1', title: 'ab', attributes: { 'colour/size': 'red' } }
    const place = { start: 0, end: 2, text: 'ab' }
    const evidence = {
      field: 'attributes/colour~1size',
      ...place,
      also: [{ field: 'title', ...place }],
    }
    const assessment = assessed({ signals: [{ code: 'a', family: 'text', weight: 1, evidence }] })
    expect([...marksOf(assessment, listing).keys()]).toEqual(['attributes/colour/size', 'title'])
  })
})

test('invisible characters are named', () => {
  expect(visibleParts('a\u202eb\u200b')).toEqual([
    { text: 'a', hidden: false },
    { text: 'U+202E', hidden: true },
    { text: 'b', hidden: false },
    { text: 'U+200B', hidden: true },
  ])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const visibleTexts = visibleParts(text).map((part) => part.text)
      expect(visibleTexts.join('')).not.toMatch(/[\u202a-\u202e\u200b]/)
    }),
  )
})

test('a difference leaves everything else as it is', () => {
  const short = fc.string({ unit: 'binary', maxLength: 30 })
  fc.assert(
    fc.property(short, short, (before, after) => {
      const difference = differenceOf(before, after)
      expect(difference.head + difference.before + difference.tail).toBe(before)
      expect(difference.head + difference.after + difference.tail).toBe(after)
    }),
  )
})

test('a partly changed number or word counts as another one', () => {
  const difference = differenceOf('CNY 49.90 each', 'CNY 45.00 each')
  expect(difference).toEqual({ head: 'CNY ', before: '49.90', after: '45.00', tail: ' each' })
  expect(differenceOf('real leather', 'real leatherette')).toMatchObject({ before: 'leather' })
  // Without spaces between words, the common part is compared by character.
  expect(differenceOf('全新皮包', '全新布包')).toMatchObject({ before: '皮', after: '布' })
})
