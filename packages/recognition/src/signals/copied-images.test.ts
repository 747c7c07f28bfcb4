import type { Catalog, Listing, ShownReference } from '#contract'
import { describe, expect, test } from 'vitest'
import { compile, wordAssessment } from '../index.ts'

const catalog: Catalog = {
  brands: [
    {
      id: 'velmoraq',
      name: 'Velmoraq',
      channels: [
        {
          marketplace: '*',
          policy: 'authorised-sellers',
          authorisedSellers: ['Velmoraq Store'],
          source: 'https://velmoraq.example/sellers',
        },
      ],
    },
  ],
}
const screener = compile(catalog, { starterPack: false })
const shown = (more: Partial<ShownReference> = {}): ShownReference => ({
  reference: 'r',
  bank: 'known-fake',
  brand: 'velmoraq',
  score: 0.99,
  kind: 'partial',
  ...more,
})
const listingShowing = (
  shows: ShownReference[] | undefined,
  more: Partial<Listing> = {},
): Listing => ({
  id: '1',
  title: 'Velmoraq tote bag',
  images: [{ url: 'https://i.example/1', shows }],
  ...more,
})
const codesOf = (listing: Listing): string[] =>
  screener
    .screen(listing)
    .signals.map(({ code }) => code)
    .filter((code) => code.startsWith('image.'))

describe('a picture that shows a reference', () => {
  test('a known fake’s is evidence of falsity, and alone blocks nothing', () => {
    const { verdict, ceiling, signals, reason } = wordAssessment(
      screener.screen(
        listingShowing([
          shown({ changes: { mirrored: true, cropped: 32 }, box: [0.1, 0.1, 0.5, 0.5] }),
        ]),
      ),
    )
    expect(ceiling).toBe('review')
    expect(verdict).toBe('review')
    const signal = signals.find(({ code }) => code === 'image.known-fake')
    expect(signal).toMatchObject({
      family: 'image',
      evidence: { image: 0, box: [0.1, 0.1, 0.5, 0.5], reference: 'velmoraq' },
    })
    expect(signal?.evidence?.detail).toContain('(mirrored, cropped to 32%).')
    expect(reason).toContain('the pictures')
  })

  test('an official one goes against a wish, whatever else does', () => {
    const { ceiling } = screener.screen(
      listingShowing([shown({ bank: 'official' })], { seller: { id: 'x', name: 'Someone' } }),
    )
    expect(codesOf(listingShowing([shown({ bank: 'official' })]))).toEqual(['image.official-photo'])
    expect(ceiling).toBe('ask-proof')
  })

  test('an official one at an authorised seller is no evidence', () => {
    const seller = { id: 'x', name: 'Velmoraq Store' }
    expect(codesOf(listingShowing([shown({ bank: 'official' })], { seller }))).toEqual([])
  })

  test.each<[string, ShownReference[]]>([
    ['another photograph of the same goods', [shown({ kind: 'same-product', score: 0.4 })]],
    ['the same ground', [shown({ kind: 'background', score: 0.95 })]],
    ['hardly the same', [shown({ score: 0.79 })]],
    ['what is harmless', [shown({ bank: 'benign' })]],
    ['what is harmless as surely', [shown(), shown({ bank: 'benign', score: 0.995 })]],
    ['another brand’s', [shown({ brand: 'other' })]],
  ])('%s is no evidence', (_what, shows) => {
    expect(codesOf(listingShowing(shows))).toEqual([])
  })

  test('it names a brand that no words name', () => {
    const { brands } = screener.screen(listingShowing([shown()], { title: 'Nice tote' }))
    expect(brands).toEqual([
      { id: 'velmoraq', confidence: expect.closeTo(0.891), role: 'offered', form: 'image' },
    ])
    expect(codesOf(listingShowing([shown()], { title: 'Nice tote' }))).toEqual(['image.known-fake'])
  })

  test('without pictures that were held against any the family is silent', () => {
    expect(screener.screen(listingShowing(undefined)).silent).toContain('image')
    expect(screener.screen(listingShowing([])).silent).not.toContain('image')
  })
})
