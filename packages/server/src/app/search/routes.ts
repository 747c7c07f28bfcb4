import { searchEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { findHits } from './find-hits.ts'

/** The endpoint of the search over everything. */
export function searchRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  route(app, searchEndpoints.find, async ({ actor, query: input }) => ({
    items: await store.transact(contextOf(actor), (handle) => findHits({ handle, actor, input })),
  }))
}
