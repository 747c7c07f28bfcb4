import { describe, expect, it } from 'vitest'
import {
  BrandPack,
  ExchangeRates,
  Lexicon,
  Markers,
  ProductTypes,
  type Listing,
} from '@touchstone/contract'
import {
  exchangeRates,
  guardCounts,
  lexicons,
  lintGuardCounts,
  lintLexicons,
  lintPack,
  lintTermRates,
  markers,
  productTypes,
  starterPack,
} from '@touchstone/recognition'

const brands = starterPack.flatMap((pack) => pack.brands)

describe('the starter brand pack', () => {
  it('is valid and has no finding', () => {
    for (const pack of starterPack) expect(() => BrandPack.parse(pack)).not.toThrow()
    expect(lintPack({ packs: starterPack, types: productTypes, lexicons })).toEqual([])
  })

  it('contains at least 150 brands, each with a source, and no channel policy', () => {
    expect(brands.length).toBeGreaterThanOrEqual(150)
    for (const brand of brands) {
      expect(brand.source).not.toBe('')
      expect(brand.channels).toBeUndefined()
      for (const band of brand.priceBands) expect(band.verified).toBe(false)
    }
  })

  it('contains the houses that the alliance starts from', () => {
    const ids = new Set(brands.map((brand) => brand.id))
    for (const id of [
      'gucci',
      'saint-laurent',
      'bottega-veneta',
      'balenciaga',
      'alexander-mcqueen',
      'brioni',
      'boucheron',
      'pomellato',
      'qeelin',
      'louis-vuitton',
      'swarovski',
      'samsung',
      'huawei',
      'mars',
      'snickers',
      'apple',
      'nike',
    ])
      expect([id, ids.has(id)]).toEqual([id, true])
  })
})

describe('the linters', () => {
  const [pack] = starterPack
  const [lexicon] = lexicons

  it('find the faults of a pack', () => {
    const [first, second] = pack!.brands
    const bad = {
      ...pack!,
      brands: [
        { ...first!, house: 'nobody', productTypes: ['hat', 'no-such-type'], priceBands: [] },
        {
          ...second!,
          aliases: [
            { text: first!.name, language: 'en', kind: 'official' as const },
            { text: 'handbag', language: 'en', kind: 'model' as const },
          ],
        },
        first!,
      ],
    }
    const problems = lintPack({ packs: [bad], types: productTypes, lexicons }).map((f) => f.problem)
    for (const part of [
      'names nobody',
      'names no-such-type',
      `is a name of ${first!.id} too`,
      'is also a word for handbag',
      'has the id of',
    ])
      expect(
        problems.some((problem) => problem.includes(part)),
        part,
      ).toBe(true)
  })

  it('find the faults of a lexicon', () => {
    const [term] = lexicon!.terms
    const bad: Lexicon = {
      ...lexicon!,
      terms: [
        { ...term!, guards: ['en.no-such'] },
        { ...term!, id: 'en.twice', guards: [] },
      ],
      guards: [
        {
          id: 'en.idle',
          meaning: 'never used',
          words: [],
          where: 'near',
          within: 5,
          effect: 'suppress',
          unlessBrand: false,
          global: false,
        },
      ],
    }
    const problems = lintLexicons([bad]).map((f) => f.problem)
    for (const part of [
      'names the guard en.no-such',
      'already has',
      'can never apply',
      'is used by no term',
    ])
      expect(
        problems.some((problem) => problem.includes(part)),
        part,
      ).toBe(true)
  })

  it('find meanings that accuse, and glosses of forms that are not there or have two', () => {
    const [term] = lexicon!.terms
    const bad = {
      ...term!,
      meaning: 'the seller admits a copy.',
      glosses: [
        { forms: [term!.forms[0]!, 'velmoraq'], meaning: 'a copy' },
        { forms: [term!.forms[0]!], meaning: 'sold by counterfeiters' },
      ],
    }
    const findings = lintLexicons([{ ...lexicon!, terms: [bad], guards: [] }])
    const problems = findings.map(({ problem }) => problem)
    expect(problems.filter((problem) => problem.includes('accuses people')).length).toBe(2)
    expect(problems).toContain('has a gloss but is not a form of its term')
    expect(problems).toContain('has two glosses')
  })

  it('find forms that contain a stronger term, and guards that can never apply', () => {
    const [term] = lexicon!.terms
    const plain = { ...term!, guards: [], needsBrand: true, upperCase: false, reviewsOnly: false }
    const guard = {
      id: 'en.without-brand',
      meaning: 'never met',
      words: ['museum'],
      where: 'near' as const,
      within: 5,
      effect: 'suppress' as const,
      unlessBrand: true,
      global: false,
    }
    const strong = { ...plain, id: 'en.strong', forms: ['velmoraq copy'], strength: 'S' as const }
    const weak = { ...plain, id: 'en.weak', forms: ['a velmoraq copy'], strength: 'M' as const }
    const problems = (terms: Lexicon['terms']): string[] =>
      lintLexicons([{ ...lexicon!, terms, guards: [guard] }]).map(
        ({ at, problem }) => `${at} ${problem}`,
      )
    const expected = expect.stringContaining(
      'en.weak/a velmoraq copy holds “velmoraq copy”',
    ) as string
    const idle = expect.stringContaining('en.without-brand can never apply') as string
    expect(problems([strong, weak])).toContainEqual(expected)
    // A guard may quiet the stronger term, and nothing is lost if it is the weaker one.
    expect(problems([{ ...strong, guards: [guard.id] }, weak])).not.toContainEqual(expected)
    expect(problems([{ ...strong, strength: 'W' }, weak])).not.toContainEqual(expected)
    expect(problems([{ ...strong, guards: [guard.id] }])).toContainEqual(idle)
    expect(problems([{ ...strong, guards: [guard.id], needsBrand: false }])).not.toContainEqual(
      idle,
    )
  })

  it('count the terms of ordinary listings, each once in a listing', () => {
    const listings = (often: number): Listing[] =>
      Array.from({ length: 1000 }, (_, at) => ({
        id: String(at),
        title: at < often ? 'telling telling' : 'plain',
      }))
    const reader = {
      termsIn: ({ title }: Listing) => (title === 'plain' ? [] : [{ id: 'en.telling' }]),
    }
    expect(lintTermRates(reader, listings(10))).toEqual([])
    expect(lintTermRates(reader, listings(11))).toMatchObject([
      { at: 'en.telling', problem: 'occurs in 11 of 1000 ordinary listings (1.1 %)' },
    ])
    expect(lintTermRates(reader, listings(0).slice(0, 299))).toHaveLength(1)
  })
})

const glossesOf = ({ id, glosses = [] }: Lexicon['terms'][number]) =>
  glosses.map(({ meaning }) => ({ id, meaning }))

describe('the lexicons', () => {
  it('state in English what a term or guard means, other words in quotes', () => {
    const foreign = lexicons.flatMap(({ terms, guards }) =>
      [...terms, ...terms.flatMap(glossesOf), ...guards].filter(({ meaning }) =>
        /[\u00c0-\u024f]|\b(?:der|die|das|und|oder|una|el|los|que|les|des|une|albo|lub|jest|ya|dan|yang)\b/u.test(
          meaning.replace(/“[^”]*”/g, ''),
        ),
      ),
    )
    expect(foreign.map(({ id, meaning }) => `${id}: ${meaning}`)).toEqual([])
  })
})

describe('the vocabularies', () => {
  it('are valid', () => {
    for (const lexicon of lexicons) expect(() => Lexicon.parse(lexicon)).not.toThrow()
    expect(() => ProductTypes.parse(productTypes)).not.toThrow()
    expect(() => Markers.parse(markers)).not.toThrow()
    expect(() => ExchangeRates.parse(exchangeRates)).not.toThrow()
    expect(lintLexicons(lexicons)).toEqual([])
    expect(lintGuardCounts(lexicons, guardCounts)).toEqual([])
  })

  it('have every type whose parent exists', () => {
    const ids = new Set(productTypes.types.map((type) => type.id))
    for (const type of productTypes.types)
      if (type.parent !== undefined) expect(ids.has(type.parent)).toBe(true)
  })
})
