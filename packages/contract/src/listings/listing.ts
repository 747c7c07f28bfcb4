import { z } from 'zod'
import { ImageChanges } from '../images/image-changes.ts'
import { isoDateTime, Money } from '../money.ts'

export const sellerIdentifierTypes = [
  'phone',
  'email',
  'wechat',
  'whatsapp',
  'telegram',
  'qq',
  'bank-account',
  'payee',
  'tax-number',
  'business-licence',
  'address',
  'domain',
  'tracking-prefix',
  'device',
] as const

const Corners = z.array(z.array(z.number()).min(2).max(2)).min(4).max(4).meta({
  description:
    'In pixels of the picture, clockwise from where the text or code begins, at the top.',
})

/** How part of a picture was made unreadable. */
export const hidingWays = ['covered', 'blurred', 'mosaic'] as const
export type HidingWay = (typeof hidingWays)[number]

/** Text read in a picture. */
export const PictureReading = z
  .looseObject({
    width: z.int().min(1).meta({ description: 'Width of the upright picture, in pixels.' }),
    height: z.int().min(1),
    lines: z
      .array(
        z.looseObject({
          text: z.string().max(1000),
          box: Corners,
          confidence: z.number().min(0).max(1).meta({
            description:
              'Confidence of the recognised text; lines below 0.7 are stored but not assessed.',
          }),
          letters: z
            .array(z.record(z.string().regex(/^[a-z0-9]?$/), z.number().min(0).max(1)))
            .max(64)
            .optional()
            .meta({
              description:
                'Where letters are uncertain: for each step along the line, the probability of each of a to z and 0 to 9, with "" for none. Compared with brand names.',
            }),
        }),
      )
      .max(100)
      .meta({ description: 'Lines of text, from the top.' }),
    codes: z
      .array(
        z.looseObject({
          format: z.string().meta({ description: 'QRCode, DataMatrix, EAN13, Code128 and so on.' }),
          symbology: z.string().max(3).optional().meta({
            description:
              'Symbology identifier of ISO/IEC 15424: ]d2 is a DataMatrix with GS1 content, in whose text U+001D separates elements.',
          }),
          text: z.string().max(2000),
          box: Corners,
        }),
      )
      .max(20),
    logos: z
      .array(
        z.looseObject({
          label: z.string().max(200).meta({ description: 'The detector’s name for the mark.' }),
          brand: z
            .string()
            .optional()
            .meta({ description: 'ID of the brand that the mark belongs to.' }),
          box: Corners,
          confidence: z.number().min(0).max(1),
        }),
      )
      .max(50)
      .optional()
      .meta({
        description: 'Marks found by the operator’s own detector, if there is one.',
      }),
    hidden: z
      .array(z.looseObject({ how: z.enum(hidingWays), box: Corners }))
      .max(20)
      .optional()
      .meta({ description: 'Parts made unreadable, as far as the picture alone shows.' }),
  })
  .meta({ id: 'PictureReading' })
export type PictureReading = z.infer<typeof PictureReading>

/** Banks of reference images. */
export const imageBanks = ['official', 'known-fake', 'seller-photo', 'benign'] as const
export type ImageBank = (typeof imageBanks)[number]

export const pictureMatchKinds = [
  'exact',
  'near-duplicate',
  'partial',
  'mirrored',
  'background',
  'same-product',
] as const

/** A reference image found in a picture. */
export const ShownReference = z
  .looseObject({
    reference: z.string().meta({ description: 'ID of the reference.' }),
    bank: z.enum(imageBanks),
    brand: z.string().optional().meta({ description: 'ID of the brand that the reference shows.' }),
    score: z.number().min(0).max(1).meta({
      description: 'Probability that both show the same photograph.',
    }),
    kind: z.enum(pictureMatchKinds),
    changes: ImageChanges.optional().meta({
      description: 'How the picture was derived from the reference.',
    }),
    edits: z.string().optional().meta({
      description: 'The same in English, if `changes` does not state it: mirrored, cropped to 32%.',
    }),
    box: z.array(z.number()).length(4).optional().meta({
      description: 'x, y, width, height of the shared content, as fractions of the picture.',
    }),
    hidden: z
      .array(
        z.looseObject({
          text: z.string().max(1000).meta({ description: 'As recognised in the reference.' }),
          how: z.enum(hidingWays),
          box: z.array(z.number()).length(4).meta({
            description: 'Expected position: x, y, width, height as fractions of the picture.',
          }),
        }),
      )
      .max(20)
      .optional()
      .meta({
        description:
          'Lines in the reference that are missing from this picture although their surroundings match.',
      }),
  })
  .meta({ id: 'ShownReference' })
export type ShownReference = z.infer<typeof ShownReference>

export const ListingImage = z
  .looseObject({
    url: z.string().optional().meta({ format: 'uri' }),
    path: z
      .string()
      .optional()
      .meta({ description: 'Relative to the images root that the caller names.' }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .meta({
        description:
          'Digest of the original bytes, if the marketplace knows it. Equal digests mean the same picture, even if the bytes are not available.',
      }),
    reading: PictureReading.optional().meta({
      description:
        'Text and codes recognised in the picture, if it was analysed. A listing has at most 100,000 values in total, whatever each list here allows: omit `letters` first.',
    }),
    shows: z.array(ShownReference).max(20).optional().meta({
      description: 'References that the picture was found to show, if it was compared with any.',
    }),
  })
  .meta({ id: 'ListingImage' })
export type ListingImage = z.infer<typeof ListingImage>

export const Variant = z.looseObject({
  name: z.string().optional(),
  price: Money.optional(),
  quantity: z.int().min(0).optional(),
  image: z.int().min(0).optional().meta({ description: 'Index in images.' }),
})
export type Variant = z.infer<typeof Variant>

export const Review = z.looseObject({
  text: z.string().optional(),
  rating: z.number().min(0).max(5).optional(),
  at: isoDateTime.optional(),
  images: z.array(ListingImage).max(50).optional(),
})
export type Review = z.infer<typeof Review>

export const Seller = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({ description: 'ISO 3166-1 alpha-2.' }),
  joinedAt: isoDateTime.optional(),
  identifiers: z
    .array(z.looseObject({ type: z.enum(sellerIdentifierTypes), value: z.string() }))
    .optional(),
  type: z.enum(['private', 'trader', 'unknown']).optional(),
})
export type Seller = z.infer<typeof Seller>

export const ListingSource = z.looseObject({
  kind: z.enum(['feed', 'api', 'file', 'page', 'watch', 'report']),
  at: isoDateTime.optional(),
  by: z.string().optional(),
  url: z.string().optional(),
})

export const ExternalSignal = z.looseObject({
  name: z.string(),
  weight: z.number().min(-2).max(2).meta({ description: 'Log-odds, capped.' }),
  version: z.string().optional(),
})

/** Fields whose value in a file may be unreadable while the rest of its row is sound. */
export const unreadFields = [
  'price',
  'shippingPrice',
  'quantity',
  'unitsSold',
  'shipsFrom',
  'sellerCountry',
  'observedAt',
] as const
export type UnreadField = (typeof unreadFields)[number]

/** Why a value was not read: it holds no such value, it has two meanings, or its currency is unknown. */
export const unreadReasons = ['unreadable', 'ambiguous', 'no-currency'] as const

export const UnreadValue = z.looseObject({
  field: z.enum(unreadFields),
  text: z.string().max(200).meta({ description: 'As in the file, or the beginning of it.' }),
  reason: z.enum(unreadReasons),
})
export type UnreadValue = z.infer<typeof UnreadValue>

/** One marketplace listing, as submitted for screening; one object per line in NDJSON. */
export const Listing = z
  .looseObject({
    id: z.string().min(1).max(200).meta({ description: 'Unique within its marketplace.' }),
    marketplace: z
      .string()
      .optional()
      .meta({ description: 'Stable slug, e.g. taobao, tokopedia, shopee, ebay.' }),
    url: z.string().optional().meta({ format: 'uri' }),
    title: z.string().max(2000),
    description: z.string().max(100_000).optional(),
    category: z.string().optional(),
    brand: z.string().optional().meta({
      description: 'The brand stated by the seller, if the marketplace has such a field.',
    }),
    condition: z.enum(['new', 'used', 'refurbished', 'unknown']).optional(),
    language: z.string().optional().meta({ description: 'BCP 47; detected if absent.' }),
    price: Money.optional(),
    shippingPrice: Money.optional(),
    quantity: z.int().min(0).optional(),
    unitsSold: z.int().min(0).optional(),
    attributes: z.record(z.string(), z.string()).optional().meta({
      description: 'Name and value as the marketplace shows them: material, colour, model.',
    }),
    variants: z
      .array(Variant)
      .max(500)
      .optional()
      .meta({ description: 'Counterfeits hide in one variant of a harmless listing.' }),
    reviews: z
      .array(Review)
      .max(1000)
      .optional()
      .meta({ description: 'Buyers’ text and pictures; never their names.' }),
    images: z.array(ListingImage).max(50).optional(),
    seller: Seller.optional(),
    shipsFrom: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    observedAt: isoDateTime.optional(),
    sources: z
      .array(ListingSource)
      .optional()
      .meta({ description: 'How this listing became known.' }),
    unread: z.array(UnreadValue).max(20).optional().meta({
      description:
        'Values of the file that could not be read, as text. The field itself is then absent, and nothing is assessed by the text.',
    }),
    externalSignals: z.array(ExternalSignal).optional().meta({
      description:
        'A marketplace’s own signals (refund rate, device, model score). Each enters as one capped signal of family external.',
    }),
  })
  .meta({
    id: 'Listing',
    title: 'Listing',
    description:
      'One marketplace listing as submitted for screening. One object per line in NDJSON. Unknown properties are kept, never refused.',
  })
export type Listing = z.infer<typeof Listing>
