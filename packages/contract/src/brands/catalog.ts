import { z } from 'zod'
import { isoDate, Money } from '../money.ts'

export const aliasKinds = ['official', 'abbreviation', 'nickname', 'model', 'misspelling'] as const
export type AliasKind = (typeof aliasKinds)[number]

export const Alias = z.looseObject({
  text: z.string(),
  language: z.string().optional(),
  kind: z.enum(aliasKinds).optional(),
  commonWord: z.boolean().optional().meta({
    description:
      'True if this spelling is also an everyday word (苹果, 小米); it then counts as little as a common name.',
  }),
})
export type Alias = z.infer<typeof Alias>

export const ChannelRule = z.looseObject({
  marketplace: z.string().meta({ description: 'Slug, or * for every other marketplace.' }),
  policy: z.enum(['none', 'authorised-sellers', 'open']),
  authorisedSellers: z.array(z.string()).optional(),
  validFrom: isoDate.optional(),
  validTo: isoDate.optional(),
  published: z.boolean().optional().meta({
    description: 'Whether anyone who checks a listing of these goods may read this entry.',
  }),
  source: z.string().optional().meta({
    description:
      'Who states the policy, and where. Policies of real brands without a source and date are not included in the product.',
  }),
})
export type ChannelRule = z.infer<typeof ChannelRule>

export const Right = z.looseObject({
  kind: z.enum(['trademark', 'design', 'copyright', 'patent']),
  number: z.string().optional(),
  office: z.string().optional().meta({ description: 'WIPO ST.3 code.' }),
  territory: z.array(z.string()).meta({ description: 'WIPO ST.3 codes.' }),
  niceClasses: z.array(z.int()).optional(),
  validUntil: isoDate.optional(),
})
export type Right = z.infer<typeof Right>

const decimal = z.string().regex(/^[0-9]+(\.[0-9]+)?$/)

/** How dear a brand's goods are among all brands of their type, cheapest first. */
export const priceTiers = ['value', 'mass', 'middle', 'premium', 'designer', 'luxury'] as const
export type PriceTier = (typeof priceTiers)[number]

export const PriceBand = z.looseObject({
  productType: z.string(),
  model: z.string().optional().meta({
    description:
      'One of the brand’s model aliases, if the band applies to that model only. It takes precedence over the band of the type.',
  }),
  low: decimal,
  typical: decimal.optional(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  asOf: isoDate,
  source: z.string(),
  verified: z.boolean().optional(),
})
export type PriceBand = z.infer<typeof PriceBand>

export const Brand = z
  .looseObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    name: z.string(),
    owner: z.string().optional().meta({ description: 'Slug of the rights holder, e.g. kering.' }),
    house: z.string().optional().meta({
      description:
        'ID of the brand under whose name this one is sold (a line of a fashion house, a sweet of a confectioner). Reported only if the listing names it.',
    }),
    commonWord: z.boolean().optional().meta({
      description:
        'True if the plain name is also an everyday word or a homonym. It then counts only beside a product type, a model or a stated brand.',
    }),
    aliases: z.array(Alias).optional(),
    niceClasses: z.array(z.int().min(1).max(45)).optional(),
    productTypes: z.array(z.string()).optional().meta({
      description:
        'What the brand makes, in plain words: handbag, watch, phone. Disambiguates names that are also common words (Mars, Coach, Apple).',
    }),
    channels: z.array(ChannelRule).optional().meta({
      description:
        'Where the brand’s new goods may be sold. A marketplace that no entry covers is unknown, not forbidden.',
    }),
    rights: z.array(Right).optional(),
    logos: z.array(z.looseObject({ path: z.string().optional() })).optional(),
    priceTier: z.enum(priceTiers).optional().meta({
      description:
        'How dear the brand’s goods are among all brands. A type of goods without a price band of the brand is compared with the usual prices of its tier.',
    }),
    priceBands: z.array(PriceBand).optional().meta({
      description:
        'Lowest and usual prices of the brand’s new goods of a type. A price far below the lowest is implausible.',
    }),
  })
  .meta({ id: 'Brand' })
export type Brand = z.infer<typeof Brand>

export const Msrp = Money.extend({
  market: z.string().optional(),
  validFrom: isoDate.optional(),
  source: z.string().optional(),
})

export const Product = z
  .looseObject({
    id: z.string(),
    brand: z.string().meta({ description: 'A brand ID.' }),
    name: z.string(),
    status: z.enum(['made', 'never-made', 'discontinued', 'announced']).optional(),
    styleCodes: z.array(z.string()).optional(),
    gtin: z
      .string()
      .regex(/^[0-9]{8,14}$/)
      .optional(),
    productType: z.string().optional(),
    msrp: z.array(Msrp).optional(),
    images: z
      .array(z.looseObject({ path: z.string().optional(), url: z.string().optional() }))
      .optional(),
  })
  .meta({ id: 'Product' })
export type Product = z.infer<typeof Product>

/** The genuine goods: brands of an alliance, their rights, products, prices, photos and channels. */
export const Catalog = z
  .looseObject({
    brands: z.array(Brand),
    products: z.array(Product).optional(),
  })
  .meta({
    id: 'Catalog',
    title: 'Catalog',
    description:
      'Genuine goods: the brands of an alliance, with their rights, products, prices, photos and channels. One JSON document.',
  })
export type Catalog = z.infer<typeof Catalog>
