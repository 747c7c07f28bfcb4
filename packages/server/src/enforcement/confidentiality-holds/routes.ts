import { confidentialityHoldEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import {
  applyHoldAction,
  requestExtension,
  listConfidentialityHolds,
  listAuthorityHolds,
  setConfidentialityHold,
} from './manage-confidentiality-holds.ts'

/** Endpoints for confidentiality holds. */
export function confidentialityHoldRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const run = <T>(
    actor: Actor,
    work: (options: { handle: Transaction; actor: Actor; now: Date }) => Promise<T>,
  ): Promise<T> =>
    store.transact(contextOf(actor), (handle) => work({ handle, actor, now: new Date(clock()) }))

  route(
    app,
    confidentialityHoldEndpoints.list,
    async ({ actor, query: { standing, ...query } }) => {
      const input = {
        ...toPageQuery(query, TimeCursor),
        ...(standing !== undefined && { standing: standing === 'true' }),
      }
      const found = await run(actor, (options) => listConfidentialityHolds({ ...options, input }))
      return pageOf(found, query.limit, (one) => [one.setAt, one.id])
    },
  )
  route(app, confidentialityHoldEndpoints.ofAuthorities, async ({ actor, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const found = await run(actor, (options) => listAuthorityHolds({ ...options, input }))
    return pageOf(found, query.limit, (one) => [one.setAt, one.id])
  })
  route(app, confidentialityHoldEndpoints.set, async ({ actor, body: input }) =>
    run(actor, (options) => setConfidentialityHold({ ...options, input })),
  )
  route(app, confidentialityHoldEndpoints.extend, async ({ actor, params: { id }, body }) =>
    run(actor, (options) => requestExtension({ ...options, input: { id, ...body } })),
  )
  route(app, confidentialityHoldEndpoints.act, async ({ actor, params: { id }, body }) =>
    run(actor, (options) => applyHoldAction({ ...options, input: { id, ...body } })),
  )
}
