import { z } from 'zod'
import { priceTiers } from '../brands/catalog.ts'
import { roleMarkers } from '../listings/reasons.ts'
import { isoDate } from '../money.ts'

const wordsByLanguage = z.record(z.string(), z.array(z.string().min(1)))

/** A kind of goods, with the words for it in listings. */
export const ProductType = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    parent: z.string().optional().meta({
      description: 'A wider type: handbag → bag. A brand that makes bags makes handbags too.',
    }),
    niceClasses: z.array(z.int().min(1).max(45)).default([]),
    accessory: z.boolean().default(false).meta({
      description:
        'True for goods made to fit another brand’s goods (phone case, strap, toner, filter): a brand beside them is usually the brand they fit.',
    }),
    costlyFrom: z.number().positive().optional().meta({
      description:
        'US dollars; from this price on, an unbranded product of this type is implausibly expensive, so the listing may be for something else. Editorial, unverified.',
    }),
    words: wordsByLanguage,
  })
  .meta({ id: 'ProductType' })
export type ProductType = z.infer<typeof ProductType>

export const ProductTypes = z.strictObject({
  version: z.int().min(1),
  updated: isoDate,
  types: z.array(ProductType),
})
export type ProductTypes = z.infer<typeof ProductTypes>

export const markerMeanings = [
  'compatible-before',
  'compatible-after',
  /** A part or accessory, where it is named before all brands and devices: what follows is what it fits. */
  'part-before',
  'compared-before',
  'compared-after',
  'denied-before',
  'mentioned-before',
  'mentioned-after',
  'mentioned-field',
  'packaging',
  'used',
  'new',
  'refurbished',
  'not-goods',
  /** Colours, styles, models: their number tells how many goods share one price. */
  'choices',
  /** A payment link or a price difference instead of goods. */
  'payment-link',
  /** The next words name something included: "with box". */
  'including-before',
  /** In a review: someone who knows the goods examined them. */
  'checked-by-expert',
  /** The adjacent price is not the selling price: list price, crossed-out price. */
  'other-price',
  /** The amount behind it is the selling price. */
  'price',
  /** The listing's price is not that of the goods: a deposit, a rent, a first bid, a sample. */
  'no-price',
  /** The goods are decades old: nobody makes them any more. */
  'vintage',
  /** A number beside it counts the pieces that the price is for. */
  'bundle',
] as const
export type MarkerMeaning = (typeof markerMeanings)[number]

/** Words that determine the role of a brand or the condition of the goods. */
export const Marker = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    meaning: z.enum(markerMeanings),
    role: z.enum(roleMarkers).optional().meta({
      description: 'Why a brand beside it is not the one of the goods, if it says so.',
    }),
    within: z.int().min(1).max(200).default(6).meta({
      description: 'Maximum number of characters between the marker and the brand.',
    }),
    words: wordsByLanguage,
  })
  .meta({ id: 'Marker' })
export type Marker = z.infer<typeof Marker>

export const Markers = z.strictObject({
  version: z.int().min(1),
  updated: isoDate,
  markers: z.array(Marker),
})
export type Markers = z.infer<typeof Markers>

const usualPrices = z.tuple([z.number().positive(), z.number().positive()])

/** The lowest usual and the typical price of new goods, by type and by tier of the brand. */
export const PriceTiers = z
  .strictObject({
    version: z.int().min(1),
    asOf: isoDate,
    currency: z.string().regex(/^[A-Z]{3}$/),
    source: z.string(),
    note: z.string(),
    types: z.record(z.string(), z.record(z.enum(priceTiers), usualPrices)),
  })
  .meta({ id: 'PriceTiers' })
export type PriceTiers = z.infer<typeof PriceTiers>

/** Units of each currency for one US dollar on a stated day. */
export const ExchangeRates = z
  .strictObject({
    asOf: isoDate,
    source: z.string(),
    verified: z.boolean(),
    perDollar: z.record(z.string().regex(/^[A-Z]{3}$/), z.number().positive()),
    priceLevels: z
      .record(z.string().regex(/^[A-Z]{3}$/), z.number().positive())
      .default({})
      .meta({
        description:
          'Price of branded goods in the countries of a currency as a share of their price in the United States; 1 if absent. Editorial, unverified.',
      }),
  })
  .meta({ id: 'ExchangeRates' })
export type ExchangeRates = z.infer<typeof ExchangeRates>
