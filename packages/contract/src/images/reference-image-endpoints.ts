import { z } from 'zod'
import { imageBanks, pictureMatchKinds } from '../listings/listing.ts'
import { storable } from '../text.ts'
import {
  ActingParty,
  Cursor,
  Done,
  endpoint,
  PageQuery,
  pageOf,
  bodyLimits,
} from '../api/endpoint.ts'

/** In which a reference may be sent; what it is its own bytes tell. */
export const pictureTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
] as const

const Text = storable(z.string().trim().max(200))

const expected = z.int().min(1).max(1_000_000).meta({
  description:
    'Offers a day that may show it; where more do, it is quarantined until a person has looked.',
})

export const referenceStates = ['live', 'quarantined', 'unconfirmed', 'removed'] as const

export const ReferenceImage = z
  .object({
    id: z.uuid(),
    bank: z.enum(imageBanks),
    label: z.string(),
    brand: z.string().nullable(),
    width: z.int(),
    height: z.int(),
    sha256: z.string(),
    state: z.enum(referenceStates).meta({
      description:
        'Only live ones speak. An unconfirmed known fake waits for a second person; a removed one can be taken back for seven days.',
    }),
    expected,
    shared: z.boolean().meta({
      description: 'Whether marketplaces see it beside their own offers that show it.',
    }),
    offersToday: z.int().meta({
      description:
        'Listings that were first found to show it today: own ones, and those of marketplaces that are surely about its brand. A caller limited to brands reads the number of those about its brand.',
    }),
    offersEver: z.int(),
    addedAt: z.iso.datetime(),
    addedBy: ActingParty,
    quarantinedAt: z.iso.datetime().nullable(),
    removedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PictureReference' })
export type ReferenceImage = z.infer<typeof ReferenceImage>

const Placed = {
  listing: z.string().meta({ description: 'Id of an offer in the caller’s sight.' }),
  place: z.coerce
    .number()
    .int()
    .min(0)
    .max(49)
    .meta({ description: 'Among its pictures, from 0.' }),
}
const Corner = z.array(z.number()).min(2).max(2)

export const ImageComparison = z
  .object({
    match: z
      .object({
        kind: z.enum(pictureMatchKinds),
        score: z.number().meta({ description: 'Probability that both show the same photograph.' }),
        edits: z
          .string()
          .meta({ description: 'mirrored, turned by 8° clockwise, cropped to 32 %' }),
        transformation: z.object({
          mirrored: z.boolean(),
          turned: z.number().meta({ description: 'Clockwise, in degrees.' }),
          scale: z.number(),
          stretched: z.number(),
          shown: z.number().meta({ description: 'Share of the reference that is shown.' }),
          covers: z.number().meta({ description: 'Share of the offer’s picture that it takes.' }),
        }),
        picturePolygon: z.array(Corner),
        referencePolygon: z.array(Corner),
        picturePoints: z.array(Corner).meta({
          description: 'Places that agree, in the order of those of the reference; at most 200.',
        }),
        referencePoints: z.array(Corner),
      })
      .nullable()
      .meta({ description: 'Null where the one does not show the other.' }),
    picture: z.object({ width: z.int(), height: z.int() }),
    reference: ReferenceImage.pick({
      id: true,
      bank: true,
      label: true,
      brand: true,
      width: true,
      height: true,
    }),
  })
  .meta({
    id: 'PictureComparison',
    description: 'In points of each picture, upright, from its top left.',
  })
export type ImageComparison = z.infer<typeof ImageComparison>

const One = z.strictObject({ id: z.string() })

const NewReference = z.strictObject({
  bank: z.enum(imageBanks),
  brand: Text.min(1).optional().meta({
    description: 'Id of the brand that it shows; official photographs and known fakes need one.',
  }),
  label: Text.default(''),
})

export const ProductPicture = z
  .object({
    product: z.string(),
    name: z.string(),
    brand: z.string(),
    url: z.string(),
    state: z.enum(['waiting', 'failed']),
    reason: z.string().meta({ description: 'Why it did not come when it was asked for last.' }),
    attempts: z.int(),
    dueAt: z.iso.datetime().nullable().meta({
      description: 'When it is asked for again by itself; null where it is not.',
    }),
  })
  .meta({
    id: 'ProductPicture',
    description: 'A photograph of a product that did not come.',
  })
export type ProductPicture = z.infer<typeof ProductPicture>

export const referenceImageEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/picture-references',
    summary: 'Lists the references of the organisation’s banks of pictures, newest first',
    access: 'catalog:read',
    query: PageQuery.extend({
      bank: z.enum(imageBanks).optional(),
      state: z
        .enum(referenceStates)
        .optional()
        .meta({ description: 'All but removed ones if not given.' }),
      after: Cursor.optional(),
    }),
    answer: pageOf(ReferenceImage),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/picture-references',
    summary: 'Adds a picture to a bank; it is looked for within seconds, also in offers of before',
    description:
      'The body is the file as it is, up to 16 MiB. A picture that is in the bank for this brand already is answered as it is there. What is official or a known fake speaks also of the offers of marketplaces, as far as a claim on its brand stands. A known fake that is added so speaks once a second person has confirmed it.',
    access: 'catalog:write',
    fileLimit: bodyLimits.long,
    query: NewReference,
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: pictureTypes,
    bodyReadBy: 'room',
    answer: ReferenceImage,
    statuses: [201, 200],
  }),
  addFromOffer: endpoint({
    method: 'POST',
    path: '/api/v1/picture-references/from-offer',
    summary: 'Adds a picture of an offer to a bank',
    description:
      'Among known fakes only where the organisation’s decision that stands calls the offer a counterfeit, and the picture shows no official photograph of the organisation’s own.',
    access: 'catalog:write',
    body: NewReference.extend({ listing: Placed.listing, place: Placed.place }),
    answer: ReferenceImage,
    statuses: [201, 200],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/picture-references/:id',
    summary: 'Shows a reference with how many offers showed it on each of the last thirty days',
    access: 'catalog:read',
    params: One,
    answer: ReferenceImage.extend({
      days: z.array(z.object({ day: z.iso.date(), offers: z.int() })),
    }),
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/v1/picture-references/:id/picture',
    summary: 'Shows the picture of a reference, made anew and no larger than 1,200 points',
    description:
      'Of another’s reference where its owner shows it beside a picture of an offer of the caller’s own: with listing and place of that.',
    access: 'catalog:read',
    params: One,
    query: z.strictObject(Placed).partial(),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'image/*',
  }),
  compare: endpoint({
    method: 'GET',
    path: '/api/v1/picture-references/:id/comparison',
    summary: 'Says why a picture of an offer and a reference match: where, how surely, how edited',
    access: 'catalog:read',
    records: true,
    params: One,
    query: z.strictObject(Placed),
    answer: ImageComparison,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/picture-references/:id',
    summary:
      'Renames a reference, expects more or fewer offers, releases it from quarantine, confirms or shares it',
    access: 'catalog:write',
    params: One,
    body: z
      .strictObject({
        label: Text,
        expected,
        quarantined: z.literal(false).meta({ description: 'Releases it: it speaks again.' }),
        confirmed: z.literal(true).meta({
          description:
            'Confirms a known fake that rests on no decision; a person other than the one who added it.',
        }),
        shared: z.boolean().meta({
          description:
            'Shows an official photograph to marketplaces, beside their own offers that show it and while a claim on its brand stands.',
        }),
      })
      .partial(),
    answer: ReferenceImage,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/picture-references/:id',
    summary: 'Removes a reference; within seconds it speaks of no offer any more',
    access: 'catalog:write',
    params: One,
    answer: Done,
  }),
  missedOfProducts: endpoint({
    method: 'GET',
    path: '/api/v1/product-pictures',
    summary: 'Lists the photographs that the catalog names and that did not come, and why',
    access: 'catalog:read',
    query: PageQuery.extend({ after: Cursor.optional() }),
    answer: pageOf(ProductPicture),
  }),
  askAgain: endpoint({
    method: 'POST',
    path: '/api/v1/product-pictures/again',
    summary: 'Asks at once for a photograph of a product that did not come',
    access: 'catalog:write',
    body: z.strictObject({ product: z.string().min(1).max(200), url: z.string().min(1).max(2000) }),
    answer: z.object({
      asked: z.boolean().meta({ description: 'False where none under this address is missing.' }),
    }),
  }),
  restore: endpoint({
    method: 'POST',
    path: '/api/v1/picture-references/:id/restore',
    summary: 'Takes the removal of a reference back',
    access: 'catalog:write',
    params: One,
    answer: ReferenceImage,
  }),
}
