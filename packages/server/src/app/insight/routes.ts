import { insightEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { Moment, pageOf, readCursor } from '../../platform/http/index.ts'
import { listFigureListings, readInsight } from './read-insight.ts'

const Place = z
  .tuple([Moment, z.uuid(), z.union([z.uuid(), z.literal('')])])
  .transform(([at, listing, notice]) => ({ at, listing, notice: notice === '' ? null : notice }))

/** The endpoints of the figures. */
export function insightRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const now = (): Date => new Date(clock())

  route(app, insightEndpoints.read, async ({ actor, query: input }) =>
    store.transact(contextOf(actor), (handle) => readInsight({ handle, actor, now: now(), input })),
  )

  route(app, insightEndpoints.listings, async ({ actor, query }) => {
    const { limit, after, figure, key, from, to, ...filters } = query
    const input = {
      filters,
      figure,
      key,
      days: { from, to },
      limit: limit + 1,
      after: after === undefined ? undefined : readCursor(Place, after),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listFigureListings({ handle, actor, now: now(), input }),
    )
    const { items, next } = pageOf(rows, limit, (row) => [row.at, row.listing, row.notice ?? ''])
    const shown = items.map(({ from: lower, to: upper, ...row }) => ({
      ...row,
      days: lower === null ? null : { from: lower, to: upper },
    }))
    return { items: shown, next }
  })
}
