import { z } from 'zod'
import { eventTypes } from './event.ts'
import { Cursor, Done, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const url = z.string().min(1).max(2000)
const types = z.array(z.enum(eventTypes)).min(1).max(eventTypes.length)
const label = z.string().trim().min(1).max(100)

/** Where events of which types are to be sent. */
export const NewWebhook = z
  .strictObject({
    url: url.meta({ description: 'HTTPS, on the public internet.' }),
    types: types.default([...eventTypes]).meta({ description: 'All where nothing is said.' }),
    label: label.optional().meta({ description: 'What it is for.' }),
  })
  .meta({ id: 'NewWebhook' })
export type NewWebhook = z.infer<typeof NewWebhook>

export const WebhookChange = z
  .strictObject({
    url: url.optional(),
    types: types.optional(),
    label: label.nullable().optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookChange' })
export type WebhookChange = z.infer<typeof WebhookChange>

export const StoredWebhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    types: z.array(z.enum(eventTypes)),
    label: z.string().nullable(),
    enabled: z.boolean(),
    disabledBecause: z.enum(['failing', 'gone', 'maker-limited']).nullable().meta({
      description:
        'Why Touchstone disabled it: nothing got through for days, it answered 410, or its maker is no longer an admin of the whole organisation.',
    }),
    failingSince: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' })
export type StoredWebhook = z.infer<typeof StoredWebhook>

const secret = z.string().meta({ description: 'whsec_…, shown this once.' })

export const AddedWebhook = StoredWebhook.extend({ secret }).meta({ id: 'AddedWebhook' })

export const RotatedSecret = z
  .object({
    secret,
    earlierExpiresAt: z.iso.datetime().meta({
      description: 'Until then every delivery is signed with the earlier secret too.',
    }),
  })
  .meta({ id: 'RotatedSecret' })

export const Attempt = z
  .object({
    at: z.iso.datetime(),
    status: z.int().nullable().meta({ description: 'Null where no answer came.' }),
    problem: z.string().nullable(),
    milliseconds: z.int(),
    answer: z.string().nullable().meta({ description: 'The first 1 KiB.' }),
  })
  .meta({ id: 'Attempt' })

export const Delivery = z
  .object({
    event: z.uuid().meta({ description: 'The header webhook-id of every attempt.' }),
    type: z.enum(eventTypes),
    state: z.enum(['pending', 'delivered', 'failed']),
    createdAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable().meta({ description: 'When it is tried next.' }),
    attempts: z.array(Attempt).meta({ description: 'The last ten, newest first.' }),
  })
  .meta({ id: 'Delivery' })

/** Which events are to be sent again. */
export const Replay = z
  .strictObject({
    since: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }).optional(),
    after: Cursor.optional().meta({ description: '`next` of the answer before.' }),
  })
  .meta({ id: 'Replay' })

export const Replayed = z
  .object({
    resent: z.int(),
    next: z.string().nullable().meta({ description: 'Null where nothing is left.' }),
  })
  .meta({ id: 'Replayed' })

const access = 'webhooks:write'
const params = z.object({ id: z.string() })

export const webhookEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/webhooks',
    summary: 'The organisation’s web hooks',
    access,
    wholeOrganisation: true,
    answer: z.object({ items: z.array(StoredWebhook) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks',
    summary: 'Adds a web hook and answers with its secret, once',
    access,
    wholeOrganisation: true,
    body: NewWebhook,
    answer: AddedWebhook,
    statuses: [201],
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/webhooks/:id',
    summary: 'Changes a web hook; enabling one goes on with what waits',
    access,
    wholeOrganisation: true,
    params,
    body: WebhookChange,
    answer: StoredWebhook,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/webhooks/:id',
    summary: 'Removes a web hook; nothing more is sent there',
    access,
    wholeOrganisation: true,
    params,
    answer: Done,
  }),
  rotate: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks/:id/rotate',
    summary: 'Makes a new secret; the earlier one signs beside it for a day',
    access,
    wholeOrganisation: true,
    params,
    answer: RotatedSecret,
  }),
  deliveries: endpoint({
    method: 'GET',
    path: '/api/v1/webhooks/:id/deliveries',
    summary: 'Pages through what was sent and answered, newest first',
    access,
    wholeOrganisation: true,
    params,
    query: PageQuery,
    answer: pageOf(Delivery),
  }),
  resend: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks/:id/deliveries/:event/resend',
    summary: 'Sends one event again',
    access,
    wholeOrganisation: true,
    params: z.object({ id: z.string(), event: z.string() }),
    answer: Done,
  }),
  replay: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks/:id/replay',
    summary: 'Sends the events of a span of time again, up to 10,000 at once',
    access,
    wholeOrganisation: true,
    params,
    body: Replay,
    answer: Replayed,
  }),
}
