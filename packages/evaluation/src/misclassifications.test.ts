import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMisclassification, Highest } from './misclassifications.ts'
import { aSignal, judged } from '../test/assessed-listing.ts'

const evidence = (field: string, start: number, end: number) =>
  aSignal({ evidence: { field, start, end } })

describe('errorExample', () => {
  it('keeps a window around each place of evidence in a long text', () => {
    const description = `${'a'.repeat(5000)}replica${'b'.repeat(5000)}`
    const row = judged(0, 0.9, {
      listing: { description },
      assessment: { signals: [evidence('description', 5000, 5007)] },
    })
    const { passages } = toMisclassification(row.listing, row.assessment, row.label)
    const passage = passages.find(({ field }) => field === 'description')!
    expect(passage.length).toBe(description.length)
    expect(passage.marks).toEqual([{ start: 5000, end: 5007 }])
    const window = passage.pieces.at(-1)!
    expect(window.text.slice(5000 - window.start, 5007 - window.start)).toBe('replica')
    expect(passage.pieces.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(500)
  })

  it('finds evidence in attributes, variants and reviews, and in no property of an object', () => {
    const row = judged(0, 0.9, {
      listing: {
        attributes: { 'a/b': 'from attribute' },
        variants: [{ name: 'from variant' }],
        reviews: [{ text: 'from review' }],
      },
      assessment: {
        signals: ['attributes/a~1b', 'variants/0/name', 'reviews/0/text'].map((field) =>
          evidence(field, 0, 4),
        ),
      },
    })
    row.assessment.signals.push(
      evidence('constructor', 0, 4),
      evidence('attributes/__proto__', 0, 4),
      evidence('variants/9/name', 0, 4),
    )
    const { passages } = toMisclassification(row.listing, row.assessment, row.label)
    expect(passages.slice(1).map(({ pieces }) => pieces[0]?.text)).toEqual([
      'from attribute',
      'from variant',
      'from review',
    ])
  })

  it('stays small and whole whatever the text and the evidence', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }))
    const text = fc.string({ unit: 'binary', maxLength: 2000 })
    fc.assert(
      fc.property(text, fc.array(range, { maxLength: 20 }), (description, ranges) => {
        const row = judged(0, 0.9, {
          listing: { title: description.slice(0, 2000), description },
          assessment: {
            signals: ranges.map(([start, end]) => evidence('description', start, end)),
          },
        })
        const { passages } = toMisclassification(row.listing, row.assessment, row.label)
        for (const { field, pieces } of passages) {
          const whole = field === 'title' ? row.listing.title : description
          let before = -1
          for (const piece of pieces) {
            expect(whole.startsWith(piece.text, piece.start)).toBe(true)
            expect(piece.start).toBeGreaterThan(before)
            before = piece.start + piece.text.length
            if (whole.isWellFormed()) expect(piece.text.isWellFormed()).toBe(true)
          }
        }
        expect(JSON.stringify(passages).length).toBeLessThan(40_000)
      }),
    )
  })
})

describe('Highest', () => {
  it('keeps what sorting would keep, the earlier of equal scores first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 })),
        fc.integer({ min: 1, max: 6 }),
        (scores, room) => {
          const highest = new Highest<number>(room)
          for (const [at, score] of scores.entries()) highest.listing(score, () => at)
          const sorted = scores
            .map((score, at) => ({ score, at }))
            .sort((a, b) => b.score - a.score)
          expect(highest.entries()).toEqual(sorted.slice(0, room).map(({ at }) => at))
        },
      ),
    )
  })
})
