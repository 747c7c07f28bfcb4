import { z } from 'zod'
import { KnownImageChanges } from '../images/image-changes.ts'
import { families, type SignalCode } from './signals.ts'

/** Why a term counts, if its meaning alone does not explain it. */
export const quoteNotes = ['coded-invitation', 'logo-later', 'source-claim', 'inspection'] as const
export type QuoteNote = (typeof quoteNotes)[number]

/** Roles that words beside a brand name give to the goods, by the markers of the vocabulary. */
export const roleMarkers = [
  'compatible',
  'suits',
  'for',
  'fits',
  'accessory',
  'equivalent',
  'compared',
  'style',
  'denied',
  'service',
  'lesson',
  'print',
  'costume',
  'about',
  'spoken-of',
] as const
export type RoleMarker = (typeof roleMarkers)[number]

const text = z.string().meta({ description: 'As the listing states it.' })
const brand = z.string().meta({ description: 'Name of a brand.' })
const product = z.string().meta({ description: 'Name of a product in a catalog.' })
const currency = z.string().meta({ description: 'ISO 4217.' })
const amount = z.number().meta({ description: 'Amount of money, rounded as it is read.' })
const percent = z.number().meta({ description: 'Per cent, rounded as it is read.' })
const source = z.string().meta({ description: 'Source that a catalog states.' })
const code = z.string().meta({
  description: 'A code of one unit, as bracketed GS1 elements: GTIN (01) and serial number (21).',
})
const isHalved = z.boolean().optional().meta({
  description: 'True if the signal counts half because the condition is not stated.',
})

/** A term in the listing, with its language and meaning. */
export const Quote = z.strictObject({
  text,
  language: z.string().meta({ description: 'Language of the lexicon, such as tr.' }),
  meaning: z.string().meta({ description: 'Meaning in the lexicon, in English.' }),
  note: z.enum(quoteNotes).optional(),
})
export type Quote = z.infer<typeof Quote>

const inPicture = z.strictObject({ as: z.literal('in-picture'), text })
const listPrice = { amount, currency, dollars: amount.optional(), percent }
const goods = [
  { as: z.literal('type'), brand, type: z.string().meta({ description: 'ID of a product type.' }) },
  { as: z.literal('model'), model: z.string().meta({ description: 'Model with its brand.' }) },
  {
    as: z.literal('tier'),
    brand,
    type: z.string().meta({ description: 'ID of a product type, priced by the brand’s tier.' }),
  },
] as const
const ofGoods = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.discriminatedUnion('as', [
    z.strictObject({ ...goods[0], ...shape }),
    z.strictObject({ ...goods[1], ...shape }),
    z.strictObject({ ...goods[2], ...shape }),
  ])
const sourced = {
  source,
  asOf: z.string().meta({ description: 'Date of the source.' }),
  isVerified: z.boolean().meta({ description: 'False for an estimate that nobody verified.' }),
}
const otherPrice = z.strictObject({
  text,
  amount: z.string().meta({ description: 'The listing’s own price, as it states it.' }),
  currency,
})
const channel = z.strictObject({ brand, source: source.optional(), isHalved })
const changes = KnownImageChanges.meta({
  description: 'How the picture was derived from the reference.',
})
const edits = z.string().meta({ description: 'The same in English, as the listing states it.' })
/** Parts of the lowest usual price that prices of a portfolio lie below. */
export const priceParts = ['tenth', 'fifth', 'third', 'half', 'whole'] as const
export type PricePart = (typeof priceParts)[number]
const ofPortfolio = {
  count: z.number().meta({ description: 'Other listings of the seller that share the fact.' }),
  of: z.number().meta({ description: 'Other listings of the seller that could share it.' }),
}
const derived = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.union([
    z.strictObject({ ...shape, changes }),
    z.strictObject({ ...shape, edits }),
    z.strictObject(shape),
  ])

/**
 * The parameters of each signal: exactly the variable parts of its sentence, so that anyone who may read the sentence
 * may read them. Values are rounded as in the sentence; texts of listings and catalogs are complete.
 */
export const reasonParams = {
  'text.replica-term': Quote,
  'text.quality-grade': Quote,
  'text.batch-code': Quote,
  'text.passes-inspection': Quote,
  'text.logo-later': Quote,
  'text.coded-invitation': Quote,
  'text.off-platform-contact': Quote,
  'text.source-claim': Quote,
  'text.shopping-agent': Quote,
  'brand.named': z.discriminatedUnion('as', [
    inPicture,
    z.strictObject({ as: z.literal('name'), brand }),
    z.strictObject({
      as: z.enum(['alias', 'misspelling', 'model', 'nickname']),
      text,
      brand,
    }),
  ]),
  'brand.possible': z.discriminatedUnion('as', [
    inPicture,
    z.strictObject({ as: z.literal('possible'), text, brand }),
  ]),
  'brand.disguised-name': z.discriminatedUnion('as', [
    inPicture,
    z.strictObject({ as: z.literal('altered'), text, brand }),
  ]),
  'guard.other-role': z.discriminatedUnion('as', [
    z.strictObject({ as: z.literal('words'), brand, text, marker: z.enum(roleMarkers) }),
    z.strictObject({
      as: z.enum(['pictures', 'description', 'model', 'no-such-goods']),
      brand,
    }),
  ]),
  'channel.no-marketplace': channel,
  'channel.seller-not-authorised': channel,
  'guard.authorised-seller': z.strictObject({ brand, source: source.optional() }),
  'external.marketplace': z.strictObject({
    name: z.string().meta({ description: 'Name that the marketplace gave its signal.' }),
  }),
  'price.one-for-many': z.strictObject({ text, count: z.number(), brand }),
  'price.out-of-line': z.strictObject({
    amount: z.string().meta({ description: 'The listing’s own price, as it states it.' }),
    currency,
    link: text.optional().meta({ description: 'The words for a payment link.' }),
    usual: amount.meta({ description: 'Usual highest price in US dollars.' }),
    sold: z.number().optional(),
  }),
  'price.text-differs': otherPrice,
  'price.picture-differs': otherPrice,
  'price.no-rate': z.strictObject({ currency }),
  'price.placeholder': z.strictObject({ amount, currency }),
  'price.far-below-msrp': z.strictObject({
    ...listPrice,
    lowAmount: amount,
    lowCurrency: currency,
    product,
    isHalved,
  }),
  'price.far-below-band': ofGoods({
    ...listPrice,
    lowAmount: amount,
    lowCurrency: currency,
    ...sourced,
    isHalved,
  }),
  'price.impossible': ofGoods({
    ...listPrice,
    lowAmount: amount,
    lowCurrency: currency,
    ...sourced,
    part: percent.meta({
      description: 'Per cent of the lowest usual price below which it counts.',
    }),
  }),
  'price.below-typical': ofGoods({ amount, currency, percent, ...sourced }),
  'image.brand-not-in-text': z.strictObject({ brand }),
  'image.contact-code': z.strictObject({
    type: z.string().meta({ description: 'Kind of contact, such as whatsapp.' }),
    value: text,
  }),
  'image.other-goods-code': z.strictObject({ gtin: z.string(), product, brand }),
  'image.known-fake': derived({ brand }),
  'image.official-photo': derived({ brand }),
  'image.seen-before': derived({}),
  'image.mark-hidden': z.strictObject({ brand, how: z.enum(['covered', 'blurred']) }),
  'image.part-hidden': z.strictObject({}),
  'image.other-brand': z.strictObject({
    shown: brand.meta({ description: 'The brand in the pictures.' }),
    brand,
  }),
  'product.identified': z.discriminatedUnion('as', [
    z.strictObject({ as: z.literal('style-code'), text, product }),
    z.strictObject({ as: z.literal('gtin'), gtin: z.string(), product }),
  ]),
  'product.never-made': z.strictObject({ brand, product }),
  'product.foreign-code': z.strictObject({ text, brand }),
  'product.packaging-only': z.strictObject({ brand, texts: z.array(text) }),
  'review.other-goods': z.strictObject({ text, brand }),
  'review.buyers-say-fake': z.strictObject({
    count: z.number(),
    quotes: z.array(Quote),
    expert: text.optional().meta({ description: 'Words on who examined the goods, or where.' }),
  }),
  'review.buyers-compare': z.strictObject({ count: z.number(), quotes: z.array(Quote) }),
  'seller.many-luxury-brands': z.strictObject({
    count: z.number(),
    brands: z.array(brand).meta({ description: 'The first six.' }),
  }),
  'seller.young-account': z.strictObject({ days: z.number(), under: z.number() }),
  'seller.stock-of-scarce-goods': z.strictObject({
    count: z.number(),
    brand,
    from: z.number(),
    scarceFrom: z.number().optional().meta({
      description: 'US dollars; absent if goods of the brand are not scarce.',
    }),
    isNew: z
      .literal(true)
      .optional()
      .meta({ description: 'If the listing states them to be new.' }),
  }),
  'seller.portfolio-prices': z.strictObject({
    ...ofPortfolio,
    brands: z.number(),
    part: z.enum(priceParts),
  }),
  'seller.portfolio-same-price': z.strictObject({ ...ofPortfolio, prices: z.number() }),
  'seller.portfolio-choices': z.strictObject(ofPortfolio),
  'seller.portfolio-pictures': z.strictObject(ofPortfolio),
  'seller.portfolio-quantities': z.strictObject(ofPortfolio),
  'seller.portfolio-signs': z.strictObject(ofPortfolio),
  'seller.portfolio-reviews': z.strictObject(ofPortfolio),
  'item.withdrawn': z.strictObject({ code, as: z.enum(['destroyed', 'stolen']) }),
  'item.copies-suspected': z.strictObject({ code }),
  'item.not-issued': z.strictObject({ code, as: z.enum(['near-miss', 'unknown']) }),
  'item.recalled': z.strictObject({ code }),
  'item.public': z.strictObject({ code }),
  'guard.term-quieted': z.strictObject({
    text,
    meaning: z.string().meta({ description: 'Why the term does not count, in English.' }),
    beside: text.optional(),
  }),
} as const satisfies Record<SignalCode, z.ZodType>

/** The parameters of each signal by its code. */
export type ReasonParamsOf = { [Code in SignalCode]: z.infer<(typeof reasonParams)[Code]> }

export const ReasonValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.array(Quote),
  KnownImageChanges,
])
export type ReasonValue = z.infer<typeof ReasonValue>

/** Parameters whose values are codes of this contract or of standards, never free text. */
export const codedParams: ReadonlySet<string> = new Set([
  'as',
  'currency',
  'how',
  'language',
  'lowCurrency',
  'marker',
  'note',
  'part',
])

export const explanationCodes = [
  'clear.nothing',
  'clear.no-brand',
  'clear.plain',
  'clear.too-little',
  'role.offered',
  'role.compared-with',
  'role.compatible-with',
  'role.mentioned',
  'ask',
  'ask.reasons',
  'ask.reason',
  'ask.not-passed-off',
  'ask.too-weak',
  'ask.too-weak-with-others',
  'ask.too-low',
  'review',
  'review.stays-up',
  'review.impossible-price',
  'review.no-falsity',
  'review.signs',
  'review.sign',
  'review.too-low',
  'review.none-strong',
  'review.no-second',
  'review.second-too-weak',
  'block',
  'block.two-kinds',
  'block.signs',
  'block.sign',
  'supports-them',
  'supports-it',
  'signs',
  'sign',
  'signs.weak',
  'sign.weak',
  'signs.falsity',
  'sign.falsity',
  'signs.maybe',
  'sign.maybe',
  'counted',
  'noted',
  'not-assessed.stopped',
  'not-assessed.yet',
  'not-assessed.in-time',
] as const
export type ExplanationCode = (typeof explanationCodes)[number]

/** One sentence of the explanation of a verdict. */
export const ExplanationPart = z.union([
  z.strictObject({ signal: z.int().min(0).meta({ description: 'Index in signals.' }) }),
  z.strictObject({
    code: z.enum(explanationCodes),
    families: z.array(z.enum(families)).optional(),
    support: z.enum(families).optional(),
    percent: z.number().optional(),
    threshold: z.number().optional().meta({ description: 'Per cent.' }),
    milliseconds: z.number().optional(),
  }),
])
export type ExplanationPart = z.infer<typeof ExplanationPart>
