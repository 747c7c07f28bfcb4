import { sellerNetworkEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { pageOf, readCursor } from '../../platform/http/index.ts'
import { listNetworks, readNetwork, type FindLinksInSight } from './read-networks.ts'

const NetworkPlace = z
  .tuple([
    z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    z.uuid(),
  ])
  .transform(([accounts, id]) => ({ accounts, id }))

/** The endpoints of networks of accounts. */
export function networkRoutes(
  app: FastifyInstance,
  { store, findLinksInSight }: { store: Store; findLinksInSight: FindLinksInSight },
): void {
  route(app, sellerNetworkEndpoints.list, async ({ actor, query: { limit, after } }) => {
    const input = {
      limit: limit + 1,
      after: after === undefined ? undefined : readCursor(NetworkPlace, after),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listNetworks({ handle, actor, input, findLinksInSight }),
    )
    const { items, next } = pageOf(rows, limit, ({ row }) => [row.accounts, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, sellerNetworkEndpoints.read, async ({ actor, params, query }) => {
    const input = { ...params, at: query.at === undefined ? undefined : new Date(query.at) }
    return store.transact(contextOf(actor), (handle) =>
      readNetwork({ handle, actor, input, findLinksInSight }),
    )
  })
}
