import { z } from 'zod'
import { endpoint } from './endpoint.ts'

export const pictureEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/pictures/:place',
    summary: 'Fetches a picture of an offer from its host, for a person to look at',
    description:
      'The host learns that this server asks, not who looks. Handed on are JPEG, PNG, WebP, GIF and AVIF by their own bytes, up to 8 MiB and 40 million points, from the public internet alone. The log tells of each. For a person, before a page of this server.',
    access: 'person',
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
}
