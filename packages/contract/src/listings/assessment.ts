import { z } from 'zod'
import { Money } from '../money.ts'
import { families } from './signals.ts'
import { ExplanationPart, ReasonValue } from './reasons.ts'

export const verdicts = ['clear', 'ask-proof', 'review', 'block'] as const
export type Verdict = (typeof verdicts)[number]

export const roles = ['offered', 'compatible-with', 'compared-with', 'mentioned'] as const
export type Role = (typeof roles)[number]

export const forms = [
  'plain',
  'alias',
  'nickname',
  'obfuscated',
  'model',
  'logo',
  'image',
  'text-in-image',
] as const
export type Form = (typeof forms)[number]

export const Span = z.object({
  field: z.string().meta({
    description:
      'title, description, category, attributes/NAME, variants/N/name, reviews/N/text, pictures/N/lines/N.',
  }),
  start: z.int().min(0).meta({ description: 'UTF-16 offset in the original field.' }),
  end: z.int().min(0),
  text: z.string(),
})
export type Span = z.infer<typeof Span>

export const Evidence = z.looseObject({
  field: z.string().optional(),
  start: z.int().min(0).optional().meta({ description: 'UTF-16 offset in the original field.' }),
  end: z.int().min(0).optional(),
  text: z.string().optional(),
  also: z
    .array(
      Span.extend({
        text: z.string().optional().meta({
          description: 'Left out in lean assessments, whose listing has it.',
        }),
      }),
    )
    .optional()
    .meta({ description: 'Further places with the same statement; the weight counts once.' }),
  image: z.int().min(0).optional().meta({ description: 'Index in listing.images.' }),
  box: z
    .array(z.number())
    .length(4)
    .optional()
    .meta({ description: 'x, y, width, height as fractions of the picture.' }),
  reference: z
    .string()
    .optional()
    .meta({ description: 'The product, brand, lexicon term or logo that matched.' }),
  detail: z.string().optional().meta({
    description: 'One plain sentence for sellers, judges and analysts, in English.',
  }),
  params: z.record(z.string(), ReasonValue).optional().meta({
    description:
      'What the sentence says beyond fixed words, by name: with the code of the signal all that is needed to word it in any language. Each code has its own set.',
  }),
})
export type Evidence = z.infer<typeof Evidence>

export const Signal = z
  .looseObject({
    code: z.string().meta({
      description: 'Stable, e.g. text.replica-term, price.far-below-band.',
    }),
    family: z.enum(families).meta({
      description:
        'brand, channel, price, seller, external and a reused official photo indicate a breach of a brand’s wishes, not that goods are counterfeit. Evidence on authenticity: text that says fake, a picture that matches a known fake, a product never made, a foreign or cloned code, reviews, a confirmed network.',
    }),
    weight: z.number().meta({ description: 'Log-odds contribution; negative for benign guards.' }),
    evidence: Evidence.optional(),
  })
  .meta({ id: 'Signal' })
export type Signal = z.infer<typeof Signal>

export const BrandMention = z
  .looseObject({
    id: z.string(),
    confidence: z.number().min(0).max(1),
    role: z.enum(roles).optional(),
    form: z.enum(forms).optional(),
  })
  .meta({ id: 'BrandMention' })
export type BrandMention = z.infer<typeof BrandMention>

/** The prices that the listing's price was compared with, whether or not that led to a signal. */
export const PriceComparison = z
  .looseObject({
    against: z.enum(['list-price', 'usual-prices']).meta({
      description: 'The list price of a product, or the price of new goods of a brand and type.',
    }),
    reference: z.string().meta({ description: 'Product ID, or brand/type.' }),
    low: Money.meta({ description: 'The list price or the lowest usual price, as stated.' }),
    lowHere: z.number().meta({ description: 'The same in the currency of the listing.' }),
    typicalHere: z.number().optional().meta({
      description: 'Usual price of such goods, in the currency of the listing and its country.',
    }),
    band: z.enum(['model', 'type', 'tier']).optional().meta({
      description:
        'Whose usual prices they are: of the brand’s model, of its goods of the type, or of goods of the type by brands of its price tier.',
    }),
    goodsNamed: z.literal(false).optional().meta({
      description:
        'False if the listing names no type of goods and no model, so that the brand’s cheapest goods were compared.',
    }),
    pieces: z.int().min(2).optional().meta({
      description: 'Number of pieces that the price is for; `share` is that of one piece.',
    }),
    share: z.number().meta({ description: 'Price of the listing as a share of the low price.' }),
    from: z.number().meta({
      description: 'Share below which the price becomes a signal, for goods in this condition.',
    }),
    condition: z.enum(['new', 'used', 'refurbished', 'unknown']),
    ratesAsOf: z.string().optional().meta({
      description: 'Date of the exchange rates, if the currencies differ.',
    }),
    source: z.string().optional(),
    asOf: z.string().optional(),
    verified: z.boolean().optional(),
  })
  .meta({ id: 'PriceComparison' })
export type PriceComparison = z.infer<typeof PriceComparison>

/** The engine's assessment of one listing, with every reason. */
export const Assessment = z
  .looseObject({
    listing: z.string().meta({ description: 'ID of the listing.' }),
    marketplace: z.string().optional(),
    line: z.int().optional().meta({ description: 'Line of the input file, from 1.' }),
    verdict: z.enum(verdicts).meta({
      description: '`ask-proof`: the seller must prove authenticity before the listing goes live.',
    }),
    ceiling: z.enum(verdicts).optional().meta({
      description:
        'The gravest verdict that the block rule allows on this evidence, whatever the probability. Thresholds never raise the verdict above it.',
    }),
    hold: z.literal(false).optional().meta({
      description:
        'False if a person reviews the listing while it stays up. Such a review rests on an impossible price and one independent fact, not on evidence that the goods are counterfeit; it is no reason to withhold the listing. Absent from all other assessments.',
    }),
    engineVerdict: z.enum(verdicts).optional().meta({
      description:
        'The verdict under the engine’s own thresholds, if the thresholds of the reader’s organisation change it.',
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Reason for the verdict, in plain sentences in English.' }),
    explanation: z.array(ExplanationPart).optional().meta({
      description:
        'The sentences of the reason as codes and indexes of signals, in order. If absent, it follows from verdict, ceiling, probability and signals.',
    }),
    probability: z.number().min(0).max(1).meta({
      description:
        'Probability that the listing is counterfeit, at the stated base rate. Suitable for ordering all rows: full double precision, smooth saturation of families, no clipping.',
    }),
    baseRate: z.number().min(0).max(1).optional().meta({
      description:
        'Share of counterfeit listings assumed before any evidence. Its log-odds plus all signal weights equal the log-odds of the probability.',
    }),
    brands: z.array(BrandMention).meta({
      description:
        'Every protected brand that the listing refers to, in any role, with a confidence of at least 0.5, best first; candidates below that appear only in signals. The most specific brand of the catalog; its parent house only if the listing names it.',
    }),
    signals: z.array(Signal),
    price: PriceComparison.optional().meta({
      description: 'Absent if there is no price to compare with.',
    }),
    engine: z.string().meta({
      description: 'Engine and lexicon version, for example recognition@0.1.0+lexicon.7.',
    }),
    complete: z.boolean().optional().meta({
      description:
        'False if a family could not be assessed in time (pictures not fetched, deadline); a later assessment follows.',
    }),
    waitsFor: z
      .array(z.enum(['pictures']))
      .optional()
      .meta({
        description:
          'What the later assessment waits for, if not the engine; this one covers the rest.',
      }),
    silent: z.array(z.string()).optional().meta({
      description: 'Families without data to assess (no MSRP, no pictures).',
    }),
    heard: z.array(z.string()).optional().meta({
      description: 'In lean assessments in place of `silent`: families with data to assess.',
    }),
  })
  .meta({
    id: 'Assessment',
    title: 'Assessment',
    description:
      'The engine’s assessment of one listing, with every reason. One object per line in NDJSON, in input order.',
  })
export type Assessment = z.infer<typeof Assessment>
