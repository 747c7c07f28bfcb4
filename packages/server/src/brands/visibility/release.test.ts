import {
  reasonParams,
  signalCodes,
  type Assessment,
  type Catalog,
  type Evidence,
  type Signal,
  type SignalCode,
} from '@touchstone/contract'
import { compile, starterPack } from '@touchstone/recognition'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  compileBrandNames,
  releaseMatrix,
  mayRelease,
  releaseAssessment,
  releaseListing,
  relations,
  silenceOf,
  type Viewer,
} from './index.ts'

const catalog: Catalog = {
  brands: [
    { id: 'velmoraq', name: 'Velmoraq', aliases: [{ text: 'VLQ' }] },
    { id: 'ostrellin', name: 'Ostrellin', aliases: [{ text: '欧斯' }] },
    {
      id: 'gucci',
      name: 'Gucci',
      channels: [{ marketplace: '*', policy: 'authorised-sellers', authorisedSellers: ['shop-1'] }],
    },
  ],
  products: [
    {
      id: 'ostrellin-900',
      brand: 'ostrellin',
      name: 'Ostrellin 900',
      styleCodes: ['OST900X'],
      msrp: [{ amount: '900', currency: 'USD' }],
    },
  ],
}
const names = compileBrandNames(catalog)
const known = [...catalog.brands, ...starterPack.flatMap(({ brands }) => brands)]
const viewer = (kind: string, ...brands: string[]): Viewer => ({
  organisationId: 'viewer',
  kind,
  brands: new Set(brands),
  ofHouses: new Set(),
  hears: new Set(),
  besideRivals: new Set(),
})

function assessment(more: Partial<Assessment> = {}): Assessment {
  return {
    listing: '1',
    verdict: 'review',
    probability: 0.5,
    baseRate: 0.02,
    brands: [
      { id: 'velmoraq', confidence: 0.95, role: 'offered' },
      { id: 'ostrellin', confidence: 0.95, role: 'offered' },
    ],
    signals: [],
    engine: 'test',
    ...more,
  }
}
const stored = (body: Assessment | null, organisationId = 'market') => ({
  organisationId,
  listing: { id: '1', title: 'Velmoraq and Ostrellin' },
  changed: [],
  assessment: body,
})

describe('visibility of a listing', () => {
  test.each([
    ['its marketplace', { ...viewer('marketplace'), organisationId: 'market' }, 2],
    ['a rights holder with sight', viewer('rights-holder', 'velmoraq'), 1],
    ['counsel with sight', viewer('counsel', 'velmoraq'), 1],
    ['a rights holder without sight', viewer('rights-holder'), undefined],
    ['a rights holder of another brand', viewer('rights-holder', 'gucci'), undefined],
    ['another marketplace', viewer('marketplace', 'velmoraq'), undefined],
    ['an authority', viewer('authority', 'velmoraq'), undefined],
    ['a payment provider', viewer('payment-provider', 'velmoraq'), undefined],
  ])('%s', (_who, asks, mentions) => {
    expect(releaseListing(asks, stored(assessment()), names)?.assessment?.brands.length).toBe(
      mentions,
    )
  })

  test.each([
    [0.9, true],
    [0.899, false],
  ])('at a confidence of %d: %s', (confidence, sees) => {
    const body = assessment({ brands: [{ id: 'velmoraq', confidence }] })
    const released = releaseListing(viewer('rights-holder', 'velmoraq'), stored(body), names)
    expect(released !== undefined).toBe(sees)
  })

  test('one without an assessment is visible only to its owner', () => {
    expect(releaseListing(viewer('rights-holder', 'velmoraq'), stored(null), names)).toBeUndefined()
  })
})

test('a marketplace’s knowledge about a listing stays with it, in known fields or not', () => {
  const listing = {
    id: '1',
    title: 'Velmoraq bag',
    price: { amount: '9', currency: 'EUR', margin: 0.4 },
    images: [{ url: 'https://shop.example/1.jpg', supplier: 'x' }],
    reviews: [{ text: 'good', buyer: 'x' }],
    seller: {
      id: 's',
      name: 'Shop',
      identifiers: [{ type: 'phone', value: '+000 555 0100' }],
      riskScore: 0.7,
    },
    externalSignals: [{ name: 'refund-rate', weight: 1 }],
    sources: [{ kind: 'feed', by: 'x' }],
    supplier: 'x',
  } as const
  const storedAssessment = {
    ...stored(assessment()),
    listing,
    changed: ['price', 'supplier', 'seller'],
  }
  const house = viewer('rights-holder', 'velmoraq')
  // The listing's type does not define these fields.
  const released = releaseListing(
    house,
    storedAssessment as unknown as Parameters<typeof releaseListing>[1],
    names,
  )
  expect(released).toMatchObject({
    changed: ['price', 'seller'],
    listing: {
      id: '1',
      title: 'Velmoraq bag',
      price: { amount: '9', currency: 'EUR' },
      images: [{ url: 'https://shop.example/1.jpg' }],
      reviews: [{ text: 'good' }],
      seller: { id: 's', name: 'Shop' },
    },
  })
  expect(JSON.stringify(released)).not.toMatch(
    /margin|supplier|"buyer"|identifiers|risk|refund|feed/,
  )
})

const anyName = fc
  .constantFrom(...known)
  .chain((brand) => fc.constantFrom(brand.name, ...(brand.aliases ?? []).map(({ text }) => text)))
const sentence = fc
  .array(fc.oneof(anyName, fc.constantFrom('a bag by', '“40 USD”', '(new)', '的', 'ไทย')), {
    maxLength: 5,
  })
  .map((words) => words.join(' '))
type Shape = {
  const?: string
  enum?: string[]
  type?: string
  properties?: Record<string, Shape>
  items?: Shape
  oneOf?: Shape[]
}

/** Values of a schema in which every text is a sentence that may name brands. */
function anyOf({ oneOf, properties, items, type, ...shape }: Shape): fc.Arbitrary<unknown> {
  if (oneOf !== undefined) return fc.oneof(...oneOf.map(anyOf))
  if (shape.const !== undefined) return fc.constant(shape.const)
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum)
  if (type === 'number') return fc.nat(999)
  if (type === 'boolean') return fc.boolean()
  if (items !== undefined) return fc.array(anyOf(items), { minLength: 1, maxLength: 3 })
  if (properties === undefined)
    return fc.oneof(
      { weight: 4, arbitrary: fc.constant('a bag') },
      { weight: 1, arbitrary: sentence },
    )
  const fields = Object.entries(properties).map(([name, one]) => [name, anyOf(one)] as const)
  return fc.record(Object.fromEntries(fields))
}
const paramsOf = (code: string): fc.Arbitrary<Evidence['params']> =>
  (Object.hasOwn(reasonParams, code)
    ? anyOf(z.toJSONSchema(reasonParams[code as SignalCode]) as Shape)
    : fc.record({ text: sentence })) as fc.Arbitrary<Evidence['params']>

const anySignal: fc.Arbitrary<Signal> = fc
  .oneof(fc.constantFrom(...signalCodes), fc.constant('future.signal'))
  .chain((code) => signalOf(code, paramsOf(code)))
const signalOf = (code: string, params: fc.Arbitrary<Evidence['params']>): fc.Arbitrary<Signal> =>
  fc.record({
    code: fc.constant(code),
    family: fc.constant('text' as const),
    weight: fc.double({ min: -3, max: 3, noNaN: true }),
    evidence: fc.record(
      {
        field: sentence,
        text: sentence,
        detail: sentence,
        params: fc.oneof(params, fc.record({ secret: sentence })),
        reference: fc.constantFrom(
          ...known.slice(0, 40).flatMap(({ id }) => [id, `${id}/bag`]),
          'velmoraq',
          'velmoraq/bag',
          'ostrellin-900',
          'zh.one-to-one',
          'unknown',
        ),
        also: fc.array(
          fc.record({
            field: fc.constant('title'),
            start: fc.nat(9),
            end: fc.nat(9),
            text: sentence,
          }),
          { maxLength: 3 },
        ),
        extra: sentence,
      },
      { requiredKeys: [] },
    ),
    extra: sentence,
  })

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

test('nothing that names another brand of the catalog survives in a part', () => {
  let shownParams = 0
  fc.assert(
    fc.property(
      fc.array(anySignal, { maxLength: 8 }),
      sentence,
      fc.constantFrom('velmoraq', 'gucci'),
      (signals, reason, own) => {
        const brands = known.slice(0, 6).map(({ id }) => ({ id, confidence: 0.95, note: id }))
        const storedAssessment = assessment({ signals, reason, brands, note: reason })
        const asks = {
          relation: 'holder',
          brands: new Set([own]),
          hears: new Set<string>(),
        } as const
        const part = releaseAssessment(storedAssessment, asks, names)
        expect(part.brands.every(({ id }) => id === own)).toBe(true)
        for (const { code, evidence } of part.signals) {
          expect(signalCodes).toContain(code)
          const { field, text, detail, params, also = [], reference = '', ...rest } = evidence ?? {}
          shownParams += params === undefined ? 0 : 1
          expect(JSON.stringify(params ?? {})).not.toContain('secret')
          for (const words of [
            field,
            text,
            detail,
            ...textsIn(params),
            ...also.map((span) => span.text),
          ]) {
            expect(names.namesOther(words ?? '', asks.brands)).toBe(false)
          }
          if (known.some(({ id }) => id === reference.split('/')[0]) && about(code)) {
            expect(reference.split('/')[0]).toBe(own)
          }
          expect(Object.keys(rest).filter((name) => name === 'extra')).toEqual([])
        }
        expect(names.namesOther(part.reason ?? '', asks.brands)).toBe(false)
        expect(part).not.toHaveProperty('note')
        expect(part.probability).toBeGreaterThanOrEqual(0)
        expect(part.probability).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 1200 },
  )
  expect(shownParams).toBeGreaterThan(20)
})
const about = (code: string): boolean => /^(brand|channel)\.|band|typical|impossible/.test(code)

test.each(known.slice(0, 400).map(({ id, name }) => [id, name]))(
  '%s is recognised only by its name',
  (id, name) => {
    const text = `“x” names ${name}.`
    expect(names.namesOther(text, new Set())).toBe(true)
    expect(names.namesOther(text, new Set([id]))).toBe(false)
  },
)

test('a name is recognised in other letters, case and scripts', () => {
  for (const text of ['GUCCI', 'ｇｕｃｃｉ', 'Gúccí', '正品欧斯包', 'VLQ!']) {
    expect([text, names.namesOther(text, new Set())]).toEqual([text, true])
  }
  for (const text of ['guccini', 'an apple a day', '40 USD', '']) {
    expect([text, names.namesOther(text, new Set())]).toEqual([text, false])
  }
})

test('the probability of a part follows from the weights that are shown', () => {
  const signals: Signal[] = [
    {
      code: 'text.replica-term',
      family: 'text',
      weight: 2,
      evidence: { params: { text: 'copy', language: 'en', meaning: 'a copy' } },
    },
    {
      code: 'price.far-below-msrp',
      family: 'price',
      weight: 3,
      evidence: {
        reference: 'ostrellin-900',
        params: {
          amount: 9,
          currency: 'USD',
          percent: 1,
          lowAmount: 900,
          lowCurrency: 'USD',
          product: 'Ostrellin 900',
        },
      },
    },
  ]
  const storedAssessment = assessment({ signals })
  const part = releaseAssessment(
    storedAssessment,
    { relation: 'holder', brands: new Set(['velmoraq']), hears: new Set() },
    names,
  )
  expect(part.signals.map(({ code }) => code)).toEqual(['text.replica-term'])
  expect(part.reason).toBe('Sign: “copy” (English): a copy.')
  expect(part.explanation).toEqual([{ code: 'sign' }, { signal: 0 }])
  expect(JSON.stringify(part)).not.toMatch(/900|Ostrellin/)
  const logOdds = Math.log(0.02 / 0.98) + 2
  expect(part.probability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12)
  // The verdict rests on the same: 13 % reach no review, whatever the price says beside it.
  expect([storedAssessment.verdict, part.verdict]).toEqual(['review', 'ask-proof'])
})

test('a review that holds nothing back says so to those who see both of its grounds', () => {
  const params = {
    as: 'type',
    brand: 'Velmoraq',
    type: 'handbag',
    amount: 9,
    currency: 'USD',
    percent: 1,
    lowAmount: 900,
    lowCurrency: 'USD',
    source: 'sample',
    asOf: '2026-11-01',
    isVerified: false,
    part: 25,
  }
  const signals: Signal[] = [
    {
      code: 'price.impossible',
      family: 'price',
      weight: 2.4,
      evidence: { reference: 'velmoraq/handbag', params },
    },
    {
      code: 'image.seen-before',
      family: 'image',
      weight: 0.5,
      evidence: { reference: 'velmoraq', image: 0, params: {} },
    },
  ]
  const storedAssessment = assessment({ signals, ceiling: 'review', hold: false })
  const seenBy = (relation: 'owner' | 'holder', brand: string): Assessment =>
    releaseAssessment(
      storedAssessment,
      { relation, brands: new Set([brand]), hears: new Set() },
      compileBrandNames({ brands: [] }),
    )
  expect(seenBy('owner', 'gucci')).toMatchObject({ verdict: 'review', hold: false })
  expect(seenBy('holder', 'velmoraq')).toMatchObject({ verdict: 'review', hold: false })
  const part = seenBy('holder', 'ostrellin')
  expect(part.signals).toEqual([])
  expect([part.verdict, part.hold]).toEqual(['clear', undefined])
})

test('silent families are stated with the listing as without its sentences', () => {
  const screener = compile(catalog)
  const titles = ['Velmoraq bag', 'Velmoraq and Ostrellin OST900X, 1:1 replica', 'Wooden spoon']
  for (const title of titles) {
    const body = screener.screen({ id: '1', title, price: { amount: '90', currency: 'USD' } })
    for (const who of [
      { ...viewer('marketplace'), organisationId: 'market' },
      { ...viewer('rights-holder', 'velmoraq'), organisationId: 'market' },
      viewer('rights-holder', 'velmoraq', 'ostrellin'),
      viewer('rights-holder', 'ostrellin'),
      viewer('authority'),
      { ...viewer('rights-holder', 'velmoraq'), only: ['gucci'] },
    ]) {
      const released = releaseListing(who, stored(body), names)?.assessment?.silent
      expect(silenceOf(who, stored(body), names)).toEqual(released)
    }
  }
})

test.each([
  ['the marketplace', { relation: 'owner', brands: [] }, true],
  ['who holds the brand', { relation: 'holder', brands: ['ostrellin'] }, true],
  [
    'who holds it beside a rival',
    { relation: 'holder', brands: ['ostrellin'], beside: true },
    false,
  ],
  ['who holds another brand of the offer', { relation: 'holder', brands: ['velmoraq'] }, false],
  // For its own listings, no other bank ever contributes.
  ['a rights holder of what it sent itself', { relation: 'sender', brands: [] }, true],
  ['a rival', { relation: 'rival', brands: ['ostrellin'] }, false],
] as const)('what a bank of pictures says is shown to %s: %j', (_who, asks, isShown) => {
  const { relation, brands } = asks
  const besideRivals = new Set<string>('beside' in asks ? brands : [])
  const signals: Signal[] = (['image.known-fake', 'image.official-photo'] as const).map((code) => ({
    code,
    family: 'image',
    weight: 1,
    evidence: { image: 0, reference: 'ostrellin', params: { brand: 'Ostrellin' } },
  }))
  const part = releaseAssessment(
    assessment({ signals }),
    { relation, brands: new Set<string>(brands), hears: new Set<string>(), besideRivals },
    names,
  )
  expect(part.signals).toHaveLength(isShown ? 2 : 0)
})

test('submitting listings to learn a rival’s prices, sellers or products reveals nothing', () => {
  const screener = compile(catalog)
  const bait = screener.screen({
    id: '1',
    title: 'Gucci bag, Ostrellin OST900X',
    price: { amount: '90', currency: 'USD' },
    condition: 'new',
    marketplace: 'bazaar',
    seller: { id: 'shop-2' },
  })
  const other = screener.screen({
    id: '2',
    title: 'Ostrellin OST900X',
    price: { amount: '90', currency: 'USD' },
    condition: 'new',
  })
  const secrets = /channel\.|authorised|msrp|band|product\./
  const all = [...bait.signals, ...other.signals].map(({ code }) => code).join()
  expect(all).toMatch(/channel\./)
  expect(all).toMatch(/msrp/)
  const sender = { ...viewer('rights-holder', 'velmoraq'), organisationId: 'market' }
  for (const body of [bait, other]) {
    const part = releaseListing(sender, stored(body), names)!.assessment!
    expect(part.signals.map(({ code }) => code).join()).not.toMatch(secrets)
    expect(JSON.stringify(part)).not.toMatch(/price of|authorised|channel/)
    expect(part.brands).toEqual(body.brands)
  }
})

test('submitting listings does not even reveal that a price is fine by a rival’s catalog', () => {
  const band = { productType: 'handbag', low: '800', currency: 'USD', asOf: '2026-01-01' }
  const priced = compile({
    brands: catalog.brands.map((brand) =>
      brand.id === 'ostrellin'
        ? { ...brand, priceBands: [{ ...band, source: 'Ostrellin' }] }
        : brand,
    ),
  })
  const [compared, alone] = [priced, compile({ brands: catalog.brands })].map((screener) =>
    screener.screen({
      id: '1',
      title: 'Ostrellin handbag',
      price: { amount: '2900', currency: 'USD' },
      condition: 'new',
    }),
  )
  expect([compared?.price?.reference, alone?.price]).toEqual(['ostrellin/handbag', undefined])
  expect([compared?.silent, alone?.silent]).toEqual([
    expect.not.arrayContaining(['price']),
    expect.arrayContaining(['price']),
  ])
  const sender = { ...viewer('rights-holder', 'velmoraq'), organisationId: 'market' }
  const [one, other] = [compared, alone].map((body) => {
    const released = releaseListing(sender, stored(body ?? null), names)?.assessment
    return { ...released, engine: '' }
  })
  expect(one).toEqual(other)
})

test('rivals, authorities and strangers see nothing of strategy, claims or catalogs', () => {
  for (const what of Object.keys(releaseMatrix) as (keyof typeof releaseMatrix)[]) {
    for (const relation of ['rival', 'authority', 'other'] as const) {
      expect([what, relation, mayRelease(relation, what)]).toEqual([what, relation, false])
    }
    expect(mayRelease('owner', what)).toBe(true)
  }
  expect(relations).toHaveLength(7)
})

test('every signal that the engine can give is placed', () => {
  const text = JSON.stringify(compile(catalog).screen({ id: '1', title: 'Gucci 1:1 replica' }))
  for (const [, code] of text.matchAll(/"code":"([^"]+)"/g)) expect(signalCodes).toContain(code)
})
