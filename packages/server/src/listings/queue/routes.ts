import { listingEndpoints, type ListingFilters, type ListingOrder } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { TimeCursor, readCursor, writeCursor } from '../../platform/http/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { ChangePlace } from './changes-repository.ts'
import { listListingChanges } from './listing-changes.ts'
import { listListedBrands } from './listed-brands.ts'
import type { Filters, ListingCursor } from './listing-pages.ts'
import { countListings, listListings, readListing } from './read-listings.ts'
import { listSellerListings } from './seller-listings.ts'
import type { ReadSellerPriors } from './types.ts'

export type QueueRoutesOptions = {
  store: Store
  /** The name of the current engine. */
  engine: () => string
  /** The brand names that the engine knows now. */
  names: () => BrandNames
  /** What the organisation's decisions on sellers say, for the learned order. */
  readPriors?: ReadSellerPriors
}

/** Endpoints for reading listings. */
export function queueRoutes(app: FastifyInstance, options: QueueRoutesOptions): void {
  const { store, engine, names, readPriors } = options

  route(app, listingEndpoints.list, async ({ actor, query }) => {
    const { limit, after, sort: order, ...given } = query
    const input = {
      limit,
      order,
      filters: toFilters(given),
      ...(after !== undefined && { after: placeIn(order, after) }),
    }
    const { items, next } = await store.transact(contextOf(actor), (handle) =>
      listListings({
        handle,
        actor,
        names: names(),
        engine: engine(),
        input,
        ...(readPriors && { readPriors }),
      }),
    )
    return { items, next: next === undefined ? null : writeCursor([next.key, next.id]) }
  })

  route(app, listingEndpoints.count, async ({ actor, query }) =>
    store.transact(contextOf(actor), (handle) =>
      countListings({ handle, actor, input: toFilters(query) }),
    ),
  )

  route(app, listingEndpoints.changes, async ({ actor, query: { since, limit } }) => {
    const input = { since: since === undefined ? undefined : readChangePlace(since), limit }
    const { items, next, more } = await store.transact(contextOf(actor), (handle) =>
      listListingChanges({ handle, actor, names: names(), engine: engine(), input }),
    )
    return { items, next: writeCursor([next.series, next.transaction, next.id]), more }
  })

  route(app, listingEndpoints.brands, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) =>
      listListedBrands({ handle, actor, names: names() }),
    ),
  }))

  route(app, listingEndpoints.ofSeller, async ({ actor, params }) =>
    store.transact(contextOf(actor), (handle) =>
      listSellerListings({ handle, actor, names: names(), engine: engine(), input: params }),
    ),
  )

  route(app, listingEndpoints.read, async ({ actor, params }) =>
    store.transact(contextOf(actor), (handle) =>
      readListing({ handle, actor, names: names(), engine: engine(), input: params }),
    ),
  )
}

function toFilters({ decided, withdrawn, ...given }: z.infer<typeof ListingFilters>): Filters {
  return { ...given, decided: truthOf(decided), withdrawn: truthOf(withdrawn) }
}

function truthOf(given: 'true' | 'false' | undefined): boolean | undefined {
  return given === undefined ? undefined : given === 'true'
}

const NewestPlace = TimeCursor.transform(({ at: key, id }) => ({ key, id }))
const ProbablePlace = z
  .tuple([z.number().min(0).max(1), z.uuid()])
  .transform(([key, id]) => ({ key, id }))

const ChangedPlace = z
  .tuple([z.int().min(1), z.string().regex(/^\d{1,19}$/), z.uuid()])
  .transform(([series, transaction, id]) => ({ series, transaction, id }))

function readChangePlace(since: string): ChangePlace {
  return readCursor(ChangedPlace, since, 'since')
}

function placeIn(order: ListingOrder, after: string): ListingCursor {
  return readCursor(order === 'newest' ? NewestPlace : ProbablePlace, after)
}
