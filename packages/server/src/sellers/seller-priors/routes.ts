import { sellerPriorEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { readSellerPrior } from './read-seller-prior.ts'

export type SellerPriorRoutesOptions = {
  store: Store
  /** The current engine. */
  engine: () => string
  /** Brand names known to the current engine. */
  names: () => BrandNames
  clock: () => number
}

/** The endpoint of what decisions on a seller's other listings add. */
export function sellerPriorRoutes(
  app: FastifyInstance,
  { store, engine, names, clock }: SellerPriorRoutesOptions,
): void {
  route(app, sellerPriorEndpoints.read, async ({ actor, params: input }) => {
    const now = new Date(clock())
    return store.transact(contextOf(actor), (handle) =>
      readSellerPrior({ handle, actor, names: names(), engine: engine(), now, input }),
    )
  })
}
