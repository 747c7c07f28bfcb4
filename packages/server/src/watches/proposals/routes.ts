import { watchProposalEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { decideProposals } from './decide-proposals.ts'
import { listProposals } from './list-proposals.ts'

/** Endpoints for the queries proposed for a watch. */
export function watchProposalRoutes(app: FastifyInstance, store: Store): void {
  const run = <T>(
    actor: Actor,
    work: (options: { handle: Transaction; actor: Actor }) => Promise<T>,
  ): Promise<T> => store.transact(contextOf(actor), (handle) => work({ handle, actor }))

  route(app, watchProposalEndpoints.list, async ({ actor, params: { id } }) =>
    run(actor, (options) => listProposals({ ...options, id })),
  )

  route(app, watchProposalEndpoints.act, async ({ actor, params: { id }, body }) =>
    run(actor, (options) => decideProposals({ ...options, id, ...body })),
  )
}
