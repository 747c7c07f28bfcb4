import { alertEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { PublisherOf } from '../../investigation/evidence/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { addRoute, pageOf, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import { atomFeed, jsonFeed } from './alert-feeds.ts'
import { listAlerts, publishAlert, toAlertView, withdrawAlert } from './manage-alerts.ts'

/** Endpoints for alerts by makers, and for everyone who reads them. */
export function alertRoutes(
  app: FastifyInstance,
  { store, publisherOf }: { store: Store; publisherOf: PublisherOf },
): void {
  route(app, alertEndpoints.list, async ({ actor, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const rows = await store.transact(contextOf(actor), (handle) =>
      listAlerts({ handle, actor }, input),
    )
    const { items, next } = pageOf(rows, query.limit, ({ publishedAt, id }) => [publishedAt, id])
    return { items: items.map(toAlertView), next }
  })
  route(app, alertEndpoints.publish, async ({ actor, body: input }) =>
    publishAlert({ store, publisherOf, actor, input }),
  )
  route(app, alertEndpoints.act, async ({ actor, params: { id }, body: { action } }) =>
    withdrawAlert({ store, publisherOf, actor, id, reason: action.reason }),
  )
  addRoute(app, alertEndpoints.feed, async () => jsonFeed(store))
  addRoute(app, alertEndpoints.atom, async ({ reply }) =>
    reply.type('application/atom+xml; charset=utf-8').send(await atomFeed(store)),
  )
}
