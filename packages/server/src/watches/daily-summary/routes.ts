import { summaryEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { listSummaries, readSummary } from './read-summary.ts'

/** Endpoints for the daily summary of watches. */
export function summaryRoutes(app: FastifyInstance, store: Store): void {
  route(app, summaryEndpoints.list, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => listSummaries({ handle, actor })),
  )

  route(app, summaryEndpoints.read, async ({ actor, params: { day } }) =>
    store.transact(contextOf(actor), (handle) => readSummary({ handle, actor, day })),
  )
}
