import {
  families,
  signalCodes,
  type Assessment,
  type Family,
  type Signal,
} from '@touchstone/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goodsFactsOf, goodsSignals, isFactFor, restsOnGoods } from './goods-facts.ts'

const goodsFamilies: readonly Family[] = ['text', 'product', 'image', 'review']
const familyOf = (code: string): Family =>
  families.find((family) => code.startsWith(`${family}.`)) ?? 'external'

const otherCodes = signalCodes.filter(
  (code) => goodsSignals([{ code, family: familyOf(code), weight: 1 }]).length === 0,
)
const goodsCodes = signalCodes.filter((code) => !otherCodes.includes(code))

const signalOf = (codes: readonly string[], least = -3): fc.Arbitrary<Signal> =>
  fc
    .tuple(fc.constantFrom(...codes), fc.double({ min: least, max: 5, noNaN: true }))
    .map(([code, weight]) => ({ code, family: familyOf(code), weight }))

const holderStatement = {
  kind: 'holder-statement',
  statement: 'We did not allow this seller.',
} as const

describe('a counterfeit notice', () => {
  test('every signal about price, seller, channel, brand or network is none about the goods', () => {
    expect(goodsCodes.map(familyOf).filter((family) => !goodsFamilies.includes(family))).toEqual([])
    expect(otherCodes).toEqual(
      expect.arrayContaining([
        'image.official-photo',
        'image.seen-before',
        'product.packaging-only',
        'text.off-platform-contact',
        'text.shopping-agent',
      ]),
    )
  })

  test('never rests on wishes, price and portfolio, however many and however strong', () => {
    fc.assert(
      fc.property(fc.array(signalOf(otherCodes)), (signals) => {
        expect(restsOnGoods(signals, [holderStatement])).toBe(false)
      }),
    )
  })

  test('shares no wish with other listings, which is a fact for another ground alone', () => {
    const signal = (code: string) => ({ code, family: familyOf(code), weight: 1 })
    expect(otherCodes.filter((code) => isFactFor('counterfeit', signal(code)))).toEqual([])
    expect(goodsCodes.filter((code) => !isFactFor('counterfeit', signal(code)))).toEqual([])
    expect(isFactFor('copyright', signal('image.official-photo'))).toBe(true)
    expect(isFactFor('unlicensed-use', signal('image.official-photo'))).toBe(false)
    expect(isFactFor('unlicensed-use', signal('brand.disguised-name'))).toBe(true)
    expect(isFactFor('grey-market', signal('price.far-below-band'))).toBe(false)
  })

  test('rests on one signal about the goods, in any position among others', () => {
    fc.assert(
      fc.property(
        fc.array(signalOf(otherCodes)),
        signalOf(goodsCodes, 0.01),
        fc.array(signalOf(otherCodes)),
        (before, signal, after) => {
          expect(restsOnGoods([...before, signal, ...after], [])).toBe(true)
        },
      ),
    )
  })

  test('a code outside its family, and a signal without weight, say nothing about the goods', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...goodsCodes),
        fc.constantFrom(...families),
        fc.double({ min: -5, max: 0, noNaN: true }),
        (code, family, weight) => {
          expect(restsOnGoods([{ code, family, weight }], [])).toBe(false)
          expect(restsOnGoods([{ code, family, weight: 1 }], [])).toBe(
            goodsFamilies.includes(family),
          )
        },
      ),
    )
  })

  test('rests on what a person saw of the goods', () => {
    for (const kind of ['comparison', 'test-purchase', 'never-made'] as const) {
      expect(restsOnGoods([], [{ kind, statement: 'The seam runs on the other side.' }])).toBe(true)
      expect(restsOnGoods([], [{ kind, statement: '  ' }])).toBe(false)
    }
    expect(restsOnGoods([], [holderStatement])).toBe(false)
  })
})

const assessmentOf = (signals: Signal[]): Assessment => ({
  listing: 'x',
  verdict: 'block',
  probability: 0.9,
  brands: [],
  engine: 'test',
  signals,
})

describe('the facts of a draft', () => {
  const quoted = (code: string, field: string, text: string): Signal => ({
    code,
    family: familyOf(code),
    weight: 2,
    evidence: { field, text },
  })

  test('quote the listing and state the catalog, without wishes or price', () => {
    const { reasons, evidence } = goodsFactsOf(
      assessmentOf([
        quoted('text.replica-term', 'title', 'mirror quality'),
        quoted('text.quality-grade', 'title', '1:1 mirror quality'),
        quoted('text.shopping-agent', 'description', 'order by agent'),
        {
          code: 'price.far-below-band',
          family: 'price',
          weight: 3,
          evidence: { detail: 'Cheap.' },
        },
        {
          code: 'product.never-made',
          family: 'product',
          weight: 3,
          evidence: {
            field: 'title',
            text: 'Ostelle 99',
            detail: 'According to its own catalog, V never made “Ostelle 99”.',
          },
        },
      ]),
    )
    expect(reasons).toBe('The title of the listing says “1:1 mirror quality”.')
    expect(evidence).toEqual([
      { kind: 'never-made', statement: 'According to its own catalog, V never made “Ostelle 99”.' },
    ])
  })

  test('are none without an assessment, and quote no judgement', () => {
    expect(goodsFactsOf(null)).toEqual({ reasons: '', evidence: [] })
    const judged = quoted('text.replica-term', 'title', 'this is a fake')
    expect(goodsFactsOf(assessmentOf([judged])).reasons).toBe('')
  })
})
