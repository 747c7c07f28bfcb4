import { Readable } from 'node:stream'
import { listingEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../identity/index.ts'
import type { Bytes } from '../intake/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { readCursor, writeCursor } from '../platform/http/index.ts'
import type { BrandNames } from '../sharing/index.ts'
import { countListings, listListings, readListing, releaseTaken } from './reading.ts'
import { takeBatch, takeFile, takeListing } from './service.ts'
import type { Intake, Wish } from './taking.ts'

/** When an offer was first seen, and its id. */
const Place = z.tuple([z.iso.datetime().transform((at) => new Date(at)), z.uuid()])

export type ListingRoutesOptions = {
  intake: Intake
  /** The names of the brands that the engine knows now. */
  names: () => BrandNames
}

/** The addresses under which offers are sent in and read back. */
export function listingRoutes(app: FastifyInstance, options: ListingRoutesOptions): void {
  const { intake, names } = options
  const { store, screening } = intake

  route(app, listingEndpoints.take, async ({ actor, query, body, reply }) => {
    const wish = wishOf(query, reply)
    const { assessment: whole, ...taken } = await takeListing({ intake, actor, wish, input: body })
    const assessment = await releaseTaken({ store, actor, names: names(), input: whole })
    const { id, listing, version, state } = taken
    reply.status(state === 'new' ? 201 : 200)
    return { id, listing, version, state, assessment }
  })

  route(app, listingEndpoints.takeBatch, async ({ actor, query, body, headers, reply }) => {
    const idempotencyKey = headers['idempotency-key']
    const results = await takeBatch({
      intake,
      actor,
      wish: wishOf(query, reply),
      input: { rows: rowsOf(body), ...(idempotencyKey !== undefined && { idempotencyKey }) },
    })
    const failed = results.filter((result) => 'error' in result).length
    return { taken: results.length - failed, failed, results }
  })

  route(app, listingEndpoints.takeFile, async ({ actor, query, body }) =>
    takeFile({ intake, actor, bytes: bytesOf(body), wishes: query }),
  )

  route(app, listingEndpoints.list, async ({ actor, query: { limit, after, ...filters } }) => {
    const [firstSeenAt, id] = after === undefined ? [] : readCursor(Place, after)
    const input = { limit, filters, ...(firstSeenAt && id && { after: { firstSeenAt, id } }) }
    const { items, last } = await store.transact(contextOf(actor), (handle) =>
      listListings({ handle, actor, names: names(), engine: screening.name, input }),
    )
    return { items, next: last === undefined ? null : writeCursor([last.firstSeenAt, last.id]) }
  })

  route(app, listingEndpoints.count, async ({ actor, query }) =>
    store.transact(contextOf(actor), (handle) => countListings({ handle, actor, input: query })),
  )

  route(app, listingEndpoints.read, async ({ actor, params }) =>
    store.transact(contextOf(actor), (handle) =>
      readListing({ handle, actor, names: names(), engine: screening.name, input: params }),
    ),
  )
}

function wishOf(
  { engine, deadlineMs }: { engine?: string | undefined; deadlineMs?: number | undefined },
  reply: FastifyReply,
): Wish {
  // Signing in and reading the body have taken their part of the time.
  const from = performance.now() - reply.elapsedTime
  return {
    ...(engine !== undefined && { engine }),
    ...(deadlineMs !== undefined && { deadline: { ms: deadlineMs, from } }),
  }
}

function bytesOf(body: unknown): Bytes {
  if (body instanceof Readable) return body
  throw new AppError({
    code: 'bad-input',
    message: 'the body is no file; send it as application/octet-stream, text/csv or the like',
  })
}

function rowsOf(body: unknown): unknown[] {
  if (Array.isArray(body)) return body
  throw new AppError({
    code: 'bad-input',
    message:
      'the batch is no list of listings; send a JSON array, or NDJSON as application/x-ndjson',
  })
}
