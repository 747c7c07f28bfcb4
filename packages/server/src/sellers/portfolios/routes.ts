import { sellerPortfolioEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { ReadSellerPriors } from '../../listings/queue/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { pageOf, readCursor, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import { actOnPortfolio } from './explain-portfolio.ts'
import { listFactListings, listPortfolios, readPortfolio } from './read-portfolios.ts'

export type PortfolioRoutesOptions = {
  store: Store
  /** The current engine. */
  engine: () => string
  /** Brand names known to the current engine. */
  names: () => BrandNames
  /** What the organisation's decisions on sellers say, to order the queue by. */
  readPriors: ReadSellerPriors
}

const QueuePlace = z
  .tuple([z.int().min(0).max(1), z.number().min(0).max(1), z.uuid()])
  .transform(([source, place, id]) => ({ isOneSource: source === 1, place, id }))

/** The endpoints of portfolios of sellers. */
export function portfolioRoutes(
  app: FastifyInstance,
  { store, engine, names, readPriors }: PortfolioRoutesOptions,
): void {
  route(app, sellerPortfolioEndpoints.list, async ({ actor, query }) => {
    const { limit, after, state, brand, marketplace } = query
    const input = {
      state,
      brand,
      marketplace,
      limit: limit + 1,
      after: after === undefined ? undefined : readCursor(QueuePlace, after),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listPortfolios({ handle, actor, names: names(), engine: engine(), input, readPriors }),
    )
    const { items, next } = pageOf(rows, limit, ({ row }) => [
      row.standing === 'one-source' ? 1 : 0,
      row.place,
      row.id,
    ])
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, sellerPortfolioEndpoints.read, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readPortfolio({ handle, actor, input })),
  )

  route(app, sellerPortfolioEndpoints.listings, async ({ actor, params, query }) => {
    const input = { ...params, fact: query.fact, ...toPageQuery(query, TimeCursor) }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listFactListings({ handle, actor, names: names(), engine: engine(), input }),
    )
    const { items, next } = pageOf(rows, query.limit, ({ at, id }) => [at, id])
    return { items: items.flatMap(({ shown }) => shown ?? []), next }
  })

  route(app, sellerPortfolioEndpoints.act, async ({ actor, params, body }) =>
    store.transact(contextOf(actor), (handle) =>
      actOnPortfolio({ handle, actor, input: { ...params, action: body.action } }),
    ),
  )
}
