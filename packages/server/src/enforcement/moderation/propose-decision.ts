import {
  StatementOfReasons,
  writeStoredSentence,
  type Assessment,
  type NoticeGround,
} from '@touchstone/contract'
import { draftedWords, type CaseState, type WorkflowInstance } from '@touchstone/jurisdiction'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { draftItemStatement } from './draft-statement.ts'
import { findTrustedFlagger } from './find-trusted-flagger.ts'
import type { OwnListingRow, ReceivedItemRow, ReceivedNoticeRow } from './repository.ts'
import { sellerOf } from './seller-of-listing.ts'
import { factText, type NotifierType } from './types.ts'

export type DecisionProposal = {
  knowledgeReason: string
  reasons: string
  statement: Record<string, unknown>
  deliver: { by: 'own-channel'; to: string } | null
}

type ProposalInput = {
  handle: Transaction
  notice: ReceivedNoticeRow
  item: ReceivedItemRow
  state: CaseState
  listing: OwnListingRow | undefined
  assessment: Assessment | undefined
  now: Date
}

const maxDeliveryReference = 320

/**
 * Proposes to restrict an item: a statement of reasons from what the notice and the listing say, the mildest measure
 * that ends the offer, and the seller's account as the way to inform them. A person checks it before it is sent.
 */
export async function proposeDecision(options: ProposalInput): Promise<DecisionProposal> {
  const { handle, notice, item, state, listing } = options
  const { organisationId } = item
  const instance = decidedFrom(state, item.instance, await notifierTypeNow(handle, notice))
  const { draft } = await draftItemStatement({ ...options, organisationId, instance })
  const { ground } = notice.notice
  const right = rightOf(notice)
  const { id: seller } = sellerOf(listing?.listing)
  const why = ground === undefined ? undefined : proposedWhy(ground, right)
  return {
    knowledgeReason: writeStoredSentence('decision.knowledge'),
    reasons:
      right === undefined
        ? writeStoredSentence('decision.reasons')
        : writeStoredSentence('decision.reasons-right', { right }),
    statement: {
      ...draft,
      measures: [{ measure: 'disable' }],
      ground: { ...(draft['ground'] as object), ...(why !== undefined && { why }) },
    },
    deliver:
      seller === undefined
        ? null
        : {
            by: 'own-channel',
            to: writeStoredSentence('decision.seller-account', { seller }).slice(
              0,
              maxDeliveryReference,
            ),
          },
  }
}

/** The right as a notice names it, by office and number. */
export function rightOf({
  notice: { right },
}: Pick<ReceivedNoticeRow, 'notice'>): string | undefined {
  const named = [right?.office, right?.number].filter((one) => one !== undefined).join(' ')
  return named.trim() === '' ? undefined : named.trim().slice(0, 200)
}

/** Why a ground applies, as far as the notice says it. */
export function proposedWhy(ground: NoticeGround, right: string | undefined): string {
  return draftedWords(`statement.why.${ground}`, {
    right:
      right === undefined
        ? draftedWords('statement.right.unnamed')
        : draftedWords('statement.right.named', { right }),
  })
}

/** The complete statement of a proposal; undefined while parts are missing. */
export function completeStatement({
  statement,
}: Pick<DecisionProposal, 'statement'>): StatementOfReasons | undefined {
  return StatementOfReasons.safeParse(statement).data
}

/** The type of notifier that a triage now would record. */
export async function notifierTypeNow(
  handle: Transaction,
  { organisationId, fromOrganisation, notice: { ground } }: ReceivedNoticeRow,
): Promise<NotifierType> {
  const sender = fromOrganisation ?? undefined
  const flagger = await findTrustedFlagger(handle, organisationId, { sender, ground })
  return flagger?.notifierType ?? 'normal'
}

/** An undecided item as its restriction would start from it: triaged, and on the notice. */
export function decidedFrom(
  state: CaseState,
  id: string,
  notifierType: NotifierType,
): WorkflowInstance {
  const instance = state.instances[id]
  if (instance === undefined)
    throw new AppError({ code: 'internal', message: 'an item is missing' })
  const type = factText(instance, 'notifierType') ?? notifierType
  return { ...instance, facts: { ...instance.facts, notifierType: type, source: 'notice' } }
}
