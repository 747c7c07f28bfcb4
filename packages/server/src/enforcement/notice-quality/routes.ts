import { noticeQualityEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { readFigures, liftSafeguard, listMarks } from './read-notice-quality.ts'

/** Endpoints for an organisation's notice quality. */
export function noticeQualityRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const now = (): Date => new Date(clock())

  route(app, noticeQualityEndpoints.figures, async ({ actor, query: { by, from, to } }) => {
    const input = { by, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
    return store.transact(contextOf(actor), (handle) =>
      readFigures({ handle, actor, input, now: now() }),
    )
  })
  route(app, noticeQualityEndpoints.marks, async ({ actor, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const found = await store.transact(contextOf(actor), (handle) =>
      listMarks({ handle, actor, input, now: now() }),
    )
    return pageOf(found, query.limit, (one) => [one.warnedAt, one.id])
  })
  route(app, noticeQualityEndpoints.act, async ({ actor, params: { id }, body }) =>
    store.transact(contextOf(actor), (handle) =>
      liftSafeguard({ handle, actor, input: { id, reason: body.action.reason }, now: now() }),
    ),
  )
}
