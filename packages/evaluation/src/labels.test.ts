import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabelBook, labelOfListing, parseLabel } from './labels.ts'

describe('parseLabel', () => {
  it('reads a row of the contract unchanged', () => {
    const row = { listing: 'a', label: 1, source: 'seizures', seller: 's', language: 'zh' }
    expect(parseLabel(row)).toEqual({ kind: 'label', label: row })
  })

  it('reads id, lang and true or false as their equivalents', () => {
    expect(parseLabel({ id: 'a', label: false, lang: 'ru', source: null })).toMatchObject({
      kind: 'label',
      label: { listing: 'a', label: 0, language: 'ru' },
    })
  })

  it('prefers the contract’s own names', () => {
    const parsed = parseLabel({ id: 'row-1', listing: 'a', label: 1 })
    expect(parsed).toMatchObject({ label: { listing: 'a' } })
  })

  it('distinguishes null from a missing or wrong label', () => {
    expect(parseLabel({ listing: 'a', label: null })).toEqual({ kind: 'unlabelled' })
    expect(parseLabel({ listing: 'a' })).toMatchObject({
      faults: [{ pointer: '/label', problem: 'is missing' }],
    })
    expect(parseLabel({ listing: 'a', label: 'fake' })).toMatchObject({
      faults: [{ pointer: '/label', problem: 'must be 0 or 1', found: '"fake"' }],
    })
    expect(parseLabel({ label: 1 })).toMatchObject({ faults: [{ pointer: '/listing' }] })
  })

  it('answers for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['label', 'unlabelled', 'faults']).toContain(parseLabel(value).kind)
      }),
    )
  })
})

describe('labelOfListing', () => {
  it('reads the label out of the row, with source, seller and language', () => {
    const row = { id: 'a', title: 't', label: true, source: 'x', lang: 'de', seller: { id: 's' } }
    expect(labelOfListing(row)).toEqual({
      kind: 'label',
      label: { listing: 'a', label: 1, source: 'x', language: 'de', seller: 's' },
    })
  })

  it('finds none in a plain listing', () => {
    expect(labelOfListing({ id: 'a', title: 't' })).toEqual({ kind: 'unlabelled' })
  })
})

describe('LabelBook', () => {
  it('prefers the label of the listing’s own marketplace', () => {
    const book = new LabelBook()
    book.add({ listing: 'a', label: 0 })
    book.add({ listing: 'a', marketplace: 'm', label: 1 })
    expect(book.find({ id: 'a', marketplace: 'm' })?.label).toBe(1)
    expect(book.find({ id: 'a', marketplace: 'n' })?.label).toBe(0)
    expect(book.find({ id: 'b' })).toBeUndefined()
  })

  it('counts labels that are repeated, contradicted, unmatched and matched twice', () => {
    const book = new LabelBook()
    for (const [listing, label] of [
      ['twice', 1],
      ['twice', 1],
      ['quarrel', 0],
      ['quarrel', 1],
      ['quarrel', 0],
      ['nobody', 1],
    ] as const) {
      book.add({ listing, label })
    }
    book.find({ id: 'twice', marketplace: 'm' })
    book.find({ id: 'twice', marketplace: 'n' })
    expect(book.find({ id: 'quarrel' })).toBeUndefined()
    expect(book.counts()).toEqual({
      labels: 2,
      repeated: 3,
      contradicted: 1,
      unmatched: 1,
      ambiguous: 1,
    })
  })
})
