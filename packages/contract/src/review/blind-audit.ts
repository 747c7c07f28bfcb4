import { z } from 'zod'
import { decisionVerdicts } from './decision.ts'
import { Listing, Seller } from '../listings/listing.ts'

/** Queues of listings, each a stratum of its own. A listing in several is in the first. */
export const queueStrata = ['block', 'review', 'impossible-price', 'ask-proof'] as const
export type QueueStratum = (typeof queueStrata)[number]
/**
 * The engine's verdict when the audit sample was drawn; these strata measure the engine. Samples drawn before queues
 * were strata have all of them in `flagged`.
 */
export const engineStrata = ['clear', ...queueStrata, 'flagged', 'removed'] as const
/** In addition, listings restricted in the week without an appeal by the seller. */
export const strata = [...engineStrata, 'unappealed'] as const
export type Stratum = (typeof strata)[number]

const size = z.int().min(0).max(500)

/** How many listings of each stratum are drawn every week, if any. */
export const BlindAuditSettings = z
  .strictObject({
    enabled: z.boolean(),
    sizes: z.strictObject({
      clear: size.meta({ description: 'Listings with the verdict `clear`.' }),
      flagged: size.meta({
        description:
          'Listings in a queue: verdict `ask-proof`, `review` or `block`, or an impossible price. Divided equally among the queues; what one has no listings for, the others get.',
      }),
      removed: size.meta({
        description:
          'Listings taken down: reported as removed, or decided to be counterfeit or misuse, and not restored since.',
      }),
      unappealed: size.default(10).meta({
        description:
          'Listings received earlier that were restricted or reported as removed in the week, and that no seller appealed.',
      }),
    }),
  })
  .meta({ id: 'BlindAuditSettings' })
export type BlindAuditSettings = z.infer<typeof BlindAuditSettings>

/** Defaults. */
export const defaultQualitySettings: BlindAuditSettings = {
  enabled: true,
  sizes: { clear: 30, flagged: 30, removed: 15, unappealed: 10 },
}

/** Below these numbers a figure is unknown. */
export const qualityNeeds = {
  /** Settled listings that were flagged, for precision. */
  flagged: 30,
  /** Settled listings that were not flagged, for recall. */
  unflagged: 30,
  /** Counterfeits among the settled listings, for recall. */
  counterfeits: 10,
  /** Listings with two annotations, for agreement. */
  pairs: 30,
} as const

/** A weighted share with its 95 % interval, or what is missing before there is one. */
export const QualityFigureView = z
  .discriminatedUnion('known', [
    z.object({ known: z.literal(true), value: z.number(), low: z.number(), high: z.number() }),
    z.object({
      known: z.literal(false),
      missing: z.object({
        flagged: z.int().optional(),
        unflagged: z.int().optional(),
        counterfeits: z.int().optional(),
        pairs: z.int().optional(),
      }),
    }),
  ])
  .meta({
    id: 'QualityFigureView',
    description:
      'Unknown until enough listings are annotated; `missing` is the number still needed.',
  })
export type QualityFigureView = z.infer<typeof QualityFigureView>

export const QualityMeasure = z
  .object({
    precision: QualityFigureView.meta({
      description: 'Share of flagged listings that are counterfeit.',
    }),
    recall: QualityFigureView.meta({ description: 'Share of counterfeits that were flagged.' }),
    settled: z.int().meta({ description: 'Settled listings that the figure is based on.' }),
    counterfeits: z.int().meta({ description: 'Counterfeits among them.' }),
  })
  .meta({ id: 'QualityMeasure' })
export type QualityMeasure = z.infer<typeof QualityMeasure>

/** One queue as measured by blind audits. */
export const AuditedQueueView = QualityMeasure.extend({
  queue: z.enum(queueStrata),
  expected: z.array(z.object({ incomingShare: z.number(), precision: QualityFigureView })).meta({
    description: 'Precision where counterfeits have another share of all listings that come in.',
  }),
}).meta({ id: 'AuditedQueueView' })
export type AuditedQueueView = z.infer<typeof AuditedQueueView>

/** Label of an annotation: the conclusions of decisions. */
export const ReadingLabel = z.enum(decisionVerdicts).meta({ id: 'ReadingLabel' })

const { country, joinedAt, name, type } = Seller.shape

/**
 * A listing's content alone, without anything that reveals an opinion or allows a look-up: no id, no address, no
 * signals from a marketplace.
 */
export const BlindListingView = z
  .strictObject({
    ...Listing.pick({
      marketplace: true,
      title: true,
      description: true,
      category: true,
      brand: true,
      condition: true,
      language: true,
      price: true,
      shippingPrice: true,
      quantity: true,
      unitsSold: true,
      attributes: true,
      variants: true,
      reviews: true,
      images: true,
      shipsFrom: true,
      observedAt: true,
    }).shape,
    seller: z.strictObject({ country, joinedAt, name, type }).optional(),
  })
  .meta({ id: 'BlindListingView' })
export type BlindListingView = z.infer<typeof BlindListingView>
