import {
  appealEndpoints,
  clearanceEndpoints,
  proofRequestEndpoints,
  type AppealView,
  type AppealLinkView,
  type ClearanceView,
  type ProofRequestView,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { keysOf, type PublisherOf } from '../../investigation/evidence/index.ts'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { SignInSettings } from '../../access/users/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import {
  TimeCursor,
  toPageQuery,
  pageOf,
  sendDownload,
  type Outgoing,
  serverAddress,
} from '../../platform/http/index.ts'
import {
  type NamedLinkRow,
  type PageQuery,
  decidersOnly,
  listLinks,
  mayListAppeals,
  membersOnly,
  requireUser,
  revokeLink,
} from '../appeal-links/index.ts'
import {
  applyProofRequestAction,
  listProofRequests,
  requestProof,
  readProofRequest,
} from './proof-requests.ts'
import {
  listClearances,
  issueClearance,
  readClearance,
  revokeClearance,
  toSignedClearance,
} from './clearances.ts'
import {
  listAppeals,
  openDocument,
  readAppeal,
  confirmSellerInformed,
  type AppealWithDocuments,
} from './decide-appeal.ts'
import { createLink } from './create-link.ts'
import type { AppealRow, ProofRequestRow, ClearanceRow } from './types.ts'
import { mayDecideAppeals } from './policy.ts'
import { sellerRoutes } from './seller-routes.ts'

export type AppealRoutesOptions = {
  store: Store
  settings: SignInSettings
  /** Provides the key that signs clearances: the one that seals the organisation's evidence. */
  publisherOf: PublisherOf
  /** Storage of the evidence's bytes. */
  blobs: Blobs
}

/** Endpoints for a marketplace's appeals, and for the seller's page. */
export function appealRoutes(app: FastifyInstance, options: AppealRoutesOptions): void {
  const { store, settings, publisherOf } = options
  const now = (): Date => new Date(settings.clock())
  const run = <T>(
    actor: Actor,
    work: (options: { handle: Transaction; actor: Actor }) => Promise<T>,
  ): Promise<T> => store.transact(contextOf(actor), (handle) => work({ handle, actor }))

  route(app, appealEndpoints.links, async ({ actor, query }) => {
    const input = pageWished(query)
    const links = await run(actor, (options) => listLinks({ ...options, input }))
    return pageByTime(links, query.limit, shownLink, ({ madeAt }) => madeAt)
  })
  route(app, appealEndpoints.createLink, async ({ actor, body, request }) => {
    const { origin } = serverAddress(request, settings.publicUrl)
    const input = { ...body, now: now(), origin }
    const { link, ...rest } = await run(actor, (options) => createLink({ ...options, input }))
    return { link: shownLink(link), ...rest }
  })
  route(app, appealEndpoints.actOnLink, async ({ actor, params: { id } }) =>
    shownLink(await run(actor, (options) => revokeLink({ ...options, input: { id, now: now() } }))),
  )

  route(app, appealEndpoints.list, async ({ actor, query }) => {
    const input = pageWished(query)
    const appeals = await run(actor, (options) => listAppeals({ ...options, input }))
    return pageByTime(appeals, query.limit, summaryOf, ({ submittedAt }) => submittedAt)
  })
  route(app, appealEndpoints.read, async ({ actor, params: input }) =>
    toAppealView(await run(actor, (options) => readAppeal({ ...options, input }))),
  )
  route(app, appealEndpoints.document, async ({ actor, params, reply }) => {
    const input = { ...params, sealer: settings.sealer }
    return sendDownload(reply, await run(actor, (options) => openDocument({ ...options, input })))
  })
  route(app, appealEndpoints.recordInformed, async ({ actor, params: { id }, body: { how } }) => {
    const input = { id, how, now: now() }
    return toAppealView(await run(actor, (options) => confirmSellerInformed({ ...options, input })))
  })

  route(app, clearanceEndpoints.issue, async ({ actor, body }) => {
    const { organisationId } = requireUser(actor, mayDecideAppeals, decidersOnly)
    const { signer } = await publisherOf(organisationId)
    const input = { ...body, now: now(), signer }
    return shownClearance(await run(actor, (options) => issueClearance({ ...options, input })))
  })
  route(app, clearanceEndpoints.list, async ({ actor, query: { holds, ...query } }) => {
    const input = { ...pageWished(query), ...(holds === 'now' && { holdsAt: now() }) }
    const found = await run(actor, (options) => listClearances({ ...options, input }))
    return pageByTime(found, query.limit, shownClearance, ({ issuedAt }) => issuedAt)
  })
  route(app, clearanceEndpoints.read, async ({ actor, params: input }) =>
    run(actor, async (options) => {
      const found = await readClearance({ ...options, input })
      const { organisationId } = requireUser(actor, mayListAppeals, membersOnly)
      const keys = await keysOf(options.handle, organisationId)
      const { publicKey } = keys.find(({ id }) => id === found.keyId) ?? {}
      if (publicKey === undefined) throw new Error(`key ${found.keyId} is not stored`)
      return { ...shownClearance(found), publicKey }
    }),
  )
  route(app, clearanceEndpoints.act, async ({ actor, params: { id }, body }) => {
    const input = { id, reason: body.action.reason, now: now() }
    return shownClearance(await run(actor, (options) => revokeClearance({ ...options, input })))
  })

  route(app, proofRequestEndpoints.create, async ({ actor, body }) => {
    const input = { ...body, now: now() }
    return toProofRequestView(await run(actor, (options) => requestProof({ ...options, input })))
  })
  route(app, proofRequestEndpoints.list, async ({ actor, query }) => {
    const input = pageWished(query)
    const proofRequests = await run(actor, (options) => listProofRequests({ ...options, input }))
    return pageByTime(
      proofRequests,
      query.limit,
      toProofRequestView,
      ({ requestedAt }) => requestedAt,
    )
  })
  route(app, proofRequestEndpoints.read, async ({ actor, params: input }) => {
    const { proofRequest, appeals } = await run(actor, (options) =>
      readProofRequest({ ...options, input }),
    )
    return { ...toProofRequestView(proofRequest), submissions: appeals.map(summaryOf) }
  })
  route(app, proofRequestEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { action, expectedVersion } = body
    const input = { id, expectedVersion, now: now() }
    return toProofRequestView(
      await run(actor, (options) => applyProofRequestAction({ ...options, input, action })),
    )
  })

  sellerRoutes(app, { dependencies: { store, settings }, blobs: options.blobs })
}

/** The page and order that a query requests. */
function pageWished<Query extends { limit: number; after?: string | undefined }>({
  limit,
  after,
  ...wishes
}: Query): Omit<Query, 'limit' | 'after'> & PageQuery {
  return { ...wishes, ...toPageQuery({ limit, after }, TimeCursor) }
}

function pageByTime<Row extends { id: string }, T>(
  rows: Row[],
  limit: number,
  shown: (row: Row) => T,
  at: (row: Row) => Date,
): { items: T[]; next: string | null } {
  const { items, next } = pageOf(rows, limit, (last) => [at(last), last.id])
  return { items: items.map(shown), next }
}

function shownLink(link: NamedLinkRow): Outgoing<AppealLinkView> {
  const { id, proceedingId, proofRequestId, marketplace, sellerId, sellerName } = link
  const { madeAt, expiresAt, openedAt, revokedAt } = link
  return {
    id,
    proceeding: proceedingId,
    proofRequest: proofRequestId,
    marketplace,
    seller: sellerId,
    sellerName,
    madeAt,
    expiresAt,
    openedAt,
    revokedAt,
  }
}

function summaryOf(appeal: AppealRow) {
  const { id, proceedingId, proofRequestId, state, submittedAt, outcome, decidedAt, informedAt } =
    appeal
  const { listing, title, marketplace, sellerId: seller, sellerName, dueAt } = appeal
  return {
    id,
    proceeding: proceedingId,
    proofRequest: proofRequestId,
    listing,
    title,
    marketplace,
    seller,
    sellerName: seller === null ? null : sellerName,
    state,
    submittedAt,
    dueAt,
    outcome,
    decidedAt,
    informedAt,
  }
}

export function toAppealView(appeal: AppealWithDocuments): Outgoing<AppealView> {
  const { words, locale, documents, reasons, summary, deciders, restriction, deadline } = appeal
  return {
    ...summaryOf(appeal),
    words,
    locale,
    documents,
    reasons,
    summary,
    deciders,
    restriction,
    deadline,
  }
}

function shownClearance(clearance: ClearanceRow): Outgoing<ClearanceView> {
  const { id, marketplace, sellerId, brand, product, right, issuedAt, expiresAt } = clearance
  const { revokedAt, revocationReason } = clearance
  return {
    id,
    marketplace,
    seller: sellerId,
    brand,
    product,
    right,
    issuedAt,
    expiresAt,
    revokedAt,
    revocationReason,
    signed: toSignedClearance(clearance),
  }
}

function toProofRequestView(proofRequest: ProofRequestRow): Outgoing<ProofRequestView> {
  const { id, listingId, marketplace, sellerId, brand, reason, accepts, state, version } =
    proofRequest
  const { requestedAt, dueAt, decidedAt, reasons, validUntil, reusedFrom } = proofRequest
  return {
    id,
    listing: listingId,
    marketplace,
    seller: sellerId,
    brand,
    reason,
    accepts,
    state,
    version,
    requestedAt,
    dueAt,
    decidedAt,
    reasons,
    validUntil,
    reusedFrom,
  }
}
