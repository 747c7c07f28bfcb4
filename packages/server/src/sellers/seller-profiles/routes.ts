import { sellerAccountEndpoints, type SellerAccountOrder } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { Moment, pageOf, readCursor, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import type { AccountCursor } from './repository.ts'
import { listAccounts, listAccountTimeline, readAccount } from './read-seller-accounts.ts'

export type SellerProfileRoutesOptions = {
  store: Store
  /** The current engine. */
  engine: () => string
  /** Brand names known to the current engine. */
  names: () => BrandNames
}

const LastSeenPlace = TimeCursor.transform(({ at: key, id }) => ({ key, id }))
const FlaggedPlace = z.tuple([z.int().min(0), z.uuid()]).transform(([key, id]) => ({ key, id }))
const TimelinePlace = z
  .tuple([Moment, z.string().max(50), z.uuid()])
  .transform(([at, kind, id]) => ({ at, kind, id }))

function placeIn(order: SellerAccountOrder, after: string): AccountCursor {
  return readCursor(order === 'last-seen' ? LastSeenPlace : FlaggedPlace, after)
}

/** The endpoints of seller accounts. */
export function sellerProfileRoutes(
  app: FastifyInstance,
  { store, engine, names }: SellerProfileRoutesOptions,
): void {
  route(app, sellerAccountEndpoints.list, async ({ actor, query }) => {
    const { limit, after, sort: order, search, marketplace } = query
    const input = {
      order,
      search,
      marketplace,
      limit: limit + 1,
      after: after === undefined ? undefined : placeIn(order, after),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listAccounts({ handle, actor, input }),
    )
    const { items, next } = pageOf(rows, limit, ({ row }) => [row.key, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, sellerAccountEndpoints.read, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) =>
      readAccount({ handle, actor, names: names(), engine: engine(), input }),
    ),
  )

  route(app, sellerAccountEndpoints.timeline, async ({ actor, params, query }) => {
    const input = { ...params, ...toPageQuery(query, TimelinePlace) }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listAccountTimeline({ handle, actor, names: names(), engine: engine(), input }),
    )
    const { items, next } = pageOf(rows, query.limit, ({ row }) => [row.at, row.kind, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })
}
