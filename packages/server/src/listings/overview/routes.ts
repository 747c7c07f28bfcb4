import { overviewEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { listMarketplaces, readTrends, readOpenWork } from './read-overview.ts'

export type OverviewRoutesOptions = {
  store: Store
  /** The engine whose assessments are shown. */
  engine: () => string
  names: () => BrandNames
}

/** Endpoints with figures on listings and open work. */
export function overviewRoutes(
  app: FastifyInstance,
  { store, engine, names }: OverviewRoutesOptions,
): void {
  route(app, overviewEndpoints.trends, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => readTrends({ handle, actor, now: new Date() })),
  )

  route(app, overviewEndpoints.marketplaces, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => listMarketplaces({ handle, actor })),
  )

  route(app, overviewEndpoints.work, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) =>
      readOpenWork({ handle, actor, engine: engine(), names: names() }),
    ),
  )
}
