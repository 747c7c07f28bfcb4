import { viewEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { changeView, removeView, saveView, listViews } from './saved-views.ts'

/** Endpoints for saved views. */
export function savedViewRoutes(app: FastifyInstance, store: Store): void {
  route(app, viewEndpoints.list, async ({ actor }) => {
    const items = await store.transact(contextOf(actor), (handle) => listViews({ handle, actor }))
    return { items }
  })

  route(app, viewEndpoints.save, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => saveView({ handle, actor, input })),
  )

  route(app, viewEndpoints.change, async ({ actor, params: { id }, body: input }) =>
    store.transact(contextOf(actor), (handle) => changeView({ handle, actor, id, input })),
  )

  route(app, viewEndpoints.remove, async ({ actor, params: { id } }) => {
    await store.transact(contextOf(actor), (handle) => removeView({ handle, actor, id }))
    return {}
  })
}
