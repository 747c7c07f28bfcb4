import { marketplaceNameEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import {
  listMarketplaceNames,
  removeMarketplaceName,
  setMarketplaceName,
} from './name-marketplaces.ts'

/** Endpoints for the names of marketplaces. */
export function marketplaceNameRoutes(app: FastifyInstance, store: Store): void {
  route(app, marketplaceNameEndpoints.list, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) =>
      listMarketplaceNames({ handle, actor }),
    ),
  }))

  route(app, marketplaceNameEndpoints.set, async ({ actor, params, body }) => {
    const input = { ...params, ...body }
    await store.transact(contextOf(actor), (handle) => setMarketplaceName({ handle, actor, input }))
    return {}
  })

  route(app, marketplaceNameEndpoints.remove, async ({ actor, params: { marketplace } }) => {
    await store.transact(contextOf(actor), (handle) =>
      removeMarketplaceName({ handle, actor, marketplace }),
    )
    return {}
  })
}
