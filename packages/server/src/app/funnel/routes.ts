import { funnelEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { readFunnel } from './read-funnel.ts'

/** The endpoint of the review funnel. */
export function funnelRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  route(app, funnelEndpoints.read, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) =>
      readFunnel({ handle, actor, now: new Date(clock()) }),
    ),
  )
}
