import { embargoEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Handle, Store } from '../../platform/db/index.ts'
import { MomentPlace, pageAsked, pageOf } from '../../platform/http/index.ts'
import {
  askExtension,
  embargoesOf,
  embargoesOfAuthorities,
  liftEmbargo,
  setEmbargo,
  settleExtension,
} from './service.ts'

/** The addresses under which items are held for an authority or counsel. */
export function embargoRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const run = <T>(
    actor: Actor,
    work: (asked: { handle: Handle; actor: Actor; now: Date }) => Promise<T>,
  ): Promise<T> =>
    store.transact(contextOf(actor), (handle) => work({ handle, actor, now: new Date(clock()) }))

  route(app, embargoEndpoints.list, async ({ actor, query: { standing, ...query } }) => {
    const input = {
      ...pageAsked(query, MomentPlace),
      ...(standing !== undefined && { standing: standing === 'true' }),
    }
    const found = await run(actor, (asked) => embargoesOf({ ...asked, input }))
    return pageOf(found, query.limit, (one) => [one.setAt, one.id])
  })
  route(app, embargoEndpoints.ofAuthorities, async ({ actor, query }) => {
    const input = pageAsked(query, MomentPlace)
    const found = await run(actor, (asked) => embargoesOfAuthorities({ ...asked, input }))
    return pageOf(found, query.limit, (one) => [one.setAt, one.id])
  })
  route(app, embargoEndpoints.set, async ({ actor, body: input }) =>
    run(actor, (asked) => setEmbargo({ ...asked, input })),
  )
  route(app, embargoEndpoints.lift, async ({ actor, params: { id }, body }) =>
    run(actor, (asked) => liftEmbargo({ ...asked, input: { id, ...body } })),
  )
  route(app, embargoEndpoints.extend, async ({ actor, params: { id }, body }) =>
    run(actor, (asked) => askExtension({ ...asked, input: { id, ...body } })),
  )
  route(app, embargoEndpoints.settle, async ({ actor, params: { id }, body }) =>
    run(actor, (asked) => settleExtension({ ...asked, input: { id, ...body } })),
  )
}
