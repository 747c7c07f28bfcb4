import { enforcementEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../identity/index.ts'
import type { Store } from '../platform/db/index.ts'
import { MomentPlace, readCursor, writeCursor } from '../platform/http/index.ts'
import {
  actInProceeding,
  beginProceeding,
  proceedingsOf,
  readProceeding,
  regimeAsTable,
  regimesOf,
  summaryOf,
} from './service.ts'

/** The addresses under which steps under a regime are recorded. */
export function enforcementRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  route(app, enforcementEndpoints.regimes, async ({ actor }) => ({
    items: regimesOf(actor).map(({ id, title, version, jurisdiction }) => ({
      ...{ id, title, version, jurisdiction },
    })),
  }))

  route(app, enforcementEndpoints.regime, async ({ actor, params: { id } }) =>
    regimeAsTable(actor, id, new Date(clock())),
  )

  route(app, enforcementEndpoints.list, async ({ actor, query }) => {
    const { limit, after, listing: listingId, case: caseId } = query
    const [at, id] = after === undefined ? [] : readCursor(MomentPlace, after)
    const input = {
      ...{ limit, ...(listingId && { listingId }), ...(caseId && { caseId }) },
      ...(at !== undefined && id !== undefined && { after: { at, id } }),
    }
    const found = await store.transact(contextOf(actor), (handle) =>
      proceedingsOf({ handle, actor, input }),
    )
    const end = found.length === limit ? found.at(-1) : undefined
    return {
      items: found.map((one) => ({ ...summaryOf(one), nextDueAt: one.nextDueAt })),
      next: end === undefined ? null : writeCursor([end.openedAt, end.id]),
    }
  })

  route(app, enforcementEndpoints.begin, async ({ actor, body: { listing, ...wish } }) => {
    const input = { ...wish, ...(listing !== undefined && { listingId: listing }) }
    return store.transact(contextOf(actor), (handle) => beginProceeding({ handle, actor, input }))
  })

  route(app, enforcementEndpoints.read, async ({ actor, params: { id } }) => {
    const input = { id, now: new Date(clock()) }
    return store.transact(contextOf(actor), (handle) => readProceeding({ handle, actor, input }))
  })

  route(app, enforcementEndpoints.act, async ({ actor, params: { id }, body: act }) =>
    store.transact(contextOf(actor), (handle) =>
      actInProceeding({ handle, actor, input: { id, act, now: new Date(clock()) } }),
    ),
  )
}
