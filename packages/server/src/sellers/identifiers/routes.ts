import { sellerIdentifierEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { readIdentifiersOfAccount, revealIdentifier } from './read-identifiers.ts'

/** The endpoints of identifiers of sellers. */
export function identifierRoutes(
  app: FastifyInstance,
  { store, sealer }: { store: Store; sealer: Sealer },
): void {
  route(app, sellerIdentifierEndpoints.ofAccount, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) =>
      readIdentifiersOfAccount({ handle, actor, input }),
    ),
  )

  route(app, sellerIdentifierEndpoints.act, async ({ actor, params, body }) => {
    const input = { ...params, action: body.action }
    return store.transact(contextOf(actor), (handle) =>
      revealIdentifier({ handle, actor, input, sealer }),
    )
  })
}
