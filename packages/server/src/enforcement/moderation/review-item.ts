import { Email, type Assessment, type Measure } from '@touchstone/contract'
import { statementText, type CaseState } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findPrioritySafeguard } from '../notice-quality/index.ts'
import { loadProceeding } from '../proceedings/index.ts'
import { requireItem } from './action-context.ts'
import { candidatesOf } from './candidate-listings.ts'
import { refuseHeldGround } from './check-confidentiality-hold.ts'
import { findSuspension, misuseSubjectOf } from './find-suspension.ts'
import { statementFaultsOf } from './impose-restriction.ts'
import { listActiveMeasures } from './measures-repository.ts'
import { findVisibleAssessment, type AssessmentSource } from './moderation-queue.ts'
import { readNotifierRecord, type NotifierRecord } from './notifier-record-repository.ts'
import {
  completeStatement,
  decidedFrom,
  notifierTypeNow,
  proposeDecision,
  rightOf,
  type DecisionProposal,
} from './propose-decision.ts'
import {
  findOwnListing,
  type OwnListingRow,
  type ReceivedItemRow,
  type ReceivedNoticeRow,
} from './repository.ts'
import { findSellerClearance } from './seller-clearance-repository.ts'
import { partyDetailsOf, sellerOf } from './seller-of-listing.ts'
import { requireReader, settingsFor } from './settings.ts'
import { readingsOf } from './statement-readings.ts'
import { concernsLifeSafety, regimeId, type NotifierType, type undecidedStates } from './types.ts'

type ReviewInput = {
  handle: Transaction
  actor: Actor
  engine: AssessmentSource
  now: Date
  input: { id: string; position: number }
}

type ItemState = (typeof undecidedStates)[number]

/** An item with what its decision needs, as read for one person. */
export type ItemReview = {
  notice: ReceivedNoticeRow
  item: ReceivedItemRow
  state: CaseState
  listing: OwnListingRow | undefined
  /** The part of the assessment that the person may see. */
  assessment: Assessment | undefined
  proposal: DecisionProposal
  faults: { field: string; message: string }[]
}

/** Reads an item and proposes a decision on it. */
export async function loadItemReview(options: ReviewInput): Promise<ItemReview> {
  const { handle, input, now } = options
  const { organisationId } = requireReader(options.actor)
  const { notice, item } = await requireItem(handle, organisationId, input)
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: item.proceedingId },
  })
  const listing =
    item.listingId === null
      ? undefined
      : await findOwnListing(handle, organisationId, item.listingId)
  const assessment = await findVisibleAssessment(options, item.listingId)
  const proposal = await proposeDecision({
    handle,
    notice,
    item,
    state,
    listing,
    assessment,
    now,
  })
  const statement = completeStatement(proposal)
  const faults =
    statement === undefined
      ? []
      : statementFaultsOf({
          statement,
          state,
          instance: decidedFrom(state, item.instance, await notifierTypeNow(handle, notice)),
          known: partyDetailsOf(notice, listing?.listing, statement),
          now,
          due: true,
        })
  return { notice, item, state, listing, assessment, proposal, faults }
}

/** The checks before a decision and a proposed one; the log records the reader. */
export async function reviewItem(options: ReviewInput) {
  const { handle } = options
  const review = await loadItemReview(options)
  const { notice, item, state, listing, proposal, faults } = review
  const { organisationId } = item
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-read',
    subject: { kind: 'received-notice', id: notice.id },
  })
  const { sellerLink } = await settingsFor(handle, organisationId)
  const statement = completeStatement(proposal)
  return {
    version: state.events,
    state: (state.instances[item.instance]?.state ?? 'received') as ItemState,
    notifier: await notifierOf(handle, notice),
    clearance: await clearanceOf(options, review),
    suggestsThreat: concernsLifeSafety(item.urgency),
    candidates: item.listingId === null ? await candidatesOf(handle, notice, item.position) : [],
    isOnHold: await isHeld(options, item),
    measures: listing === undefined ? [] : await measuresOn(handle, organisationId, listing.id),
    proposal,
    text: statement === undefined ? null : statementText(statement, sellerLink.locale),
    readings: statement === undefined ? null : readingsOf(statement),
    faults,
  }
}

type NotifierView = NotifierRecord & {
  type: NotifierType
  isSafeguarded: boolean
  suspendedUntil: string | null
}

async function notifierOf(handle: Transaction, notice: ReceivedNoticeRow): Promise<NotifierView> {
  const { organisationId, fromOrganisation: sender, notice: content } = notice
  const { ground } = content
  const safeguard =
    sender === null || ground === undefined
      ? undefined
      : await findPrioritySafeguard(handle, {
          organisationId,
          notifier: sender,
          regime: regimeId,
          ground,
        })
  const subject = misuseSubjectOf({
    inside: sender === null ? undefined : { organisationId: sender },
    email: Email.safeParse(content.email).data,
  })
  const suspension = await findSuspension(handle, organisationId, { role: 'notifier', subject })
  return {
    ...(await readNotifierRecord(handle, notice)),
    type: await notifierTypeNow(handle, notice),
    isSafeguarded: safeguard !== undefined,
    suspendedUntil: suspension?.until ?? null,
  }
}

/** The clearance of the listing's seller under the right that the notice names. */
export async function clearanceOf(
  { handle, now }: Pick<ReviewInput, 'handle' | 'now'>,
  { notice, listing }: Pick<ItemReview, 'notice' | 'listing'>,
): Promise<{ expiresAt: string; product: string | null } | null> {
  const { id: seller } = sellerOf(listing?.listing)
  const right = rightOf(notice)
  if (listing === undefined || seller === undefined || right === undefined) return null
  const found = await findSellerClearance(handle, {
    organisationId: notice.organisationId,
    marketplace: listing.marketplace,
    seller,
    right,
    now,
  })
  return found === undefined
    ? null
    : { expiresAt: found.expiresAt.toISOString(), product: found.product }
}

export async function isHeld(
  { handle, now }: Pick<ReviewInput, 'handle' | 'now'>,
  { organisationId, proceedingId, listingId }: ReceivedItemRow,
): Promise<boolean> {
  try {
    await refuseHeldGround({ handle, organisationId, proceedingId, now, about: { listingId } })
    return false
  } catch (error) {
    if (error instanceof AppError && error.code === 'on-hold') return true
    throw error
  }
}

async function measuresOn(
  handle: Transaction,
  organisationId: string,
  listing: string,
): Promise<Measure[]> {
  const found = await listActiveMeasures(handle, { organisationId, listing, limit: 50 })
  return [...new Set(found.map(({ measure }) => measure))]
}
