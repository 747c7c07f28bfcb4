import { createHash } from 'node:crypto'
import type { SellerPageView } from '@touchstone/contract'
import { wordDraftedFactsIn, wordDraftedIn, type WorkflowInstance } from '@touchstone/jurisdiction'
import { wasRecordedRecently } from '../../access/audit/index.ts'
import { onHoldSince } from '../confidentiality-holds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  complaintDecisionOf,
  recordAppealEvent,
  referenceOf,
  siteNameOf,
} from '../appeal-links/index.ts'
import {
  recordReferralsShown,
  referralsOnPage,
  type SellerOf,
} from '../../sellers/referral-notices/index.ts'
import { markSeen } from '../email-updates/index.ts'
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
 * The seller's state before the hold: a decision not shown yet appears after release, and what the seller knows stays
 * visible.
 */
function asBefore(situation: SellerSituation, since: Date): SellerSituation {
  const { current, proofRequest, standing } = situation
  const complaint = standing?.complaint
  const isUntold =
    current !== undefined && current.decidedAt !== null && current.informedAt === null
  const settled = complaintDecisionOf(complaint)
  const isVeiled = settled !== undefined && (isUntold || Date.parse(settled.decidedAt) >= +since)
  return {
    ...situation,
    ...(isUntold && {
      current: { ...current, state: 'open', outcome: null, reasons: null, decidedAt: null },
      proofRequest: proofRequest && {
        ...proofRequest,
        state: 'submitted',
        decidedAt: null,
        reasons: null,
        validUntil: null,
      },
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
  readings: null,
  registerEntry: null,
}

/** The seller's view; recorded once an hour, and counts as informing them of the decision. */
export async function readSellerPage(linkVisit: LinkVisit): Promise<SellerPageView> {
  const { handle, link } = linkVisit
  const entry = {
    handle,
    organisationId: link.organisationId,
    action: 'seller-page-read',
    subject: { kind: 'appeal-link', id: link.id },
  } as const
  if (!(await wasRecordedRecently(entry, 3600))) await recordAppealEvent(entry)
  return pageOf(linkVisit)
}

/** The page, which the seller has seen from now on. */
export async function pageOf(linkVisit: LinkVisit): Promise<SellerPageView> {
  const { situation, page } = await loadPage(linkVisit)
  const { current } = situation
  if (current !== undefined && current.decidedAt !== null && current.informedAt === null) {
    await recordSellerInformed(linkVisit, situation, current, 'shown on the seller’s page')
  }
  await recordReferralsShown(linkVisit.handle, sellerOf(linkVisit))
  await markSeen(linkVisit.handle, { linkId: linkVisit.link.id, seen: digestOf(page) })
  return page
}

function sellerOf({ link, now }: LinkVisit): SellerOf & { now: Date } {
  return { organisationId: link.organisationId, sellerHash: link.sellerHash, now }
}

/** Changes with what the page tells of the case, whatever its language. */
export async function pageDigest(linkVisit: LinkVisit): Promise<Buffer> {
  return digestOf((await loadPage(linkVisit)).page)
}

function digestOf(page: SellerPageView): Buffer {
  const { state, dueAt, decision, measures, since, until, referredTo, referrals } = page
  const decidedAt = decision?.decidedAt ?? null
  // Once there is nothing to respond to, its deadline is no news.
  const news = [
    state,
    state === 'open' ? dueAt : null,
    decidedAt,
    measures,
    since,
    until,
    referredTo,
    // Digests stay the same for sellers whom no referral names.
    ...(referrals.length === 0 ? [] : [referrals.map(newsOfReferral)]),
  ]
  return createHash('sha256').update(JSON.stringify(news)).digest()
}

function newsOfReferral({ id, withdrawnAt, contest }: SellerPageView['referrals'][number]) {
  return [id, withdrawnAt, contest?.decidedAt ?? null]
}

async function loadPage(
  linkVisit: LinkVisit,
): Promise<{ situation: SellerSituation; page: SellerPageView }> {
  const { handle, link, now, language = 'en' } = linkVisit
  const { organisationId, proceedingId } = link
  const about = { kind: 'appeal-link', id: link.id } as const
  const since = await onHoldSince(handle, { organisationId, now, about })
  const all = await loadSituation(linkVisit)
  const situation = since === undefined ? all : asBefore(all, since)
  const { current, standing, proofRequest, dueAt } = situation
  const untold = since === undefined ? undefined : untoldSince(all, since)
  const shown =
    proceedingId !== null
      ? await loadSellerCase(handle, proceedingId, standing?.restriction?.id, untold)
      : proofRequest?.listingId == null
        ? nothingShown
        : { ...nothingShown, listing: await loadSellerListing(handle, proofRequest.listingId) }
  const state = stateOf(situation, now)
  const body = standing?.dispute?.facts['body']
  const { registerEntry: _, ...visible } = shown
  const page: SellerPageView = {
    ...visible,
    claimed: shown.claimed === null ? null : wordDraftedIn(shown.claimed, language),
    facts: shown.facts === null ? null : wordDraftedFactsIn(shown.facts, language),
    link: link.id,
    kind: proceedingId === null ? 'proof' : 'measure',
    marketplace: await siteNameOf(handle, link),
    ownChannel: link.ownChannel,
    reference: referenceOf(link),
    state,
    reason: proofRequest?.reason ?? null,
    accepts: proofRequest?.accepts ?? [],
    dueAt,
    submission: current === undefined ? null : await toAppealView(handle, current),
    decision: decisionOf(situation),
    referredTo: typeof body === 'string' ? body : null,
    may: actionsOf(situation, state),
    referrals: await referralsOnPage(handle, sellerOf(linkVisit)),
    linkEndsAt: link.expiresAt.toISOString(),
  }
  return { situation, page }
}

async function toAppealView(
  handle: Transaction,
  { id, words, submittedAt }: AppealRow,
): Promise<SellerPageView['submission']> {
  const documents = await documentsOf(handle, id)
  return {
    words,
    submittedAt: submittedAt.toISOString(),
    documents: documents.map(({ id: _id, ...one }) => one),
  }
}

function decisionOf(situation: SellerSituation): SellerPageView['decision'] {
  const { current, proofRequest } = situation
  const from = current?.decidedAt ? current : proofRequest
  if (from?.decidedAt != null) {
    return { reasons: from.reasons, decidedAt: from.decidedAt.toISOString() }
  }
  const settled = settledBeside(situation)
  return settled === undefined ? null : { reasons: settled.reasons, decidedAt: settled.decidedAt }
}
