import { Readable } from 'node:stream'
import { listingEndpoints, PageInput } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { PageSource } from '../imports/index.ts'
import type { OutboundHost } from '../../platform/config/index.ts'
import { AppError, parseInput } from '../../platform/errors/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { releaseIngested } from '../queue/index.ts'
import { ingestBatch, ingestListing } from './receive-listings.ts'
import { FileProgress } from './file-progress.ts'
import { bytesOf, importRoutes } from './import-routes.ts'
import { ingestFile } from './ingest-file.ts'
import { ingestPage } from './ingest-page.ts'
import type { ListingIngest, IngestOptions } from './ingest.ts'
import { actOnListing, actOnListings } from './withdraw-listings.ts'

export type IngestRoutesOptions = {
  intake: ListingIngest
  /** The brand names that the engine knows now. */
  names: () => BrandNames
  /** Hosts outside the public internet from which pages may be fetched. */
  outboundAllow: readonly OutboundHost[]
}

/** Endpoints for submitting listings. */
export function ingestRoutes(app: FastifyInstance, options: IngestRoutesOptions): void {
  const { intake, names, outboundAllow } = options
  const { store } = intake
  const progress = new FileProgress()
  importRoutes(app, { store, progress })
  const stopping = new AbortController()
  app.addHook('preClose', async () => stopping.abort(serverStops()))

  route(app, listingEndpoints.take, async ({ actor, query, body, reply }) => {
    const ingestOptions = ingestOptionsOf(query, reply)
    const { assessment: whole, ...ingested } = await ingestListing({
      intake,
      actor,
      ingestOptions,
      input: body,
    })
    const assessment = await releaseIngested({ store, actor, names: names(), input: whole })
    const { id, listing, version, state } = ingested
    reply.status(state === 'new' ? 201 : 200)
    return { id, listing, version, state, assessment }
  })

  route(app, listingEndpoints.takeBatch, async ({ actor, query, body, headers, reply }) => {
    const idempotencyKey = headers['idempotency-key']
    const results = await ingestBatch({
      intake,
      actor,
      ingestOptions: ingestOptionsOf(query, reply),
      input: { rows: rowsOf(body), ...(idempotencyKey !== undefined && { idempotencyKey }) },
    })
    const failed = results.filter((result) => 'error' in result).length
    return { taken: results.length - failed, failed, results }
  })

  route(app, listingEndpoints.takeFile, async ({ actor, query, body, reply }) => {
    const { import: id, rejects, ...fileOptions } = query
    const bytes = bytesOf(body)
    return ingestFile({
      intake,
      actor,
      bytes,
      fileOptions,
      rejects,
      progress,
      ...(id !== undefined && { id }),
      signal: AbortSignal.any([leaving(reply), stopping.signal]),
    })
  })

  route(app, listingEndpoints.actOnMany, async ({ actor, body: input }) =>
    actOnListings({ store, actor, input }),
  )

  route(app, listingEndpoints.act, async ({ actor, params: { id }, body }) =>
    store.transact(contextOf(actor), (handle) =>
      actOnListing({ handle, actor, input: { id, ...body } }),
    ),
  )

  route(app, listingEndpoints.takePage, async ({ actor, query, body, reply }) => {
    const { url, preview, marketplace, language, encoding } = query
    const page = await ingestPage({
      intake,
      actor,
      ingestOptions: ingestOptionsOf(query, reply),
      page: pageOf(body, url, encoding),
      pageOptions: {
        preview: preview === 'true',
        ...(marketplace !== undefined && { marketplace }),
        ...(language !== undefined && { language }),
      },
      outbound: { allow: outboundAllow },
    })
    const listings = []
    for (const { taken: whole, ...listing } of page.listings) {
      const result = whole && {
        id: whole.id,
        listing: whole.listing,
        version: whole.version,
        state: whole.state,
        assessment: await releaseIngested({
          store,
          actor,
          names: names(),
          input: whole.assessment,
        }),
      }
      listings.push({ ...listing, taken: result })
    }
    return { ...page, listings }
  })
}

function ingestOptionsOf(
  { engine, deadlineMs }: { engine?: string | undefined; deadlineMs?: number | undefined },
  reply: FastifyReply,
): IngestOptions {
  // Authentication and reading the body have used part of the time.
  const from = performance.now() - reply.elapsedTime
  return {
    ...(engine !== undefined && { engine }),
    ...(deadlineMs !== undefined && { deadline: { ms: deadlineMs, from } }),
  }
}

/** Aborted if the caller disconnects before the response. */
function leaving(reply: FastifyReply): AbortSignal {
  const disconnect = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) disconnect.abort()
  })
  return disconnect.signal
}

/** Otherwise a long file would keep the server from stopping for hours. */
function serverStops(): AppError {
  return new AppError({
    code: 'server-stopping',
    message: 'the server is restarting; rows before that were accepted; send the file again',
    retryable: true,
  })
}

function pageOf(body: unknown, url: string | undefined, encoding: string | undefined): PageSource {
  if (!(body instanceof Readable)) return { ...parseInput(PageInput, body), encoding }
  if (url !== undefined && URL.canParse(url)) return { url, html: body, encoding }
  throw new AppError({
    code: 'address-invalid',
    message: `/url ${JSON.stringify(url ?? null)} is not an address; give the address of the page: ?url=https://shop.example/item/17`,
    pointer: '/url',
  })
}

function rowsOf(body: unknown): unknown[] {
  if (Array.isArray(body)) return body
  throw new AppError({
    code: 'batch-not-a-list',
    message:
      'the batch is not a list of listings; send a JSON array, or NDJSON as application/x-ndjson',
  })
}
