import { claimEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import {
  actsForInstallation,
  contextOf,
  route,
  type Actor,
} from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { TimeCursor, toPageQuery, pageOf, sendDownload } from '../../platform/http/index.ts'
import type { Claim } from './types.ts'
import { checkClaim } from './documents.ts'
import {
  approveClaim,
  contestClaim,
  listClaims,
  readClaim,
  readDocument,
  rejectClaim,
  resolveClaim,
  revokeClaim,
  submitClaim,
  withdrawClaim,
} from './manage-claims.ts'

/** Endpoints for claims and decisions on them. */
export function claimRoutes(app: FastifyInstance, store: Store): void {
  route(app, claimEndpoints.submit, async ({ actor, body }) => {
    const claim = await checkClaim(body, actor.kind === 'operator' ? '' : actor.organisationId)
    return toClaimView(
      await store.transact(contextOf(actor), (handle) =>
        submitClaim({ handle, actor, input: { claim } }),
      ),
    )
  })

  const run = <T>(actor: Actor, work: (options: ServiceInput) => Promise<T>): Promise<T> => {
    if (!actsForInstallation(actor)) {
      return store.transact(contextOf(actor), (handle) => work({ handle, actor }))
    }
    // The log names the user, who has the operator's permissions here.
    const { id } = actor
    const context = { as: 'operator', actor: { kind: 'person', id } } as const
    return store.transact(context, (handle) => work({ handle, actor: { kind: 'operator', id } }))
  }

  route(app, claimEndpoints.list, async ({ actor, query: { state, brand, ...query } }) => {
    const input = {
      ...toPageQuery(query, TimeCursor),
      ...(state && { state }),
      ...(brand && { brand }),
    }
    const claims = await run(actor, (options) => listClaims({ ...options, input }))
    const { items, next } = pageOf(claims, query.limit, (last) => [last.submittedAt, last.id])
    return { items: items.map(toClaimView), next }
  })

  route(app, claimEndpoints.read, async ({ actor, params }) =>
    toClaimView(await run(actor, (options) => readClaim({ ...options, input: params }))),
  )

  route(app, claimEndpoints.document, async ({ actor, params, reply }) => {
    const { content } = await run(actor, (options) => readDocument({ ...options, input: params }))
    return sendDownload(reply, { content })
  })

  const actions = {
    withdraw: withdrawClaim,
    approve: approveClaim,
    reject: rejectClaim,
    contest: contestClaim,
    resolve: resolveClaim,
    revoke: revokeClaim,
  } as const
  route(app, claimEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { expectedVersion } = body
    const { type, ...decision } = body.action
    const input = { id, decision, expectedVersion }
    return toClaimView(await run(actor, (options) => actions[type]({ ...options, input })))
  })
}

type ServiceInput = { handle: Transaction; actor: Actor }

function toClaimView({
  organisationId: _whose,
  approvedAt: _when,
  ...claim
}: Claim): Omit<Claim, 'organisationId' | 'approvedAt'> {
  return claim
}
