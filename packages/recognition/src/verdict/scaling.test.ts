import { families, type Family, type Weights } from '#contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countsBesidePrice, signalCodes, type Draft, type SignalCode } from '../signals/index.ts'
import { combine, logit, saturate, scalingOf, signalsOf, WISHES_LIMIT } from './combine-signals.ts'
import { decide } from './decide-verdict.ts'
import { measureMarks } from './evidence-by-family.ts'

const codes = Object.keys(signalCodes) as SignalCode[]
/** Without the fact that counts beside an impossible price. */
const plainWishes = codes.filter(
  (code) => signalCodes[code].speaks === 'wishes' && !countsBesidePrice(code),
)

const draftsOf = (from: readonly SignalCode[]): fc.Arbitrary<Draft[]> =>
  fc.array(
    fc
      .record({
        code: fc.constantFrom(...from),
        weight: fc.double({ min: -4, max: 9, noNaN: true }),
        strong: fc.boolean(),
      })
      .map((draft) => ({ ...draft, evidence: {} }) as Draft),
    { maxLength: 12 },
  )

function fileOf(scales: Partial<Record<Family, number>>, intercept: number): Weights {
  return {
    id: 'fit-1',
    version: 1,
    engine: 'recognition@0.1.0+lexicon.1',
    fittedOn: { rows: 400, positives: 200, sellers: 6, sources: 1 },
    intercept,
    fieldShare: null,
    prior: { scaleMean: 1, scaleDeviation: 0.5, interceptMean: -3.9, interceptDeviation: 2 },
    families: Object.fromEntries(
      Object.entries(scales).map(([family, scale]) => [family, { scale, standardError: 0.1 }]),
    ),
    validation: null,
    calibration: 'uncalibrated',
  }
}

const file: fc.Arbitrary<Weights> = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...families), fc.double({ min: 0, max: 5, noNaN: true })),
    fc.double({ min: -6, max: 1, noNaN: true }),
  )
  .map(([scales, intercept]) => fileOf(scales, intercept))

describe('fitted weights', () => {
  it('change nothing, to the last bit, where every scale is 1', () => {
    const ones = fileOf(Object.fromEntries(families.map((family) => [family, 1])), logit(0.02))
    fc.assert(
      fc.property(draftsOf(codes), (drafts) => {
        expect(combine(drafts, scalingOf(ones))).toEqual(combine(drafts))
        expect(combine(drafts, scalingOf(fileOf({}, logit(0.02))))).toEqual(combine(drafts))
      }),
    )
  })

  it('give the log-odds that the fit foresees from an assessment with the shipped ones', () => {
    fc.assert(
      fc.property(draftsOf(codes), file, (drafts, weights) => {
        const shipped = measureMarks({ signals: signalsOf(combine(drafts).weighed) })
        const scaled = (sums: Record<Family, number>): number =>
          families.reduce(
            (sum, family) => sum + (weights.families[family]?.scale ?? 1) * sums[family],
            0,
          )
        const foreseen =
          weights.intercept + scaled(shipped.plain) + saturate(scaled(shipped.wishes), WISHES_LIMIT)
        const { weighed } = combine(drafts, scalingOf(weights))
        const logOdds = weighed.reduce((sum, { weight }) => sum + weight, weights.intercept)
        expect(logOdds).toBeCloseTo(foreseen, 6)
      }),
    )
  })

  it('keep the limit of crossed wishes, and let them never reach review', () => {
    fc.assert(
      fc.property(draftsOf(plainWishes), file, (drafts, weights) => {
        const combined = combine(drafts, scalingOf(weights))
        const together = combined.weighed.reduce((sum, { weight }) => sum + weight, 0)
        expect(together).toBeLessThan(WISHES_LIMIT + 1e-9)
        const brand = {
          id: 'velmoraq',
          name: 'Velmoraq',
          commonWord: false,
          forms: [],
          productTypes: new Set<string>(),
          bands: new Map(),
          modelBands: new Map(),
          tierBands: new Map(),
          dearest: 0,
          channels: [],
          fromCatalog: true,
        }
        const mention = { brand, confidence: 0.97, form: 'plain', places: [] } as const
        const { verdict } = decide(combined, [{ ...mention, role: 'offered', places: [] }])
        expect(['clear', 'ask-proof']).toContain(verdict)
      }),
    )
  })

  it('never lower the probability for more evidence', () => {
    fc.assert(
      fc.property(draftsOf(codes), fc.constantFrom(...codes), file, (drafts, code, weights) => {
        if (signalCodes[code].speaks === 'context') return
        const scaling = scalingOf(weights)
        const more = combine([...drafts, { code, weight: 1, evidence: {} } as Draft], scaling)
        const before = combine(drafts, scaling).probability
        expect(more.probability).toBeGreaterThanOrEqual(before - 1e-12)
      }),
    )
  })
})
