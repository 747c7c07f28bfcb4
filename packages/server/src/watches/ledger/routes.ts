import { watchCostEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { pageOf, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import { listTime, logTime, removeTime } from './log-time.ts'
import { readCosts, readLedger } from './read-costs.ts'

const LedgerCursor = z
  .tuple([z.iso.date(), z.uuid(), z.string().max(200)])
  .transform(([day, run, query]) => ({ day, run, query }))

/** Endpoints for what watches use and cost. */
export function watchCostRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const run = <T>(
    actor: Actor,
    work: (options: { handle: Transaction; actor: Actor }) => Promise<T>,
  ): Promise<T> => store.transact(contextOf(actor), (handle) => work({ handle, actor }))

  route(app, watchCostEndpoints.costs, async ({ actor, query: input }) =>
    run(actor, (options) => readCosts({ ...options, input, now: clock() })),
  )

  route(app, watchCostEndpoints.ledger, async ({ actor, params: { id }, query }) => {
    const input = toPageQuery(query, LedgerCursor)
    const rows = await run(actor, (options) => readLedger({ ...options, id, input }))
    return pageOf(rows, query.limit, (last) => [last.day, last.run, last.query])
  })

  route(app, watchCostEndpoints.timeEntries, async ({ actor, params: { id }, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const rows = await run(actor, (options) => listTime({ ...options, id, input }))
    return pageOf(rows, query.limit, (last) => [last.at, last.id])
  })

  route(app, watchCostEndpoints.logTime, async ({ actor, params: { id }, body: input }) =>
    run(actor, (options) => logTime({ ...options, id, input, now: clock() })),
  )

  route(app, watchCostEndpoints.removeTime, async ({ actor, params: { id, entry } }) => {
    await run(actor, (options) => removeTime({ ...options, id, entry }))
    return {}
  })
}
