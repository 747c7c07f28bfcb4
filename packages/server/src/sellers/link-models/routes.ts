import { linkModelEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { actOnModel, draftModel, listModels, readModel } from './manage-models.ts'

export type LinkModelRoutesOptions = {
  store: Store
  /** Called when accounts are to be linked anew. */
  onJudged: () => void
}

/** The endpoints of models of links. */
export function linkModelRoutes(
  app: FastifyInstance,
  { store, onJudged }: LinkModelRoutesOptions,
): void {
  route(app, linkModelEndpoints.list, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => listModels({ handle, actor })),
  )

  route(app, linkModelEndpoints.read, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readModel({ handle, actor, input })),
  )

  route(app, linkModelEndpoints.create, async ({ actor }) => {
    const drafted = await store.transact(contextOf(actor), (handle) =>
      draftModel({ handle, actor }),
    )
    onJudged()
    return drafted
  })

  route(app, linkModelEndpoints.act, async ({ actor, params, body }) => {
    const input = { ...params, action: body.action, expectedVersion: body.expectedVersion }
    const changed = await store.transact(contextOf(actor), (handle) =>
      actOnModel({ handle, actor, input }),
    )
    onJudged()
    return changed
  })
}
