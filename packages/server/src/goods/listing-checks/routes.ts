import { listingCheckEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import type { Store } from '../../platform/db/index.ts'
import { addRoute } from '../../platform/http/index.ts'
import { checkListing } from './check-listing.ts'

/** The endpoint for what is published about a listing, open to everyone. */
export function listingCheckRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  addRoute(app, listingCheckEndpoints.check, async ({ body: { listing } }) =>
    checkListing({ store, listing, now: new Date(clock()) }),
  )
}
