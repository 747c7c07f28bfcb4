import { randomUUID } from 'node:crypto'
import type { ProposalState } from '@touchstone/contract'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import { findListings } from '../../listings/ingest/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  mayReadDecisions,
  mayRecordDecisions,
  mayConfirmProposal,
  mayWithdrawProposal,
} from './policy.ts'
import {
  findProposal,
  lockProposal,
  pageOfProposals,
  settleProposal,
  type ProposalRow,
} from './proposals-repository.ts'
import { notAllowed, recordConfirmedDecision } from './record-decisions.ts'

export type ServiceInput = { handle: Transaction; actor: Actor }

type Member = Exclude<Actor, { kind: 'operator' }>

export type ProposalListInput = {
  limit: number
  state?: ProposalState
  listingId?: string
  after?: { at: Date; id: string }
}

/** A page of proposals, pending or settled, newest first. */
export async function listProposals(
  options: ServiceInput & { input: ProposalListInput },
): Promise<ProposalRow[]> {
  const { handle, actor, input } = options
  const only = brandsOf(actor)
  return pageOfProposals(handle, {
    organisationId: readerOf(actor),
    ...input,
    ...(only && { only }),
  })
}

type Settled = ServiceInput & { input: { id: string; note?: string | undefined } }

/** Makes another person's proposal the organisation's decision. */
export async function approveProposal(options: Settled): Promise<ProposalRow> {
  const { handle, actor } = options
  const proposal = await waitingOf(options)
  if (!mayConfirmProposal(actor, proposal.proposedBy)) throw notSecond('confirms')
  const { organisationId } = actor
  const { id: listing } = proposal.listing
  const [listingRow] = await findListings(
    handle,
    organisationId,
    [{ id: listing }],
    brandsOf(actor),
  )
  // The listing may have gone out of sight since, with a claim that was revoked.
  if (listingRow === undefined) throw noProposal(proposal.id)
  const { verdict, reason, note, reviewer, version } = proposal
  const decision = await recordConfirmedDecision({
    handle,
    actor,
    row: {
      row: 0,
      id: randomUUID(),
      at: new Date(),
      listing: listingRow,
      fields: {
        id: listing,
        version,
        verdict,
        ...(reason !== null && { reason }),
        ...(note !== null && { note }),
        ...(reviewer !== null && { reviewer }),
      },
    },
  })
  return settle(options, actor, { state: 'confirmed', action: 'proposal-confirmed', decision })
}

/** Ends another person's proposal without a decision. */
export async function rejectProposal(options: Settled): Promise<ProposalRow> {
  const { actor } = options
  const proposal = await waitingOf(options)
  if (!mayConfirmProposal(actor, proposal.proposedBy)) throw notSecond('rejects')
  return settle(options, actor, { state: 'rejected', action: 'proposal-rejected', decision: null })
}

export async function withdrawProposal(options: Settled): Promise<ProposalRow> {
  const { actor } = options
  const proposal = await waitingOf(options)
  if (!mayWithdrawProposal(actor, proposal.proposedBy)) {
    throw notAllowed('only the person who proposed a decision can withdraw it', 'author-required')
  }
  return settle(options, actor, {
    state: 'withdrawn',
    action: 'proposal-withdrawn',
    decision: null,
  })
}

async function waitingOf({ handle, actor, input: { id } }: Settled): Promise<ProposalRow> {
  if (!mayRecordDecisions(actor)) {
    throw notAllowed('only analysts, reviewers and admins can settle proposals')
  }
  const only = brandsOf(actor)
  const { organisationId } = actor
  const proposal = await lockProposal(handle, { organisationId, id, ...(only && { only }) })
  if (proposal === undefined) throw noProposal(id)
  if (proposal.state === 'proposed') return proposal
  throw new AppError({
    code: 'proposal-settled',
    message: `proposal ${id} is already ${proposal.state}`,
  })
}

async function settle(
  { handle, input: { id, note } }: Settled,
  actor: Member,
  how: {
    state: Exclude<ProposalState, 'proposed'>
    action: AuditAction
    decision: string | null
  },
): Promise<ProposalRow> {
  const { organisationId, kind, id: actorId } = actor
  const { state, action, decision } = how
  const by = { kind, id: actorId }
  await settleProposal(handle, { id, state, by, note: note ?? null, decision })
  await recordEvent({
    handle,
    organisationId,
    action,
    subject: { kind: 'proposal', id },
    detail: decision === null ? {} : { decision },
  })
  const settled = await findProposal(handle, { organisationId, id })
  if (settled === undefined) throw new Error('a proposal was settled and is missing')
  return settled
}

export function readerOf(actor: Actor): string {
  if (mayReadDecisions(actor)) return actor.organisationId
  throw notAllowed('reading decisions requires the scope listings:read')
}

function notSecond(what: string): AppError {
  return notAllowed(
    `only a person who did not propose it ${what} a decision: an analyst, reviewer or admin`,
    'second-approver-required',
  )
}

function noProposal(id: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no proposal ${id}`, pointer: '/id' })
}
