import { decisionEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import {
  listDecisions,
  listOutcomes,
  recordDecisionBatch,
  recordOutcomeBatch,
  type DecisionListInput,
} from './record-decisions.ts'
import type { DecisionsInput } from './record-rows.ts'
import { withdrawDecisions } from './withdraw-decisions.ts'
import {
  approveProposal,
  listProposals,
  rejectProposal,
  withdrawProposal,
} from './approve-proposals.ts'
import { readRules, setRules } from './decision-rules.ts'

/** Adds the routes for reviewers' decisions and outcomes. */
export function decisionRoutes(app: FastifyInstance, store: Store): void {
  proposalRoutes(app, store)
  route(app, decisionEndpoints.recordDecisions, async ({ actor, body, headers }) =>
    recordDecisionBatch({ store, actor, input: sentIn(body, headers) }),
  )

  route(app, decisionEndpoints.withdrawDecisions, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => withdrawDecisions({ handle, actor, input })),
  )

  route(app, decisionEndpoints.recordOutcomes, async ({ actor, body, headers }) =>
    recordOutcomeBatch({ store, actor, input: sentIn(body, headers) }),
  )

  route(app, decisionEndpoints.listDecisions, async ({ actor, query }) =>
    page(query, (input) =>
      store.transact(contextOf(actor), (handle) => listDecisions({ handle, actor, input })),
    ),
  )

  route(app, decisionEndpoints.listOutcomes, async ({ actor, query }) =>
    page(query, (input) =>
      store.transact(contextOf(actor), (handle) => listOutcomes({ handle, actor, input })),
    ),
  )

  route(app, decisionEndpoints.decisionsOnListing, async ({ actor, query, params }) =>
    page(query, (input) =>
      store.transact(contextOf(actor), (handle) =>
        listDecisions({ handle, actor, input, listing: params.id }),
      ),
    ),
  )

  route(app, decisionEndpoints.outcomesOfListing, async ({ actor, query, params }) =>
    page(query, (input) =>
      store.transact(contextOf(actor), (handle) =>
        listOutcomes({ handle, actor, input, listing: params.id }),
      ),
    ),
  )
}

/** The addresses of decisions that wait for a second person. */
function proposalRoutes(app: FastifyInstance, store: Store): void {
  route(app, decisionEndpoints.rules, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => readRules({ handle, actor })),
  )

  route(app, decisionEndpoints.setRules, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) => setRules({ handle, actor, input })),
  )

  route(app, decisionEndpoints.listProposed, async ({ actor, query }) => {
    const { state, listing } = query
    const proposed = await store.transact(contextOf(actor), (handle) =>
      listProposals({
        handle,
        actor,
        input: {
          ...toPageQuery(query, TimeCursor),
          ...(state !== undefined && { state }),
          ...(listing !== undefined && { listingId: listing }),
        },
      }),
    )
    return pageOf(proposed, query.limit, (last) => [last.proposedAt, last.id])
  })

  const settlements = {
    approve: approveProposal,
    reject: rejectProposal,
    withdraw: withdrawProposal,
  } as const
  route(app, decisionEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { type, ...input } = body.action
    return store.transact(contextOf(actor), (handle) =>
      settlements[type]({ handle, actor, input: { id, ...input } }),
    )
  })
}

function sentIn(
  body: unknown,
  headers: { 'idempotency-key'?: string | undefined },
): DecisionsInput {
  const idempotencyKey = headers['idempotency-key']
  return { body, ...(idempotencyKey !== undefined && { idempotencyKey }) }
}

async function page<T extends { recordedAt: string | Date; id: string | Date }>(
  query: { limit: number; after?: string | undefined },
  read: (input: DecisionListInput) => Promise<T[]>,
): Promise<{ items: T[]; next: string | null }> {
  const rows = await read(toPageQuery(query, TimeCursor))
  return pageOf(rows, query.limit, (last) => [last.recordedAt, last.id])
}
