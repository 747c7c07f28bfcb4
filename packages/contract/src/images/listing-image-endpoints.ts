import { z } from 'zod'
import { PictureReading, imageBanks, pictureMatchKinds } from '../listings/listing.ts'
import { endpoint } from '../api/endpoint.ts'

/** A listing's picture with its analysis. */
export const AnalysedImageView = z
  .object({
    place: z.int().meta({ description: 'Index among the pictures of the newest version, from 0.' }),
    state: z.enum(['waiting', 'kept', 'failed']).meta({
      description: 'Also `waiting` if the host did not deliver it yet and will be retried.',
    }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why the picture could not be fetched, if it could not.' }),
    reading: PictureReading.nullable().meta({ description: 'Null until the picture is analysed.' }),
    shows: z
      .array(
        z.object({
          reference: z.uuid(),
          bank: z.enum(imageBanks),
          label: z.string(),
          brand: z.string().nullable(),
          score: z.number(),
          kind: z.enum(pictureMatchKinds),
          edits: z.string(),
          own: z.boolean().meta({ description: 'False if a rights holder shares the reference.' }),
        }),
      )
      .meta({
        description:
          'References in the caller’s own banks, and those that rights holders share with marketplaces beside their own listings; most probable first.',
      }),
    withheld: z.boolean().meta({
      description: 'Whether it matches a reference that its rights holder does not share.',
    }),
  })
  .meta({ id: 'AnalysedImageView' })
export type AnalysedImageView = z.infer<typeof AnalysedImageView>

export const ImageOccurrenceView = z
  .object({
    listing: z.uuid(),
    place: z.int(),
    title: z.string(),
    marketplace: z.string().nullable(),
    seller: z.string().nullable().meta({ description: 'ID of the seller.' }),
    score: z.number().meta({ description: 'Probability that both show the same photograph.' }),
    kind: z.enum(pictureMatchKinds),
    edits: z.string(),
  })
  .meta({ id: 'ImageOccurrenceView' })
export type ImageOccurrenceView = z.infer<typeof ImageOccurrenceView>

/** A picture of a listing in a path. */
export const ImageIndex = z
  .string()
  .regex(/^\d{1,2}$/)
  .meta({ description: 'Index among the pictures of the newest version, from 0.' })

const maxThumbnails = 100

export const ListingThumbnailView = z
  .object({
    listing: z.uuid(),
    place: z
      .int()
      .nullable()
      .meta({ description: 'Index of the picture shown; null if the listing has none.' }),
    state: z.enum(['stored', 'waiting', 'failed', 'not-fetched', 'none']).meta({
      description:
        '`stored`: `address` delivers a thumbnail. `waiting`: not fetched yet. `failed`: see `reason`. `not-fetched`: the listing has pictures that this server does not fetch, because fetching is off or they have no web address. `none`: the listing has no picture.',
    }),
    reason: z.string().nullable().meta({ description: 'Why the picture could not be fetched.' }),
    address: z
      .string()
      .nullable()
      .meta({ description: 'Path of the thumbnail on this server; null unless `stored`.' }),
  })
  .meta({ id: 'ListingThumbnailView' })
export type ListingThumbnailView = z.infer<typeof ListingThumbnailView>

export const listingImageEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/images/:place',
    summary: 'Fetch a picture of a listing from its host for viewing',
    description:
      'The host sees a request from this server, not from the viewer. Only JPEG, PNG, WebP, GIF and AVIF are returned, as detected from their content, up to 8 MiB and 40 megapixels, and only from the public internet. Every view is recorded in the audit log. For people, on a page of this server.',
    access: 'person',
    records: true,
    params: z.strictObject({ id: z.string(), place: ImageIndex }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/*',
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/images',
    summary: 'Retrieve the findings in a listing’s pictures analysed so far',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    response: z.object({ items: z.array(AnalysedImageView) }),
  }),
  storedCopy: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/images/:place/stored-copy',
    summary: 'Retrieve the stored copy of a listing’s picture, re-encoded to at most 1,200 pixels',
    description: 'The host is not contacted. Every view is recorded in the audit log.',
    access: 'person',
    records: true,
    params: z.strictObject({ id: z.string(), place: ImageIndex }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/*',
  }),
  thumbnail: endpoint({
    method: 'GET',
    path: '/api/v1/thumbnails/:token',
    summary: 'Retrieve a thumbnail of a listing’s stored picture',
    description:
      'WebP, re-encoded to at most 240 pixels a side. The address comes from the list of thumbnails, and is valid for the person or API key that listed them until the end of the next hour.',
    access: 'listings:read',
    params: z.strictObject({ token: z.string().max(100) }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/webp',
  }),
  thumbnails: endpoint({
    method: 'GET',
    path: '/api/v1/listing-thumbnails',
    summary: 'List the thumbnails of up to 100 listings',
    description:
      'The first stored picture of each visible listing, or why there is none. Listings that are unknown or not visible are left out. The audit log records how many were listed.',
    access: 'listings:read',
    records: true,
    query: z.strictObject({
      listings: z
        .string()
        .regex(
          new RegExp(`^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,${maxThumbnails - 1}}$`),
          `must be up to ${maxThumbnails} listing IDs, separated by commas`,
        )
        .meta({ description: 'IDs of listings, separated by commas.' }),
    }),
    response: z.object({ items: z.array(ListingThumbnailView).max(maxThumbnails) }),
  }),
  elsewhere: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/images/:place/other-listings',
    summary: 'Find other visible listings that show the same picture or an edited copy',
    access: 'listings:read',
    params: z.strictObject({ id: z.string(), place: ImageIndex }),
    response: z.object({ items: z.array(ImageOccurrenceView).max(100) }),
  }),
}
