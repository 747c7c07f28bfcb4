import { webhookEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, organisationOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import {
  TimeCursor,
  toPageQuery,
  pageOf,
  readCursor,
  writeCursor,
} from '../../platform/http/index.ts'
import {
  addWebhook,
  changeWebhook,
  listDeliveries,
  removeWebhook,
  replayEvents,
  resendEvent,
  rotateSecret,
  listWebhooks,
  type WebhookSettings,
} from './manage-webhooks.ts'

/** Endpoints for an organisation's webhooks. */
export function webhookRoutes(app: FastifyInstance, store: Store, settings: WebhookSettings): void {
  route(app, webhookEndpoints.list, async ({ actor }) => {
    const organisationId = organisationOf(actor)
    const items = await store.transact(contextOf(actor), (handle) =>
      listWebhooks({ handle, actor, organisationId }),
    )
    return { items }
  })

  route(app, webhookEndpoints.add, async ({ actor, body }) => {
    const organisationId = organisationOf(actor)
    const { webhook, secret } = await store.transact(contextOf(actor), (handle) =>
      addWebhook({ handle, actor, organisationId, settings, input: body }),
    )
    return { ...webhook, secret }
  })

  route(app, webhookEndpoints.change, async ({ actor, params: { id }, body }) => {
    const organisationId = organisationOf(actor)
    return store.transact(contextOf(actor), (handle) =>
      changeWebhook({ handle, actor, organisationId, settings, id, input: body }),
    )
  })

  route(app, webhookEndpoints.remove, async ({ actor, params: { id } }) => {
    const organisationId = organisationOf(actor)
    await store.transact(contextOf(actor), (handle) =>
      removeWebhook({ handle, actor, organisationId, id }),
    )
    return {}
  })

  route(app, webhookEndpoints.rotate, async ({ actor, params: { id } }) => {
    const organisationId = organisationOf(actor)
    return store.transact(contextOf(actor), (handle) =>
      rotateSecret({ handle, actor, organisationId, settings, id }),
    )
  })

  route(app, webhookEndpoints.deliveries, async ({ actor, params: { id }, query }) => {
    const organisationId = organisationOf(actor)
    const input = toPageQuery(query, TimeCursor)
    const deliveries = await store.transact(contextOf(actor), (handle) =>
      listDeliveries({ handle, actor, organisationId, id, input }),
    )
    return pageOf(deliveries, query.limit, (last) => [last.createdAt, last.event])
  })

  route(app, webhookEndpoints.resend, async ({ actor, params: { id, event } }) => {
    const organisationId = organisationOf(actor)
    await store.transact(contextOf(actor), (handle) =>
      resendEvent({ handle, actor, organisationId, id, event }),
    )
    return {}
  })

  route(app, webhookEndpoints.replay, async ({ actor, params: { id }, body }) => {
    const organisationId = organisationOf(actor)
    const input = {
      since: new Date(body.since),
      ...(body.until !== undefined && { until: new Date(body.until) }),
      ...(body.after !== undefined && { after: readCursor(TimeCursor, body.after) }),
    }
    const { resent, next } = await store.transact(contextOf(actor), (handle) =>
      replayEvents({ handle, actor, organisationId, id, input }),
    )
    return { resent, next: next === undefined ? null : writeCursor([next.at, next.id]) }
  })
}
