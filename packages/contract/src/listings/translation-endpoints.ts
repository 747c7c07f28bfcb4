import { z } from 'zod'
import { TranslationInput } from './translation.ts'
import { Done, endpoint } from '../api/endpoint.ts'

export const TranslationView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    language: z.string(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    machine: z.string().nullable().meta({ description: 'What produced it, if a machine did.' }),
    addedAt: z.iso.datetime(),
    addedBy: z.object({ kind: z.enum(['operator', 'person', 'key']), id: z.string() }),
  })
  .meta({ id: 'TranslationView' })
export type TranslationView = z.infer<typeof TranslationView>

export const translationEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/translations',
    summary: 'List the organisation’s translations of a listing, newest first',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    response: z.object({
      items: z.array(TranslationView).meta({ description: 'At most 50.' }),
    }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/listings/:id/translations',
    summary: 'Add a translation of a listing for the organisation’s own people',
    description: 'The original text remains, and the engine never reads a translation.',
    access: 'person',
    params: z.strictObject({ id: z.string() }),
    body: TranslationInput,
    response: TranslationView,
    statuses: [201],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/translations/:id',
    summary: 'Remove a translation, as its author or an admin',
    access: 'person',
    params: z.strictObject({ id: z.uuid() }),
    response: Done,
  }),
}
