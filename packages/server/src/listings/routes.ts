import { Readable } from 'node:stream'
import { listingEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../identity/index.ts'
import type { Bytes } from '../intake/index.ts'
import type { Store } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { readCursor, writeCursor } from '../platform/http/index.ts'
import type { Engine } from '../screening/index.ts'
import { listListings, takeBatch, takeFile, takeListing } from './service.ts'

/** When an offer was first seen, and its id. */
const Place = z.tuple([z.iso.datetime().transform((at) => new Date(at)), z.uuid()])

/** The addresses under which marketplaces send offers and read them back. */
export function listingRoutes(app: FastifyInstance, store: Store, engine: Engine): void {
  route(app, listingEndpoints.take, async ({ actor, body, reply }) => {
    const taken = await store.transact(contextOf(actor), (handle) =>
      takeListing({ handle, actor, engine, input: body }),
    )
    const { id, listing, version, state, assessment } = taken
    reply.status(state === 'new' ? 201 : 200)
    return { id, listing, version, state, assessment }
  })

  route(app, listingEndpoints.takeBatch, async ({ actor, body, headers }) => {
    const idempotencyKey = headers['idempotency-key']
    const results = await store.transact(contextOf(actor), (handle) =>
      takeBatch({
        handle,
        actor,
        engine,
        input: { rows: rowsOf(body), ...(idempotencyKey !== undefined && { idempotencyKey }) },
      }),
    )
    const failed = results.filter((result) => 'error' in result).length
    return { taken: results.length - failed, failed, results }
  })

  route(app, listingEndpoints.takeFile, async ({ actor, query, body }) =>
    takeFile({ store, actor, engine, bytes: bytesOf(body), wishes: query }),
  )

  route(app, listingEndpoints.list, async ({ actor, query: { limit, after } }) => {
    const [firstSeenAt, id] = after === undefined ? [] : readCursor(Place, after)
    const input = { limit, ...(firstSeenAt && id && { after: { firstSeenAt, id } }) }
    const items = await store.transact(contextOf(actor), (handle) =>
      listListings({ handle, actor, input }),
    )
    const last = items.length === limit ? items.at(-1) : undefined
    return { items, next: last === undefined ? null : writeCursor([last.firstSeenAt, last.id]) }
  })
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
