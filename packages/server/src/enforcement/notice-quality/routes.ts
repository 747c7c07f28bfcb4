import { accountabilityEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { MomentPlace, pageAsked, pageOf } from '../../platform/http/index.ts'
import { figuresOf, liftBrake, marksOf } from './service.ts'

/** The addresses under which an organisation sees how good what it sends, takes and removes is. */
export function accountabilityRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const now = (): Date => new Date(clock())

  route(app, accountabilityEndpoints.figures, async ({ actor, query: { by, from, to } }) => {
    const input = { by, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
    return store.transact(contextOf(actor), (handle) =>
      figuresOf({ handle, actor, input, now: now() }),
    )
  })
  route(app, accountabilityEndpoints.marks, async ({ actor, query }) => {
    const input = pageAsked(query, MomentPlace)
    const found = await store.transact(contextOf(actor), (handle) =>
      marksOf({ handle, actor, input, now: now() }),
    )
    return pageOf(found, query.limit, (one) => [one.warnedAt, one.id])
  })
  route(app, accountabilityEndpoints.lift, async ({ actor, params: { id }, body }) =>
    store.transact(contextOf(actor), (handle) =>
      liftBrake({ handle, actor, input: { id, ...body }, now: now() }),
    ),
  )
}
