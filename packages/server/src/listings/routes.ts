import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { actorOf, contextOf } from '../identity/index.ts'
import type { Bytes } from '../intake/index.ts'
import type { Store } from '../platform/db/index.ts'
import { AppError, parseInput } from '../platform/errors/index.ts'
import type { Engine } from '../screening/index.ts'
import { listListings, takeBatch, takeFile, takeListing } from './service.ts'

const mostBytes = 64 * 1024 * 1024

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(200).optional(),
})

/** What the sender of a file says of it. */
const FileQuery = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  marketplace: z.string().min(1).max(200).optional(),
  language: z.string().min(2).max(35).optional(),
})

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** The addresses under which marketplaces send offers and read them back. */
export function listingRoutes(app: FastifyInstance, store: Store, engine: Engine): void {
  app.post('/api/v1/listings', { bodyLimit: mostBytes }, async (request, reply) => {
    const actor = actorOf(request)
    const taken = await store.transact(contextOf(actor), (handle) =>
      takeListing({ handle, actor, engine, input: request.body }),
    )
    const { id, listing, version, state, assessment } = taken
    return reply
      .status(state === 'new' ? 201 : 200)
      .send({ id, listing, version, state, assessment })
  })

  app.post('/api/v1/listings/batch', { bodyLimit: mostBytes }, async (request) => {
    const actor = actorOf(request)
    const idempotencyKey = keyOf(request.headers['idempotency-key'])
    const results = await store.transact(contextOf(actor), (handle) =>
      takeBatch({
        handle,
        actor,
        engine,
        input: { rows: rowsOf(request.body), ...(idempotencyKey && { idempotencyKey }) },
      }),
    )
    const failed = results.filter((result) => 'error' in result).length
    return { taken: results.length - failed, failed, results }
  })

  app.post('/api/v1/listings/file', async (request) => {
    const actor = actorOf(request)
    const wishes = parseInput(FileQuery, request.query)
    return takeFile({ store, actor, engine, bytes: bytesOf(request.body), wishes })
  })

  app.get('/api/v1/listings', async (request) => {
    const actor = actorOf(request)
    const { limit, after } = parseInput(ListQuery, request.query)
    const input = { limit, ...(after !== undefined && { after: readCursor(after) }) }
    const items = await store.transact(contextOf(actor), (handle) =>
      listListings({ handle, actor, input }),
    )
    const last = items.length === limit ? items.at(-1) : undefined
    return { items, next: last === undefined ? null : writeCursor(last) }
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

function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  if (typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)) return header
  throw new AppError({
    code: 'bad-input',
    message: 'the header Idempotency-Key cannot be used; write 1 to 200 visible ASCII characters',
  })
}

function writeCursor({ firstSeenAt, id }: { firstSeenAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([firstSeenAt, id])).toString('base64url')
}

function readCursor(text: string): { firstSeenAt: Date; id: string } {
  try {
    const [at, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return { firstSeenAt: new Date(at), id }
  } catch (cause) {
    throw new AppError({
      code: 'bad-input',
      message: '/after is no place in this list; take it from `next` of the page before',
      pointer: '/after',
      cause,
    })
  }
}
