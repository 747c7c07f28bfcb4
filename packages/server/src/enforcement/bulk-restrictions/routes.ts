import {
  moderationEndpoints,
  type BulkRestrictionDetailView,
  type BulkRestrictionView,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, organisationOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { Moment, pageOf, toPageQuery } from '../../platform/http/index.ts'
import type { AssessmentSource } from '../moderation/index.ts'
import { previewBulkRestriction } from './preview-bulk-restriction.ts'
import type { CountedBulkRow, ProblemRow } from './repository.ts'
import {
  actOnBulkRestriction,
  listBulkRestrictions,
  readBulkRestriction,
  restrictInBulk,
} from './restrict-in-bulk.ts'

export type BulkRestrictionRoutesOptions = {
  store: Store
  clock: () => number
  engine: AssessmentSource
  /** Starts the work in the background; without it, the next sweep does. */
  onDue: (work: { id: string; organisationId: string }) => void
}

const Place = z.tuple([Moment, z.uuid()]).transform(([at, id]) => ({ at, id }))

/** Endpoints for restricting many items at once. */
export function bulkRestrictionRoutes(
  app: FastifyInstance,
  { store, clock, engine, onDue }: BulkRestrictionRoutesOptions,
): void {
  const now = (): Date => new Date(clock())
  const as = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)

  route(app, moderationEndpoints.previewBulk, async ({ actor, body: input }) =>
    as(actor, (handle) => previewBulkRestriction({ handle, actor, engine, now: now(), input })),
  )
  route(app, moderationEndpoints.restrictInBulk, async ({ actor, body: input }) => {
    const bulk = await as(actor, (handle) => restrictInBulk({ handle, actor, now: now(), input }))
    onDue(bulk)
    return toBulkView(bulk)
  })
  route(app, moderationEndpoints.listBulk, async ({ actor, query }) => {
    const input = toPageQuery(query, Place)
    const rows = await as(actor, (handle) => listBulkRestrictions({ handle, actor, input }))
    const { items, next } = pageOf(rows, query.limit, ({ createdAt, id }) => [createdAt, id])
    return { items: items.map(toBulkView), next }
  })
  const read = async (actor: Actor, id: string): Promise<BulkRestrictionDetailView> => {
    const { bulk, problems } = await as(actor, (handle) =>
      readBulkRestriction({ handle, actor, input: { id } }),
    )
    return { ...toBulkView(bulk), problems: problems.map(toProblemView) }
  }
  route(app, moderationEndpoints.readBulk, async ({ actor, params: { id } }) => read(actor, id))
  route(app, moderationEndpoints.actOnBulk, async ({ actor, params: { id }, body: { action } }) => {
    const isDue = await as(actor, (handle) =>
      actOnBulkRestriction({ handle, actor, now: now(), input: { id, action } }),
    )
    if (isDue) onDue({ id, organisationId: organisationOf(actor) })
    return read(actor, id)
  })
}

function toBulkView(bulk: CountedBulkRow): BulkRestrictionView {
  const { id, state, fact, measures, why, createdAt, decidedBy } = bulk
  const { items, waiting, restricted, failed, reversed } = bulk
  return {
    id,
    state,
    fact,
    measures,
    why,
    createdAt: createdAt.toISOString(),
    decidedBy,
    items,
    waiting,
    restricted,
    failed,
    reversed,
  }
}

function toProblemView({ notice, position, state, title, code, message }: ProblemRow) {
  return { notice, position, state, title, problem: { code, message } }
}
