import { Readable } from 'node:stream'
import { codeEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { pageOf, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import { issueBatch, listBatches, listSerials, toBatchView } from './issue-batch.ts'
import { issueFile } from './issue-file.ts'

/** Endpoints for issuing codes. */
export function batchRoutes(
  app: FastifyInstance,
  { store, sealer }: { store: Store; sealer: Sealer },
): void {
  route(app, codeEndpoints.issue, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => issueBatch({ handle, sealer, actor, input })),
  )

  route(app, codeEndpoints.issueFile, async ({ actor, query: input, body }) => {
    if (!(body instanceof Readable)) {
      throw new AppError({
        code: 'content-type-unsupported',
        message: 'the body is not a file; send it as application/octet-stream or text/csv',
      })
    }
    return issueFile({ store, sealer, actor, bytes: body, input })
  })

  route(app, codeEndpoints.batches, async ({ actor, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const batches = await store.transact(contextOf(actor), (handle) =>
      listBatches({ handle, actor }, input),
    )
    const { items, next } = pageOf(batches, query.limit, ({ issuedAt, id }) => [issuedAt, id])
    return {
      items: items.map((row) => ({
        ...toBatchView(row),
        scanned: row.scanned,
        alarms: row.alarms,
      })),
      next,
    }
  })

  route(app, codeEndpoints.serials, async ({ actor, params: { id }, query }) =>
    store.transact(contextOf(actor), (handle) =>
      listSerials({ handle, sealer, actor, input: { id, ...query } }),
    ),
  )
}
