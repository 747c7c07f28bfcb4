import { z } from 'zod'
import { eventTypes } from './event-types.ts'
import { Cursor, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const url = z.string().min(1).max(2000)
const types = z.array(z.enum(eventTypes)).min(1).max(eventTypes.length)
const label = z.string().trim().min(1).max(100)

/** Target address and event types of a webhook. */
export const WebhookInput = z
  .strictObject({
    url: url.meta({ description: 'HTTPS, on the public internet.' }),
    types: types.default([...eventTypes]).meta({ description: 'Defaults to all types.' }),
    label: label.optional().meta({ description: 'Purpose of the webhook.' }),
  })
  .meta({ id: 'WebhookInput' })
export type WebhookInput = z.infer<typeof WebhookInput>

export const WebhookChangeInput = z
  .strictObject({
    url: url.optional(),
    types: types.optional(),
    label: label.nullable().optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookChangeInput' })
export type WebhookChangeInput = z.infer<typeof WebhookChangeInput>

export const WebhookView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    types: z.array(z.enum(eventTypes)),
    label: z.string().nullable(),
    enabled: z.boolean(),
    disabledReason: z.enum(['failing', 'gone', 'maker-limited']).nullable().meta({
      description:
        'Why Touchstone disabled it: no delivery succeeded for days, the endpoint returned 410, or its creator is no longer an admin of the whole organisation.',
    }),
    failingSince: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'WebhookView' })
export type WebhookView = z.infer<typeof WebhookView>

const secret = z.string().meta({ description: 'whsec_…, returned only once.' })

export const AddedWebhookView = WebhookView.extend({ secret }).meta({ id: 'AddedWebhookView' })

export const RotatedSecretView = z
  .object({
    secret,
    earlierExpiresAt: z.iso.datetime().meta({
      description: 'Until then, every delivery is also signed with the earlier secret.',
    }),
  })
  .meta({ id: 'RotatedSecretView' })

export const DeliveryAttemptView = z
  .object({
    at: z.iso.datetime(),
    status: z.int().nullable().meta({ description: 'Null if there was no response.' }),
    problem: z.string().nullable(),
    milliseconds: z.int(),
    answer: z.string().nullable().meta({ description: 'The first 1 KiB of the response.' }),
  })
  .meta({ id: 'DeliveryAttemptView' })

export const DeliveryView = z
  .object({
    event: z.uuid().meta({ description: 'Sent as the webhook-id header with every attempt.' }),
    type: z.enum(eventTypes),
    state: z.enum(['pending', 'delivered', 'failed']),
    createdAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable().meta({ description: 'Time of the next attempt.' }),
    attempts: z.array(DeliveryAttemptView).meta({ description: 'The last ten, newest first.' }),
  })
  .meta({ id: 'DeliveryView' })

/** The events to send again. */
export const ReplayInput = z
  .strictObject({
    since: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }).optional(),
    after: Cursor.optional().meta({ description: 'The `next` value of the previous response.' }),
  })
  .meta({ id: 'ReplayInput' })

export const ReplayView = z
  .object({
    resent: z.int(),
    next: z.string().nullable().meta({ description: 'Null if there are no more.' }),
  })
  .meta({ id: 'ReplayView' })

const access = 'webhooks:write'
const params = z.object({ id: z.string() })

export const webhookEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/webhooks',
    summary: 'List webhooks',
    access,
    wholeOrganisation: true,
    response: z.object({ items: z.array(WebhookView) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks',
    summary: 'Create a webhook; the secret is returned only once',
    access,
    wholeOrganisation: true,
    body: WebhookInput,
    response: AddedWebhookView,
    statuses: [201],
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/webhooks/:id',
    summary: 'Update a webhook; enabling one resumes its pending deliveries',
    access,
    wholeOrganisation: true,
    params,
    body: WebhookChangeInput,
    response: WebhookView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/webhooks/:id',
    summary: 'Remove a webhook and stop its deliveries',
    access,
    wholeOrganisation: true,
    params,
    response: EmptyView,
  }),
  rotate: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks/:id/secrets',
    summary: 'Rotate the secret of a webhook; the earlier one also signs for a day',
    access,
    wholeOrganisation: true,
    params,
    response: RotatedSecretView,
  }),
  deliveries: endpoint({
    method: 'GET',
    path: '/api/v1/webhooks/:id/deliveries',
    summary: 'List deliveries and responses, newest first',
    access,
    wholeOrganisation: true,
    params,
    query: PageQuery,
    response: pageOf(DeliveryView),
  }),
  resend: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks/:id/deliveries/:event/attempts',
    summary: 'Resend an event',
    access,
    wholeOrganisation: true,
    params: z.object({ id: z.string(), event: z.string() }),
    response: EmptyView,
  }),
  replay: endpoint({
    method: 'POST',
    path: '/api/v1/webhooks/:id/replays',
    summary: 'Resend the events of a period, up to 10,000 at once',
    access,
    wholeOrganisation: true,
    params,
    body: ReplayInput,
    response: ReplayView,
  }),
}
