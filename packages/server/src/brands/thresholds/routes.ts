import { thresholdEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, organisationOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { TimeCursor, valueCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { readHistogram } from './read-histogram.ts'
import { listThresholds } from './list-thresholds.ts'
import { previewThresholds } from './threshold-preview.ts'
import {
  setThresholds,
  thresholdHistory,
  revertThresholds,
  type ServiceInput,
} from './manage-thresholds.ts'

const BrandPlace = valueCursor(z.string())

/** Endpoints for an organisation's thresholds. */
export function thresholdRoutes(app: FastifyInstance, store: Store): void {
  const run = <T>(actor: Actor, work: (options: ServiceInput) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), (handle) =>
      work({ handle, actor, organisationId: organisationOf(actor) }),
    )

  route(app, thresholdEndpoints.list, async ({ actor, query: { brand, ...query } }) => {
    const input = { ...toPageQuery(query, BrandPlace), ...(brand !== undefined && { brand }) }
    const found = await run(actor, (options) => listThresholds({ ...options, input }))
    return { ...found, ...pageOf(found.items, query.limit, (last) => [last.brand]) }
  })

  route(app, thresholdEndpoints.histogram, async ({ actor, query: input }) =>
    run(actor, (options) => readHistogram({ ...options, input })),
  )

  route(app, thresholdEndpoints.preview, async ({ actor, body: input }) =>
    run(actor, (options) => previewThresholds({ ...options, input })),
  )

  route(app, thresholdEndpoints.set, async ({ actor, body: input }) =>
    run(actor, (options) => setThresholds({ ...options, input })),
  )

  route(app, thresholdEndpoints.act, async ({ actor, body }) => {
    const input = { brand: body.action.brand, expectedVersion: body.expectedVersion }
    return run(actor, (options) => revertThresholds({ ...options, input }))
  })

  route(app, thresholdEndpoints.history, async ({ actor, query: { brand, ...query } }) => {
    const input = { ...toPageQuery(query, TimeCursor), ...(brand !== undefined && { brand }) }
    const changes = await run(actor, (options) => thresholdHistory({ ...options, input }))
    return pageOf(changes, query.limit, (last) => [last.at, last.id])
  })
}
