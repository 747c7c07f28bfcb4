import type { Verdict } from '@touchstone/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint, templateOf } from './title-template.ts'
import { aSignal, figuresOf, judged, type JudgedListing } from '../test/assessed-listing.ts'

const someRows = fc.array(
  fc
    .record({
      label: fc.constantFrom<0 | 1>(0, 1),
      probability: fc.constantFrom(0.02, 0.3, 0.6, 0.95),
      source: fc.constantFrom('a', 'b', undefined),
      title: fc.constantFrom('Bag 1', 'Bag 22', 'bag  3', 'Belt'),
      speaks: fc.boolean(),
    })
    .map(({ label, probability, source, title, speaks }) =>
      judged(label, probability, {
        listing: { title },
        label: { source },
        assessment: { signals: speaks ? [aSignal(), aSignal({ weight: 1 })] : [] },
      }),
    ),
  { maxLength: 60 },
)

function count(rows: readonly JudgedListing[], label: 0 | 1, ...verdicts: Verdict[]): number {
  const labelled = rows.filter((row) => row.label.label === label)
  return labelled.filter(({ assessment }) => verdicts.includes(assessment.verdict)).length
}

describe('createEvaluation', () => {
  it('counts slices as a plain count of the rows does', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const { slices, all } = figuresOf(rows)
        const groups = Map.groupBy(rows, ({ label }) => label.source ?? '(not stated)')
        expect(slices[0]!.slices.map(({ name }) => name).sort()).toEqual([...groups.keys()].sort())
        for (const slice of slices[0]!.slices) {
          const group = groups.get(slice.name)!
          const titles = group.map(({ listing }) => templateOf(listing.title))
          expect(slice).toMatchObject({
            rows: group.length,
            templates: new Set(titles).size,
            falseAlarms: {
              reviewOrBlock: { count: count(group, 0, 'review', 'block') },
              block: { count: count(group, 0, 'block') },
              askProof: { count: count(group, 0, 'ask-proof') },
            },
            recall: { reviewOrBlock: { count: count(group, 1, 'review', 'block') } },
          })
        }
        expect(all.rows).toBe(rows.length)
      }),
    )
  })

  it('counts a signal once per listing, with its precision and lift', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const { signals, families } = figuresOf(rows)
        const spoke = rows.filter(({ assessment }) => assessment.signals.length > 0)
        if (spoke.length === 0) {
          expect(signals).toEqual([])
          return
        }
        const positives = spoke.filter(({ label }) => label.label === 1).length
        const all = rows.filter(({ label }) => label.label === 1).length
        expect(signals).toMatchObject([
          {
            code: 'text.replica-term',
            spoke: { count: spoke.length, of: rows.length },
            meanWeight: 3,
            precision: { count: positives, of: spoke.length },
          },
        ])
        if (all === 0) expect(signals[0]?.lift).toBeNull()
        else {
          const lift = positives / spoke.length / (all / rows.length)
          expect(signals[0]?.lift?.value).toBeCloseTo(lift, 10)
        }
        const text = families.find(({ family }) => family === 'text')
        expect(text?.spoke.count).toBe(spoke.length)
      }),
    )
  })

  it('counts on what share a family could speak', () => {
    const { families } = figuresOf([
      judged(0, 0.1, { assessment: { silent: ['price', 'image'] } }),
      judged(1, 0.1, { assessment: { silent: ['image'] } }),
    ])
    const could = Object.fromEntries(
      families.map((family) => [family.family, family.couldSpeak.count]),
    )
    expect(could).toMatchObject({ price: 1, image: 0, text: 2 })
  })

  it('groups by each requested dimension, and by the first recognised brand', () => {
    const row = judged(1, 0.6, {
      listing: { marketplace: 'm', seller: { id: 's' }, language: 'vi' },
      assessment: { brands: [{ id: 'velmoraq', confidence: 1 }] },
    })
    const by = ['language', 'brand', 'marketplace', 'seller'] as const
    const names = figuresOf([row], { by }).slices.map(({ slices }) => slices[0]?.name)
    expect(names).toEqual(['vi', 'velmoraq', 'm', 's'])
  })

  it('keeps the worst 50 errors of each label, worst first', () => {
    const rows = Array.from({ length: 200 }, (_, at) => judged(at < 100 ? 0 : 1, (at % 100) / 100))
    const { errors } = figuresOf(rows)
    expect(errors.falseAlarms.map(({ probability }) => probability)).toEqual(
      Array.from({ length: 50 }, (_, at) => (99 - at) / 100),
    )
    expect(errors.misses.map(({ probability }) => probability)).toEqual(
      Array.from({ length: 50 }, (_, at) => at / 100),
    )
  })

  it('gives finite figures for no rows, one row and one class', () => {
    for (const rows of [[], [judged(0, 0.5)], [judged(1, 0.02)], [judged(1, 1), judged(1, 0)]]) {
      const figures = figuresOf(rows)
      expect(JSON.stringify(figures)).not.toContain('NaN')
      expect(figures.ranking.areaUnderRoc).toBeUndefined()
      expect(figures.cautions.length).toBeGreaterThan(0)
    }
  })

  it('warns where every source has one label only', () => {
    const confounded = [
      judged(0, 0.1, { label: { source: 'shops' } }),
      judged(1, 0.9, { label: { source: 'seizures' } }),
    ]
    const caution = /Every source has one label only/
    expect(figuresOf(confounded).cautions).toContainEqual(expect.stringMatching(caution))
    const mixed = [...confounded, judged(1, 0.9, { label: { source: 'shops' } })]
    expect(figuresOf(mixed).cautions).not.toContainEqual(expect.stringMatching(caution))
    expect(figuresOf(mixed).cautions).toContainEqual(expect.stringMatching(/^1 of 2 sources/))
  })

  it('warns if most listings are copies of one another', () => {
    const rows = Array.from({ length: 10 }, (_, at) =>
      judged(0, 0.1, { listing: { title: `Bag ${at}` } }),
    )
    expect(figuresOf(rows).cautions).toContainEqual(expect.stringMatching(/only 1 distinct/))
  })
})

describe('fingerprint', () => {
  it('is a whole number that distinguishes texts', () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => `title ${at}`)
    const marks = texts.map(fingerprint)
    expect(marks.every(Number.isSafeInteger)).toBe(true)
    expect(new Set(marks).size).toBe(texts.length)
  })

  it('levels digits of any script, case and spaces', () => {
    expect(templateOf('  BAG\t١٢ x 345 ')).toBe('bag 0 x 0')
  })
})
