import { z } from 'zod'
import { imageBanks, pictureMatchKinds } from '../listings/listing.ts'
import { ImageIndex } from './listing-image-endpoints.ts'
import { action, plainActionInput } from '../api/action.ts'
import { storable } from '../text.ts'
import {
  ActingParty,
  Cursor,
  EmptyView,
  endpoint,
  PageQuery,
  pageOf,
  bodyLimits,
} from '../api/endpoint.ts'

/** Accepted content types; the actual format is determined from the bytes. */
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
    'Number of listings expected to show it per day. Above that, it is quarantined until a person reviews it.',
})

export const referenceStates = ['live', 'quarantined', 'unconfirmed', 'removed'] as const

export const ReferenceImageView = z
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
        'Only live references count as evidence. An unconfirmed known fake awaits approval by a second person. A removed reference can be restored for seven days.',
    }),
    expected,
    shared: z.boolean().meta({
      description: 'Whether marketplaces see it beside their own listings that show it.',
    }),
    listingsToday: z.int().meta({
      description:
        'Listings first found to show it today: the organisation’s own, and those of marketplaces that are certainly about its brand. Callers limited to brands get the number for their brands.',
    }),
    listingsEver: z.int(),
    addedAt: z.iso.datetime(),
    addedBy: ActingParty,
    quarantinedAt: z.iso.datetime().nullable(),
    removedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ReferenceImageView' })
export type ReferenceImageView = z.infer<typeof ReferenceImageView>

const Placed = {
  listing: z.string().meta({ description: 'ID of a listing visible to the caller.' }),
  place: z.coerce
    .number()
    .int()
    .min(0)
    .max(49)
    .meta({ description: 'Index among its pictures, from 0.' }),
}
const Corner = z.array(z.number()).min(2).max(2)

export const ImageComparisonView = z
  .object({
    match: z
      .object({
        kind: z.enum(pictureMatchKinds),
        score: z.number().meta({ description: 'Probability that both show the same photograph.' }),
        edits: z.string().meta({ description: 'mirrored, rotated 8° clockwise, cropped to 32%' }),
        transformation: z.object({
          mirrored: z.boolean(),
          turned: z.number().meta({ description: 'Clockwise, in degrees.' }),
          scale: z.number(),
          stretched: z.number(),
          shown: z.number().meta({ description: 'Share of the reference that is visible.' }),
          covers: z
            .number()
            .meta({ description: 'Share of the listing’s picture that it covers.' }),
        }),
        picturePolygon: z.array(Corner),
        referencePolygon: z.array(Corner),
        picturePoints: z.array(Corner).meta({
          description: 'Matching points, in the order of the reference points; at most 200.',
        }),
        referencePoints: z.array(Corner),
      })
      .nullable()
      .meta({ description: 'Null if neither shows the other.' }),
    picture: z.object({ width: z.int(), height: z.int() }),
    reference: ReferenceImageView.pick({
      id: true,
      bank: true,
      label: true,
      brand: true,
      width: true,
      height: true,
    }),
  })
  .meta({
    id: 'ImageComparisonView',
    description: 'In pixels of each picture, upright, from its top left.',
  })
export type ImageComparisonView = z.infer<typeof ImageComparisonView>

const One = z.strictObject({ id: z.string() })

const NewReference = z.strictObject({
  bank: z.enum(imageBanks),
  brand: Text.min(1).optional().meta({
    description: 'ID of the brand shown; required for official photographs and known fakes.',
  }),
  label: Text.default(''),
})

export const ProductPictureView = z
  .object({
    product: z.string(),
    name: z.string(),
    brand: z.string(),
    url: z.string(),
    state: z.enum(['waiting', 'failed']),
    reason: z.string().meta({ description: 'Why the last request for it failed.' }),
    attempts: z.int(),
    dueAt: z.iso.datetime().nullable().meta({
      description: 'When it is next retried automatically; null if it is not.',
    }),
  })
  .meta({
    id: 'ProductPictureView',
    description: 'A product photograph that could not be fetched.',
  })
export type ProductPictureView = z.infer<typeof ProductPictureView>

const ReferenceImageAction = action('restore', {}).meta({ id: 'ReferenceImageAction' })

export const referenceImageEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/reference-images',
    summary: 'List the references in the organisation’s image banks, newest first',
    access: 'catalog:read',
    query: PageQuery.extend({
      bank: z.enum(imageBanks).optional(),
      state: z
        .enum(referenceStates)
        .optional()
        .meta({ description: 'Defaults to all except removed references.' }),
      after: Cursor.optional(),
    }),
    response: pageOf(ReferenceImageView),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/reference-images',
    summary:
      'Add a picture to an image bank; matching starts within seconds and covers earlier listings',
    description:
      'The body is the file itself, up to 16 MiB. If the bank already has the picture for this brand, the existing reference is returned. Official photographs and known fakes also count for the listings of marketplaces, as far as a claim to their brand is in force. A known fake added this way counts once a second person confirms it.',
    access: 'catalog:write',
    fileLimit: bodyLimits.long,
    query: NewReference,
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: pictureTypes,
    bodyReadBy: 'leaf',
    response: ReferenceImageView,
    statuses: [201, 200],
  }),
  addFromListing: endpoint({
    method: 'POST',
    path: '/api/v1/listings/:id/images/:place/reference-images',
    summary: 'Add a picture of a listing to an image bank',
    description:
      'As a known fake only if the organisation’s decision in force calls the listing counterfeit and the picture does not show an official photograph of the organisation.',
    access: 'catalog:write',
    params: z.strictObject({ id: Placed.listing, place: ImageIndex }),
    body: NewReference,
    response: ReferenceImageView,
    statuses: [201, 200],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/reference-images/:id',
    summary:
      'Retrieve a reference with the daily number of listings that showed it in the last thirty days',
    access: 'catalog:read',
    params: One,
    response: ReferenceImageView.extend({
      days: z.array(z.object({ day: z.iso.date(), listings: z.int() })),
    }),
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/v1/reference-images/:id/image',
    summary: 'Retrieve the picture of a reference, re-encoded to at most 1,200 pixels',
    description:
      'For another organisation’s reference, if its owner shares it beside a picture of the caller’s own listing: give the listing and the index of that picture.',
    access: 'catalog:read',
    params: One,
    query: z.strictObject(Placed).partial(),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/*',
  }),
  compare: endpoint({
    method: 'GET',
    path: '/api/v1/reference-images/:id/comparison',
    summary:
      'Explain the match between a listing’s picture and a reference: location, probability, edits',
    access: 'catalog:read',
    records: true,
    params: One,
    query: z.strictObject(Placed),
    response: ImageComparisonView,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/reference-images/:id',
    summary:
      'Update a reference: rename, change expected listings, release from quarantine, confirm or share',
    access: 'catalog:write',
    params: One,
    body: z
      .strictObject({
        label: Text,
        expected,
        quarantined: z
          .literal(false)
          .meta({ description: 'Releases it from quarantine; it counts as evidence again.' }),
        confirmed: z.literal(true).meta({
          description:
            'Confirms a known fake that is not based on a decision; must be someone other than the person who added it.',
        }),
        shared: z.boolean().meta({
          description:
            'Shares an official photograph with marketplaces, beside their own listings that show it and while a claim to its brand is in force.',
        }),
      })
      .partial(),
    response: ReferenceImageView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/reference-images/:id',
    summary: 'Remove a reference; it stops matching listings within seconds',
    access: 'catalog:write',
    params: One,
    response: EmptyView,
  }),
  missedOfProducts: endpoint({
    method: 'GET',
    path: '/api/v1/product-images',
    summary: 'List catalog photographs that could not be fetched, and why',
    access: 'catalog:read',
    query: PageQuery.extend({ after: Cursor.optional() }),
    response: pageOf(ProductPictureView),
  }),
  askAgain: endpoint({
    method: 'POST',
    path: '/api/v1/product-images/retries',
    summary: 'Retry a missing product photograph immediately',
    access: 'catalog:write',
    body: z.strictObject({ product: z.string().min(1).max(200), url: z.string().min(1).max(2000) }),
    response: z.object({
      asked: z
        .boolean()
        .meta({ description: 'False if no photograph is missing at this address.' }),
    }),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/reference-images/:id/actions',
    summary: 'Restore a removed reference',
    access: 'catalog:write',
    params: One,
    body: plainActionInput('ReferenceImageActionInput', ReferenceImageAction),
    response: ReferenceImageView,
  }),
}
