import { translationEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { addTranslation, listTranslations, removeTranslation } from './manage-translations.ts'

/** Endpoints for translations of listings. */
export function translationRoutes(app: FastifyInstance, store: Store): void {
  route(app, translationEndpoints.list, async ({ actor, params: input }) => ({
    items: await store.transact(contextOf(actor), (handle) =>
      listTranslations({ handle, actor, input }),
    ),
  }))

  route(app, translationEndpoints.add, async ({ actor, params: { id }, body: given }) =>
    store.transact(contextOf(actor), (handle) =>
      addTranslation({ handle, actor, input: { id, given } }),
    ),
  )

  route(app, translationEndpoints.remove, async ({ actor, params: input }) => {
    await store.transact(contextOf(actor), (handle) => removeTranslation({ handle, actor, input }))
    return {}
  })
}
