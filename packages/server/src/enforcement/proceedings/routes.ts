import { enforcementEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { Moment, TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { applyTransitionAsUser, openProceedingAsUser } from './manage-proceedings.ts'
import {
  listDeadlines,
  listProceedings,
  readProceeding,
  readRegimeTable,
  toListedProceeding,
} from './read-proceedings.ts'
import { listRegimes, recordCounselSignature } from './counsel-approvals.ts'

/** Endpoints for proceedings under a regime. */
export function proceedingRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  route(app, enforcementEndpoints.regimes, async ({ actor }) => {
    const input = { now: new Date(clock()) }
    return {
      items: await store.transact(contextOf(actor), (handle) =>
        listRegimes({ handle, actor, input }),
      ),
    }
  })

  route(app, enforcementEndpoints.sign, async ({ actor, params: { id: regime }, body }) => {
    const input = { regime, ...body, now: new Date(clock()) }
    return store.transact(contextOf(actor), (handle) =>
      recordCounselSignature({ handle, actor, input }),
    )
  })

  route(app, enforcementEndpoints.regime, async ({ actor, params: { id } }) => {
    const input = { id, now: new Date(clock()) }
    return store.transact(contextOf(actor), (handle) => readRegimeTable({ handle, actor, input }))
  })

  route(app, enforcementEndpoints.list, async ({ actor, query }) => {
    const { listing: listingId, case: caseId } = query
    const input = {
      ...toPageQuery(query, TimeCursor),
      ...(listingId && { listingId }),
      ...(caseId && { caseId }),
    }
    const found = await store.transact(contextOf(actor), (handle) =>
      listProceedings({ handle, actor, input }),
    )
    const { items, next } = pageOf(found, query.limit, (last) => [last.openedAt, last.id])
    return {
      items: items.map(toListedProceeding),
      next,
    }
  })

  route(app, enforcementEndpoints.deadlines, async ({ actor, query }) => {
    const { before, regime, case: caseId } = query
    const input = {
      ...toPageQuery(query, DeadlinePlace),
      ...(before !== undefined && { before: new Date(before) }),
      ...(regime !== undefined && { regime }),
      ...(caseId !== undefined && { caseId }),
    }
    const found = await store.transact(contextOf(actor), (handle) =>
      listDeadlines({ handle, actor, input }),
    )
    const { items, next } = pageOf(
      found,
      query.limit,
      ({ dueAt, proceeding, instance, timeLimit, run }) => [
        dueAt,
        proceeding,
        instance,
        timeLimit,
        run,
      ],
    )
    return { items: items.map(({ run: _, ...one }) => one), next }
  })

  route(
    app,
    enforcementEndpoints.begin,
    async ({ actor, body: { listing, case: caseId, ...wish } }) => {
      const input = {
        ...wish,
        ...(listing !== undefined && { listingId: listing }),
        ...(caseId !== undefined && { caseId }),
      }
      return store.transact(contextOf(actor), (handle) =>
        openProceedingAsUser({ handle, actor, input }),
      )
    },
  )

  route(app, enforcementEndpoints.read, async ({ actor, params: { id } }) => {
    const input = { id, now: new Date(clock()) }
    return store.transact(contextOf(actor), (handle) => readProceeding({ handle, actor, input }))
  })

  route(app, enforcementEndpoints.act, async ({ actor, params: { id }, body }) =>
    store.transact(contextOf(actor), (handle) =>
      applyTransitionAsUser({
        handle,
        actor,
        input: {
          id,
          action: body.action,
          expectedVersion: body.expectedVersion,
          now: new Date(clock()),
        },
      }),
    ),
  )
}

const DeadlinePlace = z
  .tuple([Moment, z.uuid(), z.string(), z.string(), z.int()])
  .transform(([dueAt, proceeding, instance, timeLimit, run]) => ({
    dueAt,
    proceeding,
    instance,
    timeLimit,
    run,
  }))
