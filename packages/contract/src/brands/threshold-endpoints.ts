import { z } from 'zod'
import { action, ExpectedVersion } from '../api/action.ts'
import { verdicts } from '../listings/assessment.ts'
import { leastThresholds, Thresholds } from './thresholds.ts'
import { asWritten } from '../text.ts'
import { Cursor, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const brandId = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]*$/)
const brand = brandId.nullable().meta({
  description: 'A brand ID; null for all brands without thresholds of their own.',
})
const note = asWritten(2000)
const version = z.int().min(0).meta({ description: '0 if no thresholds were ever set.' })
const NullableThresholds = Thresholds.nullable().meta({
  description:
    'Null for no thresholds of its own: those for all other brands apply, or else those of the engine.',
})

/** Thresholds that an organisation has set for a brand, or for all others. */
export const ThresholdSettingView = z
  .object({
    brand,
    version,
    thresholds: NullableThresholds,
    changedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ThresholdSettingView' })
export type ThresholdSettingView = z.infer<typeof ThresholdSettingView>

/** A count with an upper limit. */
const counted = {
  count: z.int(),
  more: z.boolean().meta({ description: 'True if counting stopped early.' }),
}

export const BrandThresholdsView = z
  .object({
    brand: brandId,
    setting: ThresholdSettingView,
    effective: Thresholds.meta({ description: 'Thresholds currently in force for the brand.' }),
    listings: z.object(counted).meta({ description: 'Counted up to 10,000.' }),
  })
  .meta({ id: 'BrandThresholdsView' })

export const ThresholdsPageView = z
  .object({
    shipped: Thresholds.meta({ description: 'Default thresholds of the engine.' }),
    least: z
      .object({ askProof: z.int(), review: z.int(), block: z.int() })
      .meta({ description: 'The lowest values that can be set.' }),
    standard: ThresholdSettingView.meta({
      description: 'Thresholds for all brands without thresholds of their own.',
    }),
    items: z.array(BrandThresholdsView).meta({ description: 'Brands with listings, by ID.' }),
    next: z.string().nullable(),
  })
  .meta({ id: 'ThresholdsPageView' })

export const ThresholdVersionView = z
  .object({
    id: z.uuid(),
    brand,
    version,
    before: NullableThresholds,
    after: NullableThresholds,
    note: z.string().nullable(),
    undoes: z.int().nullable().meta({ description: 'The version that this one undid.' }),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string() }),
  })
  .meta({ id: 'ThresholdVersionView' })

export const ThresholdHistogramView = z
  .object({
    bars: z
      .array(
        z.object({
          ceiling: z
            .enum(verdicts)
            .meta({ description: 'The gravest verdict that the block rule allows.' }),
          percent: z
            .int()
            .min(0)
            .max(100)
            .meta({
              description: `Probability in whole per cent, rounded down. 0 for all values below ${leastThresholds.askProof} and for listings with no signal against them.`,
            }),
          count: z.int(),
        }),
      )
      .meta({ description: 'Listings by ceiling of the block rule and by probability.' }),
    fixed: z.int().meta({
      description:
        'Listings whose engine verdict is unaffected by thresholds, because some of the evidence is not visible to the organisation.',
    }),
  })
  .meta({ id: 'ThresholdHistogramView' })

const ProposedThresholds = z.strictObject({ brand, thresholds: NullableThresholds })

const move = { from: z.enum(verdicts), to: z.enum(verdicts) }

const Movement = z
  .object({
    count: z.int(),
    share: z.object({ low: z.number(), high: z.number() }).nullable().meta({
      description: 'Wilson 95% interval; null if there are too few decisions.',
    }),
  })
  .meta({ id: 'MovedDecidedView' })

export const ThresholdPreviewView = z
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
              percent: z.int().meta({ description: 'Probability in per cent, rounded down.' }),
            }),
          )
          .meta({ description: 'The newest listings; at most 20.' }),
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
          decided: z.int().meta({ description: 'Listings with this decision.' }),
          graver: Movement,
          milder: Movement,
        }),
      )
      .meta({
        description:
          'Listings decided by the organisation’s own people, among its 2,000 newest decisions.',
      }),
    leastDecided: z
      .int()
      .meta({ description: 'The fewest decisions for which an interval is given.' }),
  })
  .meta({ id: 'ThresholdPreviewView' })

const ChangedThresholds = ProposedThresholds.extend({
  expectedVersion: ExpectedVersion,
  note: note.optional(),
})

const ThresholdAction = action('undo', { brand }).meta({ id: 'ThresholdAction' })

export const thresholdEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/thresholds',
    summary: 'List the organisation’s thresholds: the default, and those of each brand',
    description:
      'A marketplace’s thresholds apply to the listings it submitted, a rights holder’s to listings of brands visible to it. Verdicts under an organisation’s thresholds are its own view; the engine’s verdict is stored once, unchanged.',
    access: 'person',
    query: z.strictObject({
      limit: PageQuery.shape.limit,
      after: Cursor.optional(),
      brand: brandId.optional().meta({ description: 'Only this brand.' }),
    }),
    response: ThresholdsPageView,
  }),
  histogram: endpoint({
    method: 'GET',
    path: '/api/v1/thresholds/histogram',
    summary:
      'Retrieve the distribution of a brand’s listings by probability and block rule ceiling',
    access: 'person',
    query: z.strictObject({ brand: brandId }),
    response: ThresholdHistogramView,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/thresholds/previews',
    summary: 'Preview the effect of proposed thresholds on stored listings',
    access: 'person',
    body: ProposedThresholds,
    response: ThresholdPreviewView,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/thresholds',
    summary: 'Set the thresholds of a brand or the default, as an admin',
    access: 'person',
    body: ChangedThresholds,
    response: ThresholdSettingView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/thresholds/actions',
    summary: 'Restore the previous thresholds, as an admin',
    access: 'person',
    body: z
      .strictObject({ action: ThresholdAction, expectedVersion: ExpectedVersion })
      .meta({ id: 'ThresholdActionInput' }),
    response: ThresholdSettingView,
  }),
  history: endpoint({
    method: 'GET',
    path: '/api/v1/thresholds/history',
    summary: 'List threshold changes, newest first',
    access: 'person',
    query: PageQuery.extend({ brand: brandId.optional() }),
    response: pageOf(ThresholdVersionView),
  }),
}
