import { z } from 'zod'
import { Money } from '../money.ts'

export const verdicts = ['clear', 'ask-proof', 'review', 'block'] as const
export type Verdict = (typeof verdicts)[number]

export const families = [
  'text',
  'brand',
  'price',
  'image',
  'seller',
  'channel',
  'product',
  'network',
  'review',
  'external',
  'guard',
] as const
export type Family = (typeof families)[number]

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
    .array(Span)
    .optional()
    .meta({ description: 'Further places that say the same; the weight counts once.' }),
  image: z.int().min(0).optional().meta({ description: 'Index in listing.images.' }),
  box: z
    .array(z.number())
    .length(4)
    .optional()
    .meta({ description: 'x, y, width, height as fractions of the picture.' }),
  reference: z
    .string()
    .optional()
    .meta({ description: 'Product, brand, lexicon term or logo that matched.' }),
  detail: z.string().optional().meta({
    description: 'One plain sentence that a seller, a judge and an analyst can read.',
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
        'brand, channel, price, seller, external and a reused official photo say that a brand’s wishes are crossed, not that goods are false. Authenticity speaks through text that says fake, a picture matched to a known fake, a never-made product, a foreign or cloned code, reviews, a confirmed network.',
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

/** With what the price of an offer was compared, whether or not it spoke. */
export const PriceComparison = z
  .looseObject({
    against: z.enum(['list-price', 'usual-prices']).meta({
      description: 'The list price of a product, or what new goods of a brand and type cost.',
    }),
    reference: z.string().meta({ description: 'Id of the product, or brand/type.' }),
    low: Money.meta({ description: 'The list price, or the lowest usual price, as it is stated.' }),
    lowHere: z.number().meta({ description: 'The same in the currency of the offer.' }),
    typicalHere: z.number().optional().meta({
      description: 'What such goods cost as a rule, in the currency of the offer and its country.',
    }),
    share: z.number().meta({ description: 'The offer’s price as a share of the low one.' }),
    from: z.number().meta({
      description: 'The share below which a price speaks, for goods in this condition.',
    }),
    condition: z.enum(['new', 'used', 'refurbished', 'unknown']),
    ratesAsOf: z.string().optional().meta({
      description: 'Day of the exchange rates, where the currencies differ.',
    }),
    source: z.string().optional(),
    asOf: z.string().optional(),
    verified: z.boolean().optional(),
  })
  .meta({ id: 'PriceComparison' })
export type PriceComparison = z.infer<typeof PriceComparison>

/** What the recognition says of one listing, with every reason. */
export const Assessment = z
  .looseObject({
    listing: z.string().meta({ description: 'The listing’s id.' }),
    marketplace: z.string().optional(),
    line: z.int().optional().meta({ description: 'Line of the input file, from 1.' }),
    verdict: z.enum(verdicts).meta({
      description:
        'ask-proof: the seller must show proof of authenticity before the offer goes live.',
    }),
    ceiling: z.enum(verdicts).optional().meta({
      description:
        'The gravest verdict that the block rule allows on this evidence, however probable; no threshold lifts the verdict above it.',
    }),
    engineVerdict: z.enum(verdicts).optional().meta({
      description:
        'What the engine said by its own thresholds, where those of the reader’s organisation made another verdict of it.',
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Why the verdict fell, in one plain sentence.' }),
    probability: z.number().min(0).max(1).meta({
      description:
        'Probability that the offer is counterfeit, at the stated base rate. It orders all rows: full double precision, families saturate smoothly, nothing is clipped.',
    }),
    baseRate: z.number().min(0).max(1).optional().meta({
      description:
        'Share of counterfeit offers assumed before anything is read. Its log-odds plus all signal weights are the log-odds of probability.',
    }),
    brands: z.array(BrandMention).meta({
      description:
        'Every protected brand that the offer refers to, in any role, confidence 0.5 or more, best first; lower candidates appear in signals only. The most specific brand of the catalog; its house only where it is named itself.',
    }),
    signals: z.array(Signal),
    price: PriceComparison.optional().meta({
      description: 'Absent where there was nothing to compare the price with.',
    }),
    engine: z.string().meta({
      description: 'Engine and lexicon version, e.g. recognition@0.1.0+lexicon.7.',
    }),
    complete: z.boolean().optional().meta({
      description:
        'False where a family could not speak in time (pictures not fetched, deadline); a later assessment follows.',
    }),
    waitsFor: z
      .array(z.enum(['pictures']))
      .optional()
      .meta({
        description:
          'What the later assessment waits for, where it is something else than the engine: this one judged the rest.',
      }),
    silent: z.array(z.string()).optional().meta({
      description: 'Families that had nothing to judge by (no MSRP, no pictures).',
    }),
  })
  .meta({
    id: 'Assessment',
    title: 'Assessment',
    description:
      'What the recognition says of one listing, with every reason. One object a line in NDJSON, in the order of the input.',
  })
export type Assessment = z.infer<typeof Assessment>
