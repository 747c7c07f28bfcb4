import { z } from 'zod'
import { NewTranslation } from './translation.ts'
import { Done, endpoint } from '../api/endpoint.ts'

export const Translation = z
  .object({
    id: z.uuid(),
    version: z.int(),
    language: z.string(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    machine: z.string().nullable().meta({ description: 'What made it, where a machine did.' }),
    addedAt: z.iso.datetime(),
    addedBy: z.object({ kind: z.enum(['operator', 'person', 'key']), id: z.string() }),
  })
  .meta({ id: 'Translation' })
export type Translation = z.infer<typeof Translation>

export const translationEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/translations',
    summary: 'The organisation’s translations of an offer, newest first',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    answer: z.object({
      items: z.array(Translation).meta({ description: 'Fifty at the most.' }),
    }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/listings/:id/translations',
    summary: 'Keeps a translation of an offer for the organisation’s own people',
    description: 'The offer’s own words stay, and the engine never reads a translation.',
    access: 'person',
    params: z.strictObject({ id: z.string() }),
    body: NewTranslation,
    answer: Translation,
    statuses: [201],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/translations/:id',
    summary: 'Removes a translation; its author may, and an admin',
    access: 'person',
    params: z.strictObject({ id: z.uuid() }),
    answer: Done,
  }),
}
