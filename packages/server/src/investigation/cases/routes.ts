import { caseEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import { Moment, TimeCursor, valueCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { applyCaseAction } from './case-actions.ts'
import { caseworkRoutes } from './casework-routes.ts'
import type { CaseFileDependencies } from './case-files.ts'
import { readBoard } from './read-board.ts'
import { listCases, type ListInput } from './list-cases.ts'
import { listCaseListings, openCase, readCase, listCaseRecords } from './manage-cases.ts'
import { noDue, urgencyOf, type CaseRow } from './repository.ts'

const WorkPlace = z
  .tuple([z.int().min(0).max(3), Moment, z.uuid()])
  .transform(([urgency, due, id]) => ({ urgency, due, id }))
const ClosedPlace = TimeCursor.transform(({ at: closedAt, id }) => ({ closedAt, id }))
const RecordPlace = valueCursor(z.int().min(1))

/** Endpoints for cases. */
export function caseRoutes(app: FastifyInstance, dependencies: CaseFileDependencies): void {
  const { store } = dependencies
  caseworkRoutes(app, dependencies)

  route(app, caseEndpoints.list, async ({ actor, query }) => {
    const { priority, state, assignee, brand, listing, sellerAccount, queue } = query
    const input: ListInput = {
      ...toPageQuery(query, state === 'closed' ? ClosedPlace : WorkPlace),
      state,
      ...(assignee !== undefined && { assignee }),
      ...(brand !== undefined && { brand }),
      ...(listing !== undefined && { listing }),
      ...(sellerAccount !== undefined && { sellerAccount }),
      ...(queue !== undefined && { queue }),
      ...(priority !== undefined && { urgency: urgencyOf({ priority }) }),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listCases({ handle, actor, input }),
    )
    const { items, next } = pageOf(rows, query.limit, ({ kase }) => placeOf(kase))
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, caseEndpoints.board, async ({ actor, query: { each, brand, queue } }) => {
    const narrowed = {
      ...(brand !== undefined && { brand }),
      ...(queue !== undefined && { queue }),
    }
    const input = { each, ...narrowed }
    return store.transact(contextOf(actor), (handle) => readBoard({ handle, actor, input }))
  })

  route(app, caseEndpoints.open, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => openCase({ handle, actor, input })),
  )

  route(app, caseEndpoints.read, async ({ actor, params: { id } }) =>
    store.transact(contextOf(actor), (handle) => readCase({ handle, actor, id })),
  )

  route(app, caseEndpoints.listings, async ({ actor, params: { id }, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const rows = await store.transact(contextOf(actor), (handle) =>
      listCaseListings({ handle, actor, id, input }),
    )
    return pageOf(rows, query.limit, ({ addedAt, listing }) => [addedAt, listing])
  })

  route(app, caseEndpoints.record, async ({ actor, params: { id }, query }) => {
    const input = toPageQuery(query, RecordPlace)
    const rows = await store.transact(contextOf(actor), (handle) =>
      listCaseRecords({ handle, actor, id, input }),
    )
    return pageOf(rows, query.limit, ({ position }) => [position])
  })

  route(app, caseEndpoints.act, async ({ actor, params: { id }, body: input }) =>
    store.transact(contextOf(actor), (handle) => applyCaseAction({ handle, actor, id, input })),
  )
}

function placeOf({ state, id }: CaseRow): (string | number | Date)[] {
  if (state.closed !== null) return [new Date(state.closed.at), id]
  return [urgencyOf(state), state.due === null ? noDue : new Date(state.due), id]
}
