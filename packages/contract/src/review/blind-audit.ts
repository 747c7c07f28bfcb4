import { z } from 'zod'
import { decisionVerdicts } from './decision.ts'
import { Listing, Seller } from '../listings/listing.ts'

/** What an offer that came in was when the lot was drawn: it is in one of these, which measure the engine. */
export const engineStrata = ['clear', 'flagged', 'removed'] as const
/** Beside them offers that were restricted in the week and of which no seller complained. */
export const strata = [...engineStrata, 'unappealed'] as const
export type Stratum = (typeof strata)[number]

const size = z.int().min(0).max(500)

/** How many offers of each stratum are drawn every week, and whether any are. */
export const BlindAuditSettings = z
  .strictObject({
    enabled: z.boolean(),
    sizes: z.strictObject({
      clear: size.meta({ description: 'Offers that the engine let pass.' }),
      flagged: size.meta({ description: 'Offers that it asked about or held up.' }),
      removed: size.meta({
        description:
          'Offers that were taken down: told as removed, or decided to be counterfeit or misuse, and not restored since.',
      }),
      unappealed: size.default(10).meta({
        description:
          'Offers that came in before and were restricted or told as removed in the week, and of which no seller complained.',
      }),
    }),
  })
  .meta({ id: 'QualitySettings' })
export type BlindAuditSettings = z.infer<typeof BlindAuditSettings>

/** Where an organisation says nothing. */
export const defaultQualitySettings: BlindAuditSettings = {
  enabled: true,
  sizes: { clear: 30, flagged: 30, removed: 15, unappealed: 10 },
}

/** Below these numbers a figure is not known. */
export const qualityNeeds = {
  /** Settled offers that were flagged, for a precision. */
  flagged: 30,
  /** Settled offers that were not flagged, for a recall. */
  unflagged: 30,
  /** Counterfeits among the settled offers, for a recall. */
  counterfeits: 10,
  /** Offers read by two, for the agreement. */
  pairs: 30,
} as const

/** A weighted share with its 95 % interval, or what is missing until there is one. */
export const QualityFigure = z
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
    id: 'QualityFigure',
    description: 'Not known until enough offers are read; `missing` counts what is lacking.',
  })
export type QualityFigure = z.infer<typeof QualityFigure>

export const QualityMeasure = z
  .object({
    precision: QualityFigure.meta({ description: 'Of what was flagged: the share counterfeit.' }),
    recall: QualityFigure.meta({ description: 'Of the counterfeits: the share that was flagged.' }),
    settled: z.int().meta({ description: 'Settled offers that it rests on.' }),
    counterfeits: z.int().meta({ description: 'Counterfeits among them.' }),
  })
  .meta({ id: 'QualityMeasure' })
export type QualityMeasure = z.infer<typeof QualityMeasure>

/** Label that a reader gives: the words of decisions. */
export const ReadingLabel = z.enum(decisionVerdicts).meta({ id: 'ReadingLabel' })

const { country, joinedAt, name, type } = Seller.shape

/**
 * What is offered, without anything that was said of it or under which it could be looked up: no id,
 * no address, no signals of a marketplace's own.
 */
export const BlindListing = z
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
  .meta({ id: 'BlindOffer' })
export type BlindListing = z.infer<typeof BlindListing>
