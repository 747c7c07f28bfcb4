import { randomUUID } from 'node:crypto'
import { proofKinds, type ProofKind, type ProofRequestAction } from '@touchstone/contract'
import { addMonths } from '@touchstone/jurisdiction'
import { z } from 'zod'
import { assertNotOnHold } from '../confidentiality-holds/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import {
  type PageQuery,
  type ServiceInput,
  conflict,
  dayMilliseconds,
  decidersOnly,
  mayListAppeals,
  mayWriteToSellers,
  membersOnly,
  notFound,
  recordAppealEvent,
  recordListRead,
  requireUser,
  writersOnly,
} from '../appeal-links/index.ts'
import {
  acceptedProof,
  findProofRequest,
  insertProofRequest,
  lockOverdueProofRequest,
  updateProofRequest,
  pageOfProofRequests,
  type ProofRequestFilter,
} from './proof-requests-repository.ts'
import { type AppealRow, type ProofRequestRow } from './types.ts'
import { mayDecideAppeals } from './policy.ts'
import { listAppealsTo, markAppealDecided, findSentListing } from './repository.ts'

type Ask = {
  listing: string
  brand: string
  reason: string
  accepts: ProofKind[]
  days: number
  now: Date
}

/**
 * Asks the seller of an own listing for proof. If an earlier proof for this brand is accepted and valid, it covers
 * this listing too, and no request is sent.
 */
export async function requestProof(options: ServiceInput<Ask>): Promise<ProofRequestRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayWriteToSellers, writersOnly)
  const { brand, reason, now } = input
  const listing = await findSentListing(handle, input.listing)
  if (listing === undefined) throw notFound('listing', input.listing, '/listing')
  const { seller } = listing.content as { seller?: { id?: unknown } }
  if (typeof seller?.id !== 'string') {
    throw new AppError({
      code: 'listing-seller-missing',
      message: '/listing has no seller to whom a request could be sent',
      pointer: '/listing',
    })
  }
  const { marketplace } = listing
  const sellerHash = pseudonymOf(await saltOf(handle, organisationId), {
    marketplace,
    id: seller.id,
  })
  const about = { kind: 'listing', id: input.listing } as const
  await assertNotOnHold(handle, { organisationId, now, about, sellerHash })
  const earlier = await acceptedProof(handle, { organisationId, sellerHash, brand, now })
  const proofRequest: ProofRequestRow = {
    id: randomUUID(),
    organisationId,
    listingId: input.listing,
    marketplace,
    sellerId: seller.id,
    sellerHash,
    brand,
    reason,
    accepts: proofKinds.filter((kind) => input.accepts.includes(kind)),
    state: earlier === undefined ? 'requested' : 'accepted',
    version: 1,
    requestedAt: now,
    dueAt: new Date(now.getTime() + input.days * dayMilliseconds),
    decidedAt: earlier === undefined ? null : now,
    reasons: earlier?.reasons ?? null,
    validUntil: earlier?.validUntil ?? null,
    reusedFrom: earlier?.id ?? null,
  }
  await insertProofRequest(handle, proofRequest)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'proof-requested',
    subject: { kind: 'proof-request', id: proofRequest.id },
    detail: { reusedFrom: proofRequest.reusedFrom },
    event: {
      type: 'proof.requested',
      data: { proofRequest: proofRequest.id, state: proofRequest.state },
    },
  })
  return proofRequest
}

export async function listProofRequests(
  options: ServiceInput<PageQuery<ProofRequestFilter>>,
): Promise<ProofRequestRow[]> {
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  await recordListRead(options.handle, organisationId, 'proof-requests')
  return pageOfProofRequests(options.handle, { organisationId, ...options.input })
}

export async function readProofRequest(
  options: ServiceInput<{ id: string }>,
): Promise<{ proofRequest: ProofRequestRow; appeals: AppealRow[] }> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  const proofRequest = await requireProofRequest(handle, input.id)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'appeals-read',
    subject: { kind: 'proof-request', id: proofRequest.id },
  })
  return { proofRequest, appeals: await listSubmissions(handle, proofRequest) }
}

type ActionInput = { id: string; expectedVersion?: number | undefined; now: Date }
type ActionOf<A extends ProofRequestAction['type']> = Extract<ProofRequestAction, { type: A }>

/** Accepts or rejects a submission, or withdraws the request. */
export function applyProofRequestAction({
  action,
  ...options
}: ServiceInput<ActionInput> & { action: ProofRequestAction }): Promise<ProofRequestRow> {
  return action.type === 'withdraw' ? withdraw(options, action) : decide(options, action)
}

/** Decides on a submission; an accepted proof also settles further requests while it is valid. */
async function decide(
  options: ServiceInput<ActionInput>,
  action: ActionOf<'accept' | 'reject'>,
): Promise<ProofRequestRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayDecideAppeals, decidersOnly)
  const { now } = input
  const { reasons } = action
  const outcome = action.type === 'accept' ? 'accepted' : 'not-accepted'
  const proofRequest = await lockAsRead(handle, input)
  const appeal = (await listSubmissions(handle, proofRequest)).find(({ state }) => state === 'open')
  // The seller's page shows the decision.
  const about = { kind: 'proof-request', id: proofRequest.id } as const
  await assertNotOnHold(handle, { organisationId, now, about })
  // Not responding is no evidence, and decides nothing.
  if (appeal === undefined)
    throw conflict('submission-missing', 'there is no submission to decide on')
  const decided: ProofRequestRow = {
    ...proofRequest,
    state: outcome,
    decidedAt: now,
    reasons,
    validUntil: action.type === 'accept' ? monthsAfter(now, action.months) : null,
  }
  const version = await updateProofRequest(handle, decided)
  await markAppealDecided(handle, { id: appeal.id, outcome, reasons, summary: null, now })
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'proof-request-decided',
    subject: { kind: 'proof-request', id: proofRequest.id },
    detail: { outcome },
    event: { type: 'proof.decided', data: { proofRequest: proofRequest.id, outcome } },
  })
  return { ...decided, version }
}

/** The start of the day, so many months later. */
function monthsAfter(now: Date, months: number): Date {
  return new Date(`${addMonths(now.toISOString().slice(0, 10), months)}T00:00:00Z`)
}

async function withdraw(
  options: ServiceInput<ActionInput>,
  { reasons }: ActionOf<'withdraw'>,
): Promise<ProofRequestRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayWriteToSellers, writersOnly)
  const proofRequest = await lockAsRead(handle, input)
  // Also an accepted one: a proof that turned out to be false covers no other listing.
  if (!['requested', 'submitted', 'expired', 'accepted'].includes(proofRequest.state)) {
    throw conflict('proof-request-not-open', `the request is already ${proofRequest.state}`)
  }
  const about = { kind: 'proof-request', id: proofRequest.id } as const
  await assertNotOnHold(handle, { organisationId, now: input.now, about })
  const { now: decidedAt } = input
  const withdrawn: ProofRequestRow = {
    ...proofRequest,
    state: 'withdrawn',
    decidedAt,
    reasons,
    validUntil: null,
  }
  const version = await updateProofRequest(handle, withdrawn)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'proof-request-withdrawn',
    subject: { kind: 'proof-request', id: proofRequest.id },
    event: { type: 'proof.decided', data: { proofRequest: proofRequest.id, outcome: 'withdrawn' } },
  })
  return { ...withdrawn, version }
}

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'proof-requests' } } as const

/** Reports each request whose deadline passed without a submission, once; returns their number. */
export async function sweepProofRequests(
  store: Store,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let passed = 0
  while (signal?.aborted !== true) {
    const told = await store.transact(sweeper, async (handle) => {
      const proofRequest = await lockOverdueProofRequest(handle, now)
      if (proofRequest === undefined) return false
      await updateProofRequest(handle, { ...proofRequest, state: 'expired', decidedAt: null })
      await recordAppealEvent({
        handle,
        organisationId: proofRequest.organisationId,
        action: 'proof-request-passed',
        subject: { kind: 'proof-request', id: proofRequest.id },
        event: { type: 'proof.unanswered', data: { proofRequest: proofRequest.id } },
      })
      return true
    })
    if (!told) break
    passed++
  }
  return passed
}

/** Checks for passed deadlines every minute. */
export function proofRequestJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'proof-requests',
    z.object({}),
    async (_data, signal) => {
      await sweepProofRequests(store, new Date(), signal)
    },
    { cron: '* * * * *' },
  )
}

/** The request, locked, at the version that the actor read. */
async function lockAsRead(
  handle: Transaction,
  { id, expectedVersion }: ActionInput,
): Promise<ProofRequestRow> {
  const proofRequest = await requireProofRequest(handle, id, true)
  requireVersion('the proof request', proofRequest, expectedVersion)
  return proofRequest
}

async function requireProofRequest(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<ProofRequestRow> {
  const proofRequest = await findProofRequest(handle, id, lock)
  if (proofRequest === undefined) throw notFound('request for proof', id)
  return proofRequest
}

function listSubmissions(
  handle: Transaction,
  { id, sellerHash }: ProofRequestRow,
): Promise<AppealRow[]> {
  return listAppealsTo(handle, { proceedingId: null, proofRequestId: id, sellerHash })
}
