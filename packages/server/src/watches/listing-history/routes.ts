import { watchedListingEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { ImagePipeline } from '../../images/pipeline/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { pageOf, TimeCursor, toPageQuery, valueCursor } from '../../platform/http/index.ts'
import { requireWatch } from '../saved-watches/index.ts'
import {
  findRuleCaptures,
  findWatchedListing,
  listWatchedListings,
  readHistory,
  type HistoryEntry,
  type WatchedListingEntry,
} from './read-history.ts'
import { suggestSameGoods } from './suggest-same-goods.ts'

const Version = valueCursor(z.int().min(1))

/** Endpoints for the listings that a watch has seen. */
export function watchedListingRoutes(
  app: FastifyInstance,
  { store, works }: { store: Store; works: ImagePipeline },
): void {
  const run = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)

  route(app, watchedListingEndpoints.list, async ({ actor, params: { id }, query }) => {
    const { state, finds, ...page } = query
    const listings = await run(actor, async (handle) => {
      const watch = await requireWatch({ handle, actor, id })
      const input = { watch: watch.id, ...toPageQuery(page, TimeCursor) }
      return listWatchedListings(handle, {
        ...input,
        ...(state !== undefined && { state }),
        ...(finds !== undefined && { finds: finds === 'true' }),
      })
    })
    return pageOf(listings, query.limit, (last) => [last.visitedAt, last.id])
  })

  route(app, watchedListingEndpoints.read, async ({ actor, params }) =>
    run(actor, async (handle) => {
      const { id: watch } = await requireWatch({ handle, actor, id: params.id })
      const found = await requireListing(handle, watch, params.listing)
      return { ...found, captures: await findRuleCaptures(handle, found.id) }
    }),
  )

  route(app, watchedListingEndpoints.sameGoods, async ({ actor, params }) => {
    const { id: listing } = await run(actor, async (handle) => {
      const { id: watch } = await requireWatch({ handle, actor, id: params.id })
      return requireListing(handle, watch, params.listing)
    })
    return suggestSameGoods({ store, works, context: contextOf(actor), listing })
  })

  route(app, watchedListingEndpoints.history, async ({ actor, params, query }) => {
    const { limit, after: before } = toPageQuery(query, Version)
    const entries = await run(actor, async (handle) => {
      const { id: watch } = await requireWatch({ handle, actor, id: params.id })
      const { listing } = params
      const page = { watch, listing, limit, ...(before !== undefined && { before }) }
      return (isId(listing) ? await readHistory(handle, page) : undefined) ?? refuseUnknown(listing)
    })
    const { items, next } = pageOf(entries, query.limit, ({ version }) => [version])
    return { items: items.map(withoutVersion), next }
  })
}

async function requireListing(
  handle: Transaction,
  watch: string,
  listing: string,
): Promise<WatchedListingEntry> {
  const found = isId(listing) ? await findWatchedListing(handle, { watch, listing }) : undefined
  return found ?? refuseUnknown(listing)
}

function isId(listing: string): boolean {
  return z.uuid().safeParse(listing).success
}

function refuseUnknown(listing: string): never {
  const message = `there is no watched listing ${listing}`
  throw new AppError({ code: 'not-found', message, pointer: '/listing' })
}

function withoutVersion({
  version: _version,
  ...entry
}: HistoryEntry): Omit<HistoryEntry, 'version'> {
  return entry
}
