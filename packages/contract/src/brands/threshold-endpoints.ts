import { z } from 'zod'
import { verdicts } from '../listings/assessment.ts'
import { leastThresholds, Thresholds } from './thresholds.ts'
import { asWritten } from '../text.ts'
import { Cursor, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const brandId = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]*$/)
const brand = brandId.nullable().meta({
  description: 'A brand’s id; null for all brands without thresholds of their own.',
})
const note = asWritten(2000)
const version = z.int().min(0).meta({ description: '0 where nothing was ever set.' })
const orNone = Thresholds.nullable().meta({
  description: 'Null for none: those for all other brands hold, or else the engine’s.',
})

/** What an organisation has set for a brand, or for all others. */
export const ThresholdSetting = z
  .object({ brand, version, thresholds: orNone, changedAt: z.iso.datetime().nullable() })
  .meta({ id: 'ThresholdSetting' })
export type ThresholdSetting = z.infer<typeof ThresholdSetting>

/** A count that stops somewhere. */
const counted = {
  count: z.int(),
  more: z.boolean().meta({ description: 'True where counting stopped before the end.' }),
}

export const BrandThresholds = z
  .object({
    brand: brandId,
    setting: ThresholdSetting,
    effective: Thresholds.meta({ description: 'Those that hold for the brand now.' }),
    offers: z.object(counted).meta({ description: 'Counted up to 10,000.' }),
  })
  .meta({ id: 'BrandThresholds' })

export const ThresholdsPage = z
  .object({
    shipped: Thresholds.meta({ description: 'The engine’s own.' }),
    least: z
      .object({ askProof: z.int(), review: z.int(), block: z.int() })
      .meta({ description: 'Below these nobody may set them.' }),
    standard: ThresholdSetting.meta({
      description: 'For all brands without thresholds of their own.',
    }),
    items: z.array(BrandThresholds).meta({ description: 'Brands with offers, by their ids.' }),
    next: z.string().nullable(),
  })
  .meta({ id: 'ThresholdsPage' })

export const ThresholdVersion = z
  .object({
    id: z.uuid(),
    brand,
    version,
    before: orNone,
    after: orNone,
    note: z.string().nullable(),
    undoes: z.int().nullable().meta({ description: 'The version that this one took back.' }),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string() }),
  })
  .meta({ id: 'ThresholdVersion' })

export const Histogram = z
  .object({
    bars: z
      .array(
        z.object({
          ceiling: z
            .enum(verdicts)
            .meta({ description: 'The gravest that the block rule allows.' }),
          percent: z
            .int()
            .min(0)
            .max(100)
            .meta({
              description: `Probability in whole per cent, rounded down; 0 for all below ${leastThresholds.askProof} and for those that nothing speaks against.`,
            }),
          count: z.int(),
        }),
      )
      .meta({ description: 'Offers by the rule’s ceiling and by probability.' }),
    fixed: z.int().meta({
      description:
        'Offers on which the engine’s verdict stands whatever is set, because not all of the evidence is the organisation’s to see.',
    }),
  })
  .meta({ id: 'ThresholdHistogram' })

const ProposedThresholds = z.strictObject({ brand, thresholds: orNone })

const move = { from: z.enum(verdicts), to: z.enum(verdicts) }

const Movement = z
  .object({
    count: z.int(),
    share: z.object({ low: z.number(), high: z.number() }).nullable().meta({
      description: 'Wilson’s interval at 95 %; null, not known, where too few are decided.',
    }),
  })
  .meta({ id: 'MovedDecided' })

export const ThresholdPreview = z
  .object({
    moves: z.array(
      z.object({
        ...move,
        count: z.int(),
        examples: z
          .array(
            z.object({
              id: z.uuid(),
              title: z.string(),
              marketplace: z.string(),
              percent: z.int().meta({ description: 'Probability, rounded down.' }),
            }),
          )
          .meta({ description: 'The newest, twenty at the most.' }),
      }),
    ),
    brands: z.array(
      z.object({
        brand: brandId.nullable(),
        moves: z.array(z.object({ ...move, count: z.int() })),
      }),
    ),
    ...counted,
    decided: z
      .array(
        z.object({
          decision: z.enum(['genuine', 'counterfeit']),
          decided: z.int().meta({ description: 'Offers that people decided so.' }),
          graver: Movement,
          milder: Movement,
        }),
      )
      .meta({
        description:
          'Offers that the organisation’s own people decided, of its two thousand newest decisions.',
      }),
    leastDecided: z.int().meta({ description: 'Where fewer are decided, no interval is told.' }),
  })
  .meta({ id: 'ThresholdPreview' })

const ChangedThresholds = ProposedThresholds.extend({
  version: version.meta({
    description: 'The version that was looked at; where another came since, nothing changes.',
  }),
  note: note.optional(),
})

export const thresholdEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/thresholds',
    summary: 'The organisation’s thresholds: for all brands, and brand by brand',
    description:
      'A marketplace’s hold for the offers that it sent; a rights holder’s for offers of the brands in its sight. Each organisation’s verdict is its own view; what the engine said is kept once, as it said it.',
    access: 'person',
    query: z.strictObject({
      limit: PageQuery.shape.limit,
      after: Cursor.optional(),
      brand: brandId.optional().meta({ description: 'This brand alone.' }),
    }),
    answer: ThresholdsPage,
  }),
  histogram: endpoint({
    method: 'GET',
    path: '/api/v1/thresholds/histogram',
    summary: 'How probable a brand’s offers are, and how far the block rule lets each go',
    access: 'person',
    query: z.strictObject({ brand: brandId }),
    answer: Histogram,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/thresholds/preview',
    summary: 'What proposed thresholds would change of the stored offers; changes nothing',
    access: 'person',
    body: ProposedThresholds,
    answer: ThresholdPreview,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/thresholds',
    summary: 'Sets the thresholds of a brand, or of all others; for the organisation’s admins',
    access: 'person',
    body: ChangedThresholds,
    answer: ThresholdSetting,
  }),
  undo: endpoint({
    method: 'POST',
    path: '/api/v1/thresholds/undo',
    summary: 'Goes back to the version before; for the organisation’s admins',
    access: 'person',
    body: z.strictObject({ brand, version: z.int().min(1) }),
    answer: ThresholdSetting,
  }),
  history: endpoint({
    method: 'GET',
    path: '/api/v1/thresholds/history',
    summary: 'Pages through the changes of the thresholds, newest first',
    access: 'person',
    query: PageQuery.extend({ brand: brandId.optional() }),
    answer: pageOf(ThresholdVersion),
  }),
}
