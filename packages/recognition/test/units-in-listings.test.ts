import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Listing, Verdict } from '@touchstone/contract'
import {
  unitCodesIn,
  type ItemFact,
  type ItemFactState,
  type ScreenOptions,
} from '@touchstone/recognition'
import { listing } from './builders.ts'
import { catalogScreener as screener } from './catalog-screener.ts'
import { listingsOfEverySignal, listingsOfUnits } from './listings-of-every-signal.ts'
import { costRatio, mostRatio } from './processor-time.ts'

const gtin = '09521234000013'
const codeOf = (serial: string): string => `(01)${gtin}(21)${serial}`
const rank: Record<Verdict, number> = { clear: 0, 'ask-proof': 1, review: 2, block: 3 }
const corners = [
  [0, 0],
  [50, 0],
  [50, 50],
  [0, 50],
]
const pictured = (text: string, symbology?: string): Listing['images'] => [
  {
    url: 'https://pictures.example/1.jpg',
    reading: {
      engine: 'test',
      width: 100,
      height: 100,
      complete: true,
      lines: [],
      codes: [{ format: 'DataMatrix', text, box: corners, ...(symbology && { symbology }) }],
    },
  },
]

describe('units that a listing names', () => {
  const serialsIn = (more: Partial<Listing>) =>
    unitCodesIn(listing({ title: 'Bag', ...more })).map(({ serial, isExact }) => [serial, isExact])

  test.each<[string, Partial<Listing>, [string, boolean][]]>([
    ['a bracketed code', { description: `code ${codeOf('S1000')} inside` }, [['S1000', true]]],
    ['a link', { title: `https://id.example/01/${gtin}/21/S1000` }, [['S1000', true]]],
    ['the end of a sentence', { description: `It is ${codeOf('S1000')}.` }, [['S1000', false]]],
    ['an attribute', { attributes: { serial: codeOf('S1000') } }, [['S1000', true]]],
    ['words that follow at once', { description: `编码${codeOf('S1000')}正品` }, [['S1000', true]]],
    ['a code of a scanner', { images: pictured(`01${gtin}21S1000`, ']d2') }, [['S1000', true]]],
    [
      'a link in a picture',
      { images: pictured(`https://id.example/01/${gtin}/21/S1000`, ']Q1') },
      [['S1000', true]],
    ],
    ['a code twice', { title: codeOf('S1000'), description: codeOf('S1000') }, [['S1000', true]]],
    ['a product alone', { title: `(01)${gtin}`, images: pictured(gtin, ']E0') }, []],
    ['a wrong check digit', { title: '(01)09521234000014(21)S1000' }, []],
  ])('%s', (_what, more, expected) => {
    expect(serialsIn(more)).toEqual(expected)
  })

  test('no more than a few, and in time linear in the text', () => {
    const many = Array.from({ length: 40 }, (_, at) => codeOf(`S${at}`)).join(' ')
    expect(serialsIn({ description: many })).toHaveLength(5)
    const hostile = (size: number) =>
      listing({ title: 'Bag', description: '(01)http://'.repeat(size) })
    const [long, short] = [hostile(40_000), hostile(20_000)]
    const ratio = costRatio(
      () => unitCodesIn(long),
      () => unitCodesIn(short),
    )
    expect(ratio).toBeLessThan(mostRatio)
  })
})

const state = fc.constantFrom<ItemFactState>(
  'destroyed',
  'stolen',
  'copies-suspected',
  'near-miss',
  'unknown',
  'recalled',
  'public',
)
const facts = fc.array(
  fc.record<ItemFact>({
    gtin: fc.constant(gtin),
    serial: fc.constantFrom('S1', 'S2', 'S3', 'S4', 'S5'),
    state,
  }),
  { maxLength: 5 },
)
const withCodes = (one: Listing, serials: readonly string[]): Listing => ({
  ...one,
  attributes: { ...one.attributes, codes: serials.map(codeOf).join(' ') },
})
const judged = (one: Listing, options?: ScreenOptions) => screener.screen(one, options)

describe('what makers know of the units', () => {
  test('alone asks for proof at most, whatever is known and of how many units', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom('Bag', 'Velmoraq tote bag new'), (items, title) => {
        const { verdict, ceiling, signals } = judged(
          withCodes(listing({ title }), ['S1', 'S2', 'S3', 'S4', 'S5']),
          { items },
        )
        expect(rank[verdict]).toBeLessThanOrEqual(rank['ask-proof'])
        expect(rank[ceiling ?? verdict]).toBeLessThanOrEqual(rank['ask-proof'])
        for (const { family, weight } of signals)
          if (family === 'item') expect(weight).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('lowers nothing', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...listingsOfEverySignal), (items, one) => {
        const coded = withCodes(one, ['S1', 'S2', 'S3'])
        const plain = judged(coded)
        const known = judged(coded, { items })
        expect(known.probability).toBeGreaterThanOrEqual(plain.probability - 1e-12)
        expect(rank[known.verdict]).toBeGreaterThanOrEqual(rank[plain.verdict])
      }),
    )
  })

  test('says nothing of a listing without the code, or if nothing is known', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...listingsOfEverySignal), (items, one) => {
        expect(judged(one, { items })).toEqual(judged(one))
        expect(judged(one, { items: [] })).toEqual(judged(one))
      }),
    )
  })

  test('is stated once for each kind, where the code is, and what is remarkable of none is not weighed', () => {
    const verdicts = listingsOfUnits.map(({ listing: one, items }) => {
      const { verdict, signals } = judged(one, { items })
      const [signal, ...more] = signals.filter(({ family }) => family === 'item')
      expect(more).toEqual([])
      expect(signal?.evidence).toMatchObject({
        field: 'description',
        text: codeOf('S1000'),
        params: { code: codeOf('S1000') },
      })
      return [items[0]?.state, verdict, signal?.weight === 0]
    })
    expect(verdicts).toEqual([
      ['destroyed', 'ask-proof', false],
      ['stolen', 'ask-proof', false],
      ['copies-suspected', 'ask-proof', false],
      ['near-miss', 'clear', false],
      ['unknown', 'clear', false],
      ['recalled', 'clear', true],
      ['public', 'clear', true],
    ])
  })

  test('a code in a picture is found with its place', () => {
    const { signals } = judged(
      listing({ title: 'Bag', images: pictured(`01${gtin}21S1`, ']d2') }),
      {
        items: [{ gtin, serial: 'S1', state: 'stolen' }],
      },
    )
    expect(signals).toMatchObject([
      { code: 'item.withdrawn', evidence: { image: 0, params: { as: 'stolen' } } },
    ])
  })
})
