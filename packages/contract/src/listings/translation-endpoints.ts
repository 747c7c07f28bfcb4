import { z } from 'zod'
import { TranslationInput } from './translation.ts'
import { plainActionInput } from '../api/action.ts'
import { EmptyView, endpoint } from '../api/endpoint.ts'
import { GlossView, glossLanguages } from './gloss.ts'

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

/** Languages of which a translation service can be asked for a translation. */
const Target = z.enum(glossLanguages)

export const TranslationServiceView = z
  .object({
    name: z.string().nullable().meta({
      description: 'The service, by its host name; null if the operator configured none.',
    }),
    sends: z.array(z.enum(['title', 'description'])).meta({
      description: 'The texts of a listing that are sent to it.',
    }),
    allowed: z
      .object({
        at: z.iso.datetime(),
        by: z.string().meta({ description: 'The ID of the admin.' }),
      })
      .nullable()
      .meta({ description: 'Null until an admin of the organisation allows it.' }),
  })
  .meta({ id: 'TranslationServiceView' })
export type TranslationServiceView = z.infer<typeof TranslationServiceView>

export const TranslationServiceAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('allow'),
    name: z.string().max(255).meta({ description: 'The service as it was displayed.' }),
  }),
  z.strictObject({ type: z.literal('disallow') }),
])
export type TranslationServiceAction = z.infer<typeof TranslationServiceAction>

export const translationEndpoints = {
  gloss: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/gloss',
    summary: 'Read what the engine understands of a listing’s words',
    description:
      'Offline: nothing is sent anywhere. Each text is divided into pieces that joined give it again; what is not understood is named so.',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({
      language: z.enum(glossLanguages).default('en').meta({
        description: 'The language of the meanings.',
      }),
    }),
    response: GlossView,
  }),
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
    response: EmptyView,
  }),
  translate: endpoint({
    method: 'POST',
    path: '/api/v1/listings/:id/machine-translations',
    summary: 'Translate a listing by the operator’s translation service',
    description:
      'Sends title and description, if the operator configured a service and an admin of the organisation allowed it. The same texts are sent once per language: later calls return the stored translation, which is listed among the others.',
    access: 'person',
    params: z.strictObject({ id: z.string() }),
    body: z.strictObject({ language: Target }),
    response: TranslationView,
    statuses: [200, 201],
  }),
  service: endpoint({
    method: 'GET',
    path: '/api/v1/translation-service',
    summary: 'Read whether a translation service is configured and allowed',
    access: 'person',
    response: TranslationServiceView,
  }),
  setService: endpoint({
    method: 'POST',
    path: '/api/v1/translation-service/actions',
    summary: 'Allow or disallow the translation service for the organisation, as an admin',
    access: 'person',
    wholeOrganisation: true,
    body: plainActionInput('TranslationServiceActionInput', TranslationServiceAction),
    response: TranslationServiceView,
  }),
}
