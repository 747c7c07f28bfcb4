import { z } from 'zod'
import { PictureReading, imageBanks, pictureMatchKinds } from '../listings/listing.ts'
import { endpoint } from '../api/endpoint.ts'

/** A picture of an offer as the server knows it. */
export const AnalysedImage = z
  .object({
    place: z.int().meta({ description: 'Among the pictures of the newest version, from 0.' }),
    state: z.enum(['waiting', 'kept', 'failed']).meta({
      description: 'Waiting also where its host did not hand it out yet and is asked again.',
    }),
    reason: z.string().nullable().meta({ description: 'Why it did not come, where it did not.' }),
    reading: PictureReading.nullable().meta({ description: 'Null until it was looked at.' }),
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
          own: z.boolean().meta({ description: 'False where a rights holder shows it.' }),
        }),
      )
      .meta({
        description:
          'References of the caller’s own banks, and those that rights holders show to marketplaces beside their own offers; the most probable first.',
      }),
    withheld: z.boolean().meta({
      description: 'Whether a reference speaks of it that its rights holder does not show.',
    }),
  })
  .meta({ id: 'LookedAtPicture' })
export type AnalysedImage = z.infer<typeof AnalysedImage>

export const ImageOccurrence = z
  .object({
    listing: z.uuid(),
    place: z.int(),
    title: z.string(),
    marketplace: z.string().nullable(),
    seller: z.string().nullable().meta({ description: 'Id of the seller.' }),
    score: z.number().meta({ description: 'Probability that both show the same photograph.' }),
    kind: z.enum(pictureMatchKinds),
    edits: z.string(),
  })
  .meta({ id: 'FoundElsewhere' })
export type ImageOccurrence = z.infer<typeof ImageOccurrence>

const place = z
  .string()
  .regex(/^\d{1,2}$/)
  .meta({ description: 'Among the pictures of the newest version, from 0.' })

export const listingImageEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/pictures/:place',
    summary: 'Fetches a picture of an offer from its host, for a person to look at',
    description:
      'The host learns that this server asks, not who looks. Handed on are JPEG, PNG, WebP, GIF and AVIF by their own bytes, up to 8 MiB and 40 million points, from the public internet alone. The log tells of each. For a person, before a page of this server.',
    access: 'person',
    records: true,
    params: z.strictObject({
      id: z.string(),
      place: z
        .string()
        .regex(/^\d{1,2}$/)
        .meta({ description: 'Among the pictures of the newest version, from 0.' }),
    }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'image/*',
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/pictures',
    summary: 'Says what was found in the pictures of an offer, as far as they were looked at',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    answer: z.object({ items: z.array(AnalysedImage) }),
  }),
  kept: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/pictures/:place/kept',
    summary:
      'Shows a picture of an offer as it was kept, made anew and no larger than 1,200 points',
    description: 'Its host learns nothing of it. The log tells of each.',
    access: 'person',
    records: true,
    params: z.strictObject({ id: z.string(), place }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'image/*',
  }),
  elsewhere: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/pictures/:place/elsewhere',
    summary:
      'Finds other offers in the caller’s sight that show the same picture, or an edited copy',
    access: 'listings:read',
    params: z.strictObject({ id: z.string(), place }),
    answer: z.object({ items: z.array(ImageOccurrence).max(100) }),
  }),
}
