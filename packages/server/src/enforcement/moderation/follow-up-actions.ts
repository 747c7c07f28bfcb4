import type { FollowUpAction } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import { fileStatement, noRecord } from './transparency-filings.ts'
import { moderationRules, settingsFor } from './settings.ts'
import { statementsOf } from './measures-repository.ts'
import { partyDetailsOf, sellerOf } from './seller-of-listing.ts'
import { simpleTransitionOf } from './action-transitions.ts'
import { recordBuyerPublication, selectBuyers, notifyBuyers } from './complaint-review.ts'
import { refuseHeldAction } from './check-confidentiality-hold.ts'
import {
  emailNotConfigured,
  imposeRestriction,
  type ImposedRestriction,
} from './impose-restriction.ts'
import {
  applyToProceeding,
  moderatorTransition,
  requireInstanceId,
  requireInstance,
  transitionProceeding,
  requireReviewer,
  type ProceedingContext,
} from './action-context.ts'
import { createAppealLink, type SellerLink } from './create-appeal-link.ts'
import { findOwnListing, findLastRestrictedListing } from './repository.ts'
import { endReplacedMeasures, reinstate } from './reinstate.ts'

type ActOf<N extends FollowUpAction['type']> = Extract<FollowUpAction, { type: N }>

/**
 * Performs an action on a restriction or its consequences. Returns the seller's link if the marketplace's own channel
 * delivers it.
 */
export async function applyFollowUpAction(
  context: ProceedingContext,
  action: FollowUpAction,
): Promise<SellerLink | undefined> {
  await refuseHeldAction(context, action)
  switch (action.type) {
    case 'restrict':
      return (await restrict(context, action)).link
    case 'replace':
      return replaceRestriction(context, action)
    default:
      await step(context, action)
      return undefined
  }
}

async function step(
  context: ProceedingContext,
  action: Exclude<FollowUpAction, { type: 'restrict' | 'replace' }>,
): Promise<void> {
  switch (action.type) {
    case 'drop': {
      const id = requireInstanceId(context, action.instance)
      const fields = { dropReason: action.reason }
      return transitionProceeding(context, [
        { type: 'transition', id, transition: 'drop', role: context.as, fields },
      ])
    }
    case 'reinstate':
      return undo(context, action)
    case 'record-filing':
      return filed(context, action)
    case 'record-referral': {
      const origin = requireInstanceId(context, action.origin)
      const fields = { body: action.body }
      const id = `${origin}/body-${Object.keys(context.state.instances).length}`
      return transitionProceeding(context, [
        {
          type: 'open',
          id,
          workflow: moderationRules.workflowOf('dispute-settlement'),
          role: 'dispute-body',
          origin,
          fields,
        },
      ])
    }
    case 'select-buyers':
      return selectBuyers(context, action)
    case 'record-buyers-informed':
      return notifyBuyers(context, action.instance)
    case 'record-publication':
      return recordBuyerPublication(context, action)
    default: {
      const { instance, ...given } = action
      const { transition, role, fields } = simpleTransitionOf(given)
      return transitionProceeding(context, [
        { type: 'transition', id: requireInstanceId(context, instance), transition, role, fields },
      ])
    }
  }
}

/** Imposes a restriction on a locked proceeding; `state` is the one after all that happened in this transaction. */
export async function restrict(
  context: ProceedingContext,
  input: Omit<ActOf<'restrict'>, 'type'>,
): Promise<ImposedRestriction> {
  const { handle, organisationId, proceedingId, about, now, person, sendsMail } = context
  requireInstanceId(context, input.instance)
  const { listing, known } = await partiesOf(context, input.statement)
  const moderationSettings = await settingsFor(handle, organisationId)
  return imposeRestriction({
    handle,
    organisationId,
    wish: input,
    now,
    sendsMail,
    proceedingId,
    state: context.state,
    linkFor: async (instance, by) => {
      if (by === 'own-channel' && context.bringsLink === false) return undefined
      return createAppealLink({
        handle,
        organisationId,
        proceedingId,
        instance,
        moderationSettings,
        by,
        now,
        listing,
        serverAddress: context.serverAddress,
      })
    },
    by: { person: person.id, role: context.as },
    about: { ...about, seller: about.seller ?? sellerOf(listing?.listing).id ?? null },
    known,
  })
}

/**
 * The parties of a statement: the listing by which the seller can be reached, and details that no public record may
 * contain.
 */
export async function partiesOf(
  context: Pick<ProceedingContext, 'handle' | 'organisationId' | 'about' | 'notice'>,
  statement: ActOf<'restrict'>['statement'],
): Promise<{ listing: Awaited<ReturnType<typeof findOwnListing>>; known: string[] }> {
  const { about, notice } = context
  const listing = await listingAbout(context)
  const sellerIds = about.seller === undefined ? [] : [about.seller]
  return { listing, known: [...partyDetailsOf(notice, listing?.listing, statement), ...sellerIds] }
}

/** The listing; for a seller, the one by which they can be reached. */
async function listingAbout({
  handle,
  organisationId,
  about: { listingId, seller },
}: Pick<ProceedingContext, 'handle' | 'organisationId' | 'about'>): ReturnType<
  typeof findOwnListing
> {
  if (listingId !== null) return findOwnListing(handle, organisationId, listingId)
  return seller === undefined
    ? undefined
    : findLastRestrictedListing(handle, organisationId, seller)
}

/** Replaces a decision by another in one step, without a gap. */
async function replaceRestriction(
  context: ProceedingContext,
  { type: _, replacementReason, ...wish }: ActOf<'replace'>,
): Promise<SellerLink | undefined> {
  const id = requireInstanceId(context, wish.instance)
  const before = new Set(Object.keys(context.state.instances))
  const state = await applyToProceeding(context, [
    moderatorTransition(id, 'replace', { replacementReason }),
  ])
  const { handle, organisationId, proceedingId, now } = context
  await endReplacedMeasures({ handle, organisationId, proceedingId, instance: id, now })
  const fresh = Object.keys(state.instances).find(
    (one) => !before.has(one) && state.instances[one]?.part === 'restriction',
  )
  if (fresh === undefined)
    throw new AppError({ code: 'internal', message: 'no replacement was started' })
  return (await restrict({ ...context, state }, { ...wish, instance: fresh })).link
}

async function undo(context: ProceedingContext, action: ActOf<'reinstate'>): Promise<void> {
  const { handle, organisationId, proceedingId, now, person, sendsMail } = context
  const { reversalSource, reason, deliver } = action
  if (reversalSource === 'complaint') requireReviewer(context)
  if (deliver?.by === 'mail' && !sendsMail) throw emailNotConfigured()
  await reinstate({
    handle,
    organisationId,
    proceedingId,
    reversalSource,
    reason,
    now,
    instance: requireInstanceId(context, action.instance),
    by: {
      person: person.id,
      role: reversalSource === 'complaint' ? 'qualified-reviewer' : 'moderator',
    },
    sendsMail,
    ...(deliver?.by === 'mail' && { mailTo: deliver.to }),
  })
}

async function filed(
  context: ProceedingContext,
  { instance, duplicate }: ActOf<'record-filing'>,
): Promise<void> {
  const { handle, organisationId, proceedingId, now, person } = context
  const filing = requireInstance(context, instance)
  const statement = (await statementsOf(handle, organisationId, proceedingId)).find(
    (one) => one.instance === filing.origin,
  )
  if (statement === undefined) throw noRecord('/instance')
  await fileStatement({ handle, statement, filing: filing.id, duplicate, now, person: person.id })
}
