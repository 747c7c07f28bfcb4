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
import { createSellerLink, type SellerLink } from './seller-link.ts'
import { findOwnListing, findLastRestrictedListing } from './repository.ts'
import { endReplacedMeasures, reinstate } from './reinstate.ts'

type ActOf<N extends FollowUpAction['act']> = Extract<FollowUpAction, { act: N }>

/**
 * Performs an action on a restriction or its consequences. Returns the seller's link if the marketplace's own channel
 * delivers it.
 */
export async function applyFollowUpAction(
  ground: ProceedingContext,
  act: FollowUpAction,
): Promise<SellerLink | undefined> {
  await refuseHeldAction(ground, act)
  switch (act.act) {
    case 'restrict':
      return (await restrict(ground, act)).link
    case 'replace':
      return replaceRestriction(ground, act)
    default:
      await step(ground, act)
      return undefined
  }
}

async function step(
  ground: ProceedingContext,
  act: Exclude<FollowUpAction, { act: 'restrict' | 'replace' }>,
): Promise<void> {
  switch (act.act) {
    case 'drop': {
      const id = requireInstanceId(ground, act.instance)
      const fields = { dropReason: act.reason }
      return transitionProceeding(ground, [
        { type: 'transition', id, transition: 'drop', role: ground.as, fields },
      ])
    }
    case 'reinstate':
      return undo(ground, act)
    case 'record-filing':
      return filed(ground, act)
    case 'record-referral': {
      const origin = requireInstanceId(ground, act.origin)
      const fields = { body: act.body }
      const id = `${origin}/body-${Object.keys(ground.state.instances).length}`
      return transitionProceeding(ground, [
        {
          type: 'open',
          id,
          machine: moderationRules.workflowOf('dispute-settlement'),
          role: 'dispute-body',
          origin,
          fields,
        },
      ])
    }
    case 'select-buyers':
      return selectBuyers(ground, act)
    case 'record-buyers-informed':
      return notifyBuyers(ground, act.instance)
    case 'record-publication':
      return recordBuyerPublication(ground, act)
    default: {
      const { instance, ...given } = act
      const { transition, role, fields } = simpleTransitionOf(given)
      return transitionProceeding(ground, [
        { type: 'transition', id: requireInstanceId(ground, instance), transition, role, fields },
      ])
    }
  }
}

/** Imposes a restriction on a locked proceeding; `state` is the one after all that happened in this transaction. */
export async function restrict(
  ground: ProceedingContext,
  wish: Omit<ActOf<'restrict'>, 'act'>,
): Promise<ImposedRestriction> {
  const { handle, organisationId, proceedingId, about, now, person, sendsMail } = ground
  requireInstanceId(ground, wish.instance)
  const { listing, known } = await partiesOf(ground, wish.statement)
  const house = await settingsFor(handle, organisationId)
  return imposeRestriction({
    handle,
    organisationId,
    wish,
    now,
    sendsMail,
    proceedingId,
    state: ground.state,
    linkFor: async (instance, by) => {
      if (by === 'own-channel' && ground.bringsLink === false) return undefined
      return createSellerLink({
        handle,
        organisationId,
        proceedingId,
        instance,
        house,
        by,
        now,
        listing,
        serverAddress: ground.serverAddress,
      })
    },
    by: { person: person.id, role: ground.as },
    about: { ...about, seller: about.seller ?? sellerOf(listing?.listing).id ?? null },
    known,
  })
}

/**
 * The parties of a statement: the listing by which the seller can be reached, and details that no public record may
 * contain.
 */
export async function partiesOf(
  ground: Pick<ProceedingContext, 'handle' | 'organisationId' | 'about' | 'notice'>,
  statement: ActOf<'restrict'>['statement'],
): Promise<{ listing: Awaited<ReturnType<typeof findOwnListing>>; known: string[] }> {
  const { about, notice } = ground
  const listing = await listingAbout(ground)
  const own = about.seller === undefined ? [] : [about.seller]
  return { listing, known: [...partyDetailsOf(notice, listing?.listing, statement), ...own] }
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
  ground: ProceedingContext,
  { act: _, replacementReason, ...wish }: ActOf<'replace'>,
): Promise<SellerLink | undefined> {
  const id = requireInstanceId(ground, wish.instance)
  const before = new Set(Object.keys(ground.state.instances))
  const state = await applyToProceeding(ground, [
    moderatorTransition(id, 'replace', { replacementReason }),
  ])
  const { handle, organisationId, proceedingId, now } = ground
  await endReplacedMeasures({ handle, organisationId, proceedingId, instance: id, now })
  const fresh = Object.keys(state.instances).find(
    (one) => !before.has(one) && state.instances[one]?.part === 'restriction',
  )
  if (fresh === undefined)
    throw new AppError({ code: 'internal', message: 'no replacement was started' })
  return (await restrict({ ...ground, state }, { ...wish, instance: fresh })).link
}

async function undo(ground: ProceedingContext, act: ActOf<'reinstate'>): Promise<void> {
  const { handle, organisationId, proceedingId, now, person, sendsMail } = ground
  const { reversalSource, reason, deliver } = act
  if (reversalSource === 'complaint') requireReviewer(ground)
  if (deliver?.by === 'mail' && !sendsMail) throw emailNotConfigured()
  await reinstate({
    handle,
    organisationId,
    proceedingId,
    reversalSource,
    reason,
    now,
    instance: requireInstanceId(ground, act.instance),
    by: {
      person: person.id,
      role: reversalSource === 'complaint' ? 'qualified-reviewer' : 'moderator',
    },
    sendsMail,
    ...(deliver?.by === 'mail' && { mailTo: deliver.to }),
  })
}

async function filed(
  ground: ProceedingContext,
  { instance, duplicate }: ActOf<'record-filing'>,
): Promise<void> {
  const { handle, organisationId, proceedingId, now, person } = ground
  const filing = requireInstance(ground, instance)
  const statement = (await statementsOf(handle, organisationId, proceedingId)).find(
    (one) => one.instance === filing.origin,
  )
  if (statement === undefined) throw noRecord('/instance')
  await fileStatement({ handle, statement, filing: filing.id, duplicate, now, person: person.id })
}
