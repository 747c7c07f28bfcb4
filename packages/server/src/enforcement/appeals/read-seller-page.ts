import type { SellerPage } from '@touchstone/contract'
import type { WorkflowInstance } from '@touchstone/jurisdiction'
import { wasRecordedRecently } from '../../access/audit/index.ts'
import { heldSince } from '../confidentiality-holds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  complaintDecisionOf,
  organisationNameOf,
  recordAppealEvent,
  referenceOf,
} from '../appeal-links/index.ts'
import type { AppealRow, SellerCaseView } from './types.ts'
import { loadSellerCase, loadSellerListing } from './load-seller-case.ts'
import { documentsOf } from './repository.ts'
import {
  type SellerSituation,
  type LinkVisit,
  loadSituation,
  stateOf,
  actionsOf,
  settledBeside,
} from './seller-situation.ts'
import { recordSellerInformed } from './record-seller-informed.ts'

/**
 * How it stood for the seller before it was held: a decision that he was not told is told once it is released, and what
 * he knows he sees as before.
 */
function asBefore(situation: SellerSituation, since: Date): SellerSituation {
  const { current, ask, standing } = situation
  const complaint = standing?.complaint
  const isUntold =
    current !== undefined && current.decidedAt !== null && current.informedAt === null
  const settled = complaintDecisionOf(complaint)
  const isVeiled = settled !== undefined && (isUntold || Date.parse(settled.decidedAt) >= +since)
  return {
    ...situation,
    ...(isUntold && {
      current: { ...current, state: 'given', outcome: null, reasons: null, decidedAt: null },
      ask: ask && { ...ask, state: 'answered', decidedAt: null, reasons: null, validUntil: null },
    }),
    ...(standing !== undefined &&
      complaint !== undefined &&
      isVeiled && { standing: { ...standing, complaint: beforeDecision(complaint) } }),
  }
}

function beforeDecision(complaint: WorkflowInstance): WorkflowInstance {
  const path = complaint.path.filter(({ state }) => state !== 'upheld' && state !== 'rejected')
  return { ...complaint, path, state: 'human-review' }
}

/** From when on what came of a decision is not told: that of one that the seller was not told before the hold. */
function untoldSince({ current }: SellerSituation, since: Date): Date {
  const untold = current?.informedAt === null ? current.decidedAt : null
  return untold !== null && untold < since ? untold : since
}

const nothingShown: SellerCaseView = {
  listing: null,
  claimed: null,
  right: null,
  notifier: null,
  facts: null,
  evidence: [],
  pictures: [],
  measures: [],
  since: null,
  until: null,
  territory: [],
  statement: null,
}

/** What the seller sees; that he did is noted once an hour, and a decision counts as told by it. */
export async function readSellerPage(visiting: LinkVisit): Promise<SellerPage> {
  const { handle, link } = visiting
  const entry = {
    handle,
    organisationId: link.organisationId,
    action: 'seller-page-read',
    subject: { kind: 'answer-link', id: link.id },
  } as const
  if (!(await wasRecordedRecently(entry, 3600))) await recordAppealEvent(entry)
  return pageOf(visiting)
}

export async function pageOf(visiting: LinkVisit): Promise<SellerPage> {
  const { handle, link, now } = visiting
  const { organisationId, proceedingId } = link
  const about = { kind: 'answer-link', id: link.id } as const
  const since = await heldSince(handle, { organisationId, now, about })
  const all = await loadSituation(visiting)
  const situation = since === undefined ? all : asBefore(all, since)
  const { current, standing, ask, dueAt } = situation
  const untold = since === undefined ? undefined : untoldSince(all, since)
  const shown =
    proceedingId !== null
      ? await loadSellerCase(handle, proceedingId, standing?.restriction?.id, untold)
      : ask?.listingId == null
        ? nothingShown
        : { ...nothingShown, listing: await loadSellerListing(handle, ask.listingId) }
  if (current !== undefined && current.decidedAt !== null && current.informedAt === null) {
    await recordSellerInformed(visiting, situation, current, 'shown on the seller’s page')
  }
  const state = stateOf(situation, now)
  const body = standing?.dispute?.facts['body']
  return {
    ...shown,
    link: link.id,
    kind: proceedingId === null ? 'proof' : 'measure',
    marketplace: await organisationNameOf(handle, link.organisationId),
    ownWay: link.ownWay,
    reference: referenceOf(link),
    state,
    reason: ask?.reason ?? null,
    accepts: ask?.accepts ?? [],
    dueAt,
    answer: current === undefined ? null : await toAppealView(handle, current),
    decision: decisionOf(situation),
    referredTo: typeof body === 'string' ? body : null,
    may: actionsOf(situation, state),
    linkEndsAt: link.expiresAt.toISOString(),
  }
}

async function toAppealView(
  handle: Transaction,
  { id, words, givenAt }: AppealRow,
): Promise<SellerPage['answer']> {
  const documents = await documentsOf(handle, id)
  return {
    words,
    givenAt: givenAt.toISOString(),
    documents: documents.map(({ id: _id, ...one }) => one),
  }
}

function decisionOf(situation: SellerSituation): SellerPage['decision'] {
  const { current, ask } = situation
  const from = current?.decidedAt ? current : ask
  if (from?.decidedAt != null) {
    return { reasons: from.reasons, decidedAt: from.decidedAt.toISOString() }
  }
  const settled = settledBeside(situation)
  return settled === undefined ? null : { reasons: settled.reasons, decidedAt: settled.decidedAt }
}
