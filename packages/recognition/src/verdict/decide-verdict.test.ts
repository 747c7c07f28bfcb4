import {
  leastThresholds,
  shippedThresholds,
  type Assessment,
  type Signal,
  type Thresholds,
  type Verdict,
} from '#contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mention } from '../brand/index.ts'
import { countsBesidePrice, signalCodes, type Draft, type SignalCode } from '../signals/index.ts'
import { BASE_RATE, combine, logit, saturate, type Weighed } from './combine-signals.ts'
import { wordAssessment } from '../assessment-sentences.ts'
import { decide, underThresholds, verdictWithin } from './decide-verdict.ts'

const codes = Object.keys(signalCodes) as SignalCode[]
const wishCodes = codes.filter((code) => signalCodes[code].speaks === 'wishes')
/** Wishes without the one fact that counts beside an impossible price. */
const plainWishes = wishCodes.filter((code) => !countsBesidePrice(code))
const rank = { clear: 0, 'ask-proof': 1, review: 2, block: 3 }

const mention = (over: Partial<Mention> = {}): Mention => ({
  brand: {
    id: 'velmoraq',
    name: 'Velmoraq',
    commonWord: false,
    forms: [],
    productTypes: new Set(),
    bands: new Map(),
    modelBands: new Map(),
    tierBands: new Map(),
    dearest: 0,
    channels: [],
    fromCatalog: true,
  },
  confidence: 0.97,
  role: 'offered',
  form: 'plain',
  places: [],
  ...over,
})

// Without parameters a signal is shown by its code.
const draft = (code: SignalCode, weight: number, strong = false): Draft =>
  ({ code, weight, strong, evidence: {} }) as Draft

const drafts = (from: readonly SignalCode[]): fc.Arbitrary<Draft[]> =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...from), fc.double({ min: -4, max: 40, noNaN: true }), fc.boolean())
      .map(([code, weight, strong]) => draft(code, weight, strong)),
    { maxLength: 14 },
  )

/** Every three wishes, and all wishes of any families: of one family they count together. */
const combinations: readonly SignalCode[][] = [
  ...plainWishes.flatMap((code, at) =>
    plainWishes
      .slice(at)
      .flatMap((two, then) =>
        plainWishes.slice(at + then).map((three) => [...new Set([code, two, three])]),
      ),
  ),
  ...subsetsOf([...Map.groupBy(plainWishes, (code) => code.split('.', 1)[0]).values()]).map(
    (families) => families.flat(),
  ),
]

function subsetsOf<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>(
    (subsets, element) => [...subsets, ...subsets.map((rest) => [...rest, element])],
    [[]],
  )
}

/** An impossible price beside a fact that counts there: the only review without evidence of falsity. */
function isPriceReview(positive: readonly Weighed[]): boolean {
  const found = new Set<string>(positive.map(({ draft: { code } }) => code))
  return found.has('price.impossible') && [...found].some(countsBesidePrice)
}

describe('the block rule', () => {
  it('lets crossed wishes reach ask-proof at most, any three and any families of them', () => {
    for (const chosen of combinations)
      for (const weight of [0.5, 3, 40]) {
        const combined = combine(chosen.map((code) => draft(code, weight, true)))
        expect(rank[decide(combined, [mention()]).verdict]).toBeLessThanOrEqual(rank['ask-proof'])
      }
  })

  it('asks for evidence of falsity before review, and for a second family before block', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const combined = combine(list)
        const { verdict } = decide(combined, [mention()])
        const positive = combined.weighed.filter((signal) => signal.weight > 0)
        const falsity = positive.filter((signal) => signal.speaks === 'authenticity')
        if (rank[verdict] >= rank.review && !isPriceReview(positive))
          expect(falsity.length).toBeGreaterThan(0)
        if (verdict === 'block') {
          expect(falsity.some((signal) => signal.draft.strong)).toBe(true)
          const independent = new Set(
            positive.map((signal) => signal.family).filter((family) => family !== 'brand'),
          )
          expect(independent.size).toBeGreaterThan(1)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('accuses no one if no protected brand is passed off', () => {
    const combined = combine([
      draft('text.replica-term', 9, true),
      draft('price.far-below-band', 9),
    ])
    for (const mentioned of [
      [],
      [mention({ confidence: 0.4 })],
      [mention({ role: 'compatible-with' })],
      [mention({ role: 'mentioned' })],
    ])
      expect(rank[decide(combined, mentioned).verdict]).toBeLessThanOrEqual(rank['ask-proof'])
    expect(decide(combined, [mention()]).verdict).toBe('block')
  })
})

/** Any that an organisation may set, the lowest often. */
const thresholds: fc.Arbitrary<Thresholds> = fc.oneof(
  fc.constant(leastThresholds),
  fc.record({
    askProof: fc.integer({ min: leastThresholds.askProof, max: 100 }),
    review: fc.integer({ min: leastThresholds.review, max: 100 }),
    block: fc.integer({ min: leastThresholds.block, max: 100 }),
  }),
)

const assessed = (list: readonly Draft[], mentioned = [mention()]): Assessment => {
  const combined = combine(list)
  const { verdict, ceiling, hold, signals } = decide(combined, mentioned)
  return {
    listing: '1',
    engine: 'test',
    verdict,
    ceiling,
    hold,
    probability: combined.probability,
    brands: mentioned.map(({ brand, confidence, role }) => ({ id: brand.id, confidence, role })),
    signals,
  }
}
const reasonOf = (assessment: Assessment): string => wordAssessment(assessment).reason ?? ''

describe('an impossible price', () => {
  const price = draft('price.impossible', 25)
  const beside = (fact: Draft): Assessment => assessed([price, fact])
  const stock = (params: Record<string, unknown>): Draft =>
    ({ ...draft('seller.stock-of-scarce-goods', 0.5), evidence: { params } }) as Draft

  it('reaches no further than ask-proof alone, whatever wishes are crossed beside it', () => {
    for (const chosen of combinations)
      for (const weight of [0.5, 3, 40]) {
        const list = [price, ...chosen.map((code) => draft(code, weight, true))]
        const { verdict, ceiling, hold } = assessed(list)
        expect([rank[verdict] <= rank['ask-proof'], ceiling, hold]).toEqual([
          true,
          'ask-proof',
          undefined,
        ])
        expect(underThresholds(assessed(list), leastThresholds).verdict).not.toBe('review')
      }
  })

  it('beside one independent fact opens a review during which the listing stays up', () => {
    for (const fact of [
      draft('image.seen-before', 0.5),
      stock({ count: 60, brand: 'Velmoraq', from: 50, isNew: true }),
      draft('product.foreign-code', 1.6),
      draft('text.source-claim', 1.3),
    ])
      expect([fact.code, beside(fact)]).toMatchObject([
        fact.code,
        { verdict: 'review', ceiling: 'review', hold: false },
      ])
  })

  it('needs more than a weak word, a large stock of used goods or a fact about the price', () => {
    for (const fact of [
      draft('text.quality-grade', 0.3),
      stock({ count: 60, brand: 'Velmoraq', from: 50 }),
      draft('price.text-differs', 3),
      draft('image.official-photo', 3),
      draft('seller.young-account', 3),
    ])
      expect([fact.code, beside(fact).verdict]).toEqual([fact.code, 'ask-proof'])
  })

  it('never reaches block without near-conclusive evidence, under any thresholds', () => {
    fc.assert(
      fc.property(drafts(wishCodes), thresholds, (list, own) => {
        const whole = assessed([price, ...list])
        expect(['clear', 'ask-proof', 'review']).toContain(whole.ceiling)
        const { verdict, hold } = underThresholds(whole, own)
        expect(verdict).not.toBe('block')
        expect(hold).toBe(verdict === 'review' ? false : undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it('withholds nothing less where evidence of falsity opens the review anyway', () => {
    const { verdict, hold } = beside(draft('review.buyers-say-fake', 4, true))
    expect(rank[verdict]).toBeGreaterThanOrEqual(rank.review)
    expect(hold).toBeUndefined()
  })

  it('accuses no one if no protected brand is passed off', () => {
    const facts = [price, draft('image.seen-before', 3)]
    for (const mentioned of [[], [mention({ role: 'compatible-with' })]])
      expect(assessed(facts, mentioned)).toMatchObject({ verdict: 'ask-proof', hold: undefined })
  })
})

describe('other thresholds', () => {
  it('never raise a listing above the block rule', () => {
    fc.assert(
      fc.property(drafts(codes), thresholds, (list, own) => {
        const assessment = assessed(list)
        const { verdict } = underThresholds(assessment, own)
        expect(rank[verdict]).toBeLessThanOrEqual(rank[assessment.ceiling!])
        const positive = combine(list).weighed.filter((signal) => signal.weight > 0)
        const falsity = positive.filter((signal) => signal.speaks === 'authenticity')
        if (positive.length === 0) expect(verdict).toBe('clear')
        if (rank[verdict] >= rank.review && !isPriceReview(positive))
          expect(falsity.length).toBeGreaterThan(0)
        if (verdict === 'block') expect(falsity.some((signal) => signal.draft.strong)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('let crossed wishes reach ask-proof at most, any three and any families of them', () => {
    for (const chosen of combinations) {
      const assessment = assessed(chosen.map((code) => draft(code, 40, true)))
      const { verdict } = underThresholds(assessment, leastThresholds)
      expect(rank[verdict]).toBeLessThanOrEqual(rank['ask-proof'])
    }
  })

  it('give the engine’s results if they equal its own', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const assessment = assessed(list)
        expect(underThresholds(assessment, shippedThresholds)).toBe(assessment)
      }),
    )
  })

  it('reword the reason, also over other thresholds, and keep the engine’s beside it', () => {
    const assessment = assessed([
      draft('text.replica-term', 9, true),
      draft('price.far-below-band', 9),
    ])
    expect(assessment).toMatchObject({ verdict: 'block', ceiling: 'block' })
    const moved = underThresholds(assessment, { askProof: 10, review: 25, block: 100 })
    expect(moved).toMatchObject({ verdict: 'review', engineVerdict: 'block', ceiling: 'block' })
    expect(reasonOf(moved)).toBe(
      'Review: the goods may be counterfeit; a person decides. A sign of counterfeiting in the listing’s text ' +
        'calls for more than a request for proof. ' +
        'At 97%, the probability of counterfeit is below the 100% at which signs count as strong. ' +
        'Sign that the goods may be counterfeit: text.replica-term ' +
        'Also counted, though not a sign of counterfeiting by itself: price.far-below-band',
    )
    const clear = underThresholds(moved, { askProof: 100, review: 100, block: 100 })
    expect(reasonOf(clear)).toMatch(/^Clear: the signals found are too weak to act on\./)
  })

  it('only lower an assessment without a ceiling', () => {
    const old = assessed([draft('text.replica-term', 4, true)])
    delete old.ceiling
    expect(old.verdict).toBe('review')
    expect(underThresholds(old, leastThresholds).verdict).toBe('review')
    expect(underThresholds(old, { askProof: 10, review: 100, block: 100 }).verdict).toBe(
      'ask-proof',
    )
  })

  it('fall at the probability itself', () => {
    expect(verdictWithin('block', 0.29, { askProof: 10, review: 29, block: 80 })).toBe('review')
    expect(verdictWithin('block', 0.28999, { askProof: 10, review: 29, block: 80 })).toBe(
      'ask-proof',
    )
  })
})

describe('the reason', () => {
  const judged = (
    list: readonly Draft[],
    mentioned = [mention()],
  ): { verdict: Verdict; reason: string; signals: Signal[] } => {
    const assessment = assessed(list, mentioned)
    return { ...assessment, reason: reasonOf(assessment) }
  }
  const sources = [
    'the listing’s text',
    'the pictures',
    'the price',
    'the seller’s account',
    'the sales channel',
    'the product details',
    'buyers’ reviews',
    'the marketplace’s own signals',
    'the codes of units',
    'the mitigating signals',
  ]
  const firstSentence = (reason: string): string => reason.split('. ', 1)[0] ?? ''
  const quotedIn = (reason: string): SignalCode[] => codes.filter((code) => reason.includes(code))

  it('of a block names the two different kinds of sign that met', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const { verdict, reason } = judged(list)
        if (verdict !== 'block') return
        const named = sources.filter((source) => firstSentence(reason).includes(source))
        expect(named.length).toBeGreaterThan(1)
        expect(quotedIn(reason).length).toBeGreaterThan(1)
      }),
      { numRuns: 2000 },
    )
  })

  it('of a review states that a person decides and what a block lacks', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const { verdict, reason } = judged(list)
        if (verdict !== 'review') return
        if (assessed(list).hold === false) {
          expect(reason).toMatch(
            /^Review: a person looks at this listing while it stays up; nothing is withheld\. The price is impossible /,
          )
          expect(reason).toContain('price.impossible')
          expect(reason).toMatch(/“Strong signs” needs evidence that the goods are counterfeit\.$/)
          return
        }
        expect(reason).toMatch(/^Review: the goods may be counterfeit; a person decides\. /)
        expect(reason).toMatch(
          /(also needs a second|is strong enough for the verdict|\d+% at which signs count as strong)/,
        )
        expect(reason).toMatch(
          /Signs? that the goods may be counterfeit: (text|image|product|review)\./,
        )
      }),
      { numRuns: 2000 },
    )
  })

  it('of crossed wishes states that they are not signs of counterfeiting', () => {
    fc.assert(
      fc.property(drafts(plainWishes), (list) => {
        const { verdict, reason } = judged(list)
        if (verdict === 'ask-proof')
          expect(reason).toMatch(/not (?:a sign|signs) of counterfeiting\./)
        else expect(reason).toMatch(/^Clear: /)
      }),
    )
  })

  it('separates signs of counterfeiting from everything else, and quotes few and heavy facts', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const { verdict, reason, signals } = judged(list)
        const [signs = '', rest = ''] = reason.split(/Also counted|Supporting signals/)
        for (const code of wishCodes)
          if (verdict !== 'clear') expect(signs).not.toContain(`: ${code}`)
        for (const code of quotedIn(rest)) expect(signalCodes[code].speaks).not.toBe('authenticity')
        if (verdict === 'clear') return
        expect(new Set(quotedIn(reason)).size).toBeLessThanOrEqual(verdict === 'block' ? 6 : 3)
        const heaviest = Math.max(...signals.map(({ weight }) => weight))
        for (const code of quotedIn(reason)) {
          const own = signals.filter((signal) => signal.code === code)
          const worth = own.some(({ weight }) => weight >= Math.min(0.5, heaviest))
          if (verdict === 'ask-proof') expect(worth).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('states whether a brand is named if nothing was found', () => {
    expect(judged([], []).reason).toBe(
      'Clear: the listing refers to no protected brand, and nothing suggests that the goods are counterfeit.',
    )
    const named: Draft = {
      code: 'brand.named',
      weight: 0,
      evidence: { params: { as: 'name', brand: 'Velmoraq' } },
    }
    expect(judged([named]).reason).toBe(
      'Clear: nothing suggests that the goods are counterfeit or calls for proof. The listing names Velmoraq. The goods are offered as that brand’s.',
    )
    expect(judged([named], [mention({ role: 'mentioned' })]).reason).toContain(
      'The listing mentions that brand but does not offer its goods.',
    )
  })

  it('accuses no one', () => {
    fc.assert(
      fc.property(
        drafts(codes),
        fc.constantFrom('offered', 'mentioned', 'compatible-with'),
        (list, role) => {
          const { reason } = judged(list, [mention({ role: role as 'offered' })])
          expect(reason).not.toMatch(
            /admit|fraud|scam|criminal|counterfeiter|guilt|the seller (?!should|’s)/i,
          )
        },
      ),
    )
  })
})

describe('combining', () => {
  it('has weights that add up to the probability', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const { weighed, probability } = combine(list)
        const sum = weighed.reduce((total, { weight }) => total + weight, logit(BASE_RATE))
        expect(probability).toBeGreaterThanOrEqual(0)
        expect(probability).toBeLessThanOrEqual(1)
        if (probability > 1e-12 && probability < 1 - 1e-12)
          expect(logit(probability)).toBeCloseTo(sum, 4)
      }),
    )
  })

  it('saturates smoothly and never becomes flat', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (x, step) => {
          expect(saturate(x + step, 6)).toBeGreaterThan(saturate(x, 6))
          expect(saturate(-x, 6)).toBe(-saturate(x, 6))
          expect(saturate(x, 6)).toBeLessThan(6)
        },
      ),
    )
  })

  it('gives more probability for more evidence', () => {
    fc.assert(
      fc.property(drafts(codes), fc.constantFrom(...codes), (list, code) => {
        if (signalCodes[code].speaks === 'context') return
        const more = combine([...list, draft(code, 1)])
        expect(more.probability).toBeGreaterThanOrEqual(combine(list).probability)
      }),
    )
  })
})
