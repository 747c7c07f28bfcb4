import type { FollowUpAction, ProceedingAction, ModerationAction } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { CaseState } from '@touchstone/jurisdiction'
import { loadProceeding } from '../proceedings/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { applyFollowUpAction } from './follow-up-actions.ts'
import { requireActor } from './settings.ts'
import { flaggersOf } from './trusted-flaggers-repository.ts'
import { urgencyOf } from './types.ts'
import { simpleTransitionOf } from './action-transitions.ts'
import { findTrustedFlagger } from './find-trusted-flagger.ts'
import { reviewComplaint } from './complaint-review.ts'
import { refuseHeldAction } from './check-confidentiality-hold.ts'
import {
  moderatorTransition,
  requireItem,
  requireInstanceId,
  transitionProceeding,
  requireReviewer,
  loadState,
  toNotificationInput,
  notifyItemNotifier,
  type ActionInput,
  type ActionContext,
} from './action-context.ts'
import type { SellerLink } from './create-appeal-link.ts'
import { findOwnListing, setItemListing, setUrgency } from './repository.ts'
import {
  complainantInformedTransition,
  notifierInformedTransition,
  notifyComplainant,
} from './notify-notifier.ts'

/**
 * Performs an action on an item: each step is a transition of the regime, and its effects follow in the same
 * transaction. Returns the seller's link if the marketplace's own channel delivers it.
 */
export async function applyItemAction(options: ActionInput): Promise<SellerLink | undefined> {
  const { input } = options
  return perform(await lockItem({ ...options, person: requireActor(options.actor, input.action) }))
}

/** Locks an item’s proceeding and reads it at the version that the actor read. */
export async function lockItem<
  I extends ActionInput['input'] | Omit<ActionInput['input'], 'action'>,
>(
  options: Omit<ActionInput, 'actor' | 'input'> & {
    person: ActionContext['person']
    input: I
    known?: CaseState | undefined
  },
): Promise<Omit<ActionContext, 'input'> & { input: I }> {
  const { handle, input, person, known } = options
  const { organisationId } = person
  const found = await requireItem(handle, organisationId, input)
  const { proceedingId } = found.item
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true, known },
  })
  // Before the lock, somebody else may have matched it to another listing.
  const { notice, item } = await requireItem(handle, organisationId, input)
  const { instance: root, listingKey, listingId } = item
  requireVersion('the item', { version: state.events }, input.expectedVersion)
  return {
    ...options,
    organisationId,
    notice,
    item,
    state,
    proceedingId,
    root,
    about: { listingKey, listingId },
    as: 'moderator',
  }
}

type Step = Exclude<ModerationAction, FollowUpAction>

async function perform(context: ActionContext): Promise<SellerLink | undefined> {
  const { action } = context.input
  if (isOfItem(action)) {
    await step(context, action)
    return undefined
  }
  const link = await applyFollowUpAction(context, action)
  // These actions settle the consequences of the decision.
  if (action.type === 'restrict' || action.type === 'drop') await notifyItemNotifier(context)
  return link
}

/** Actions on the item itself and on the notifier's complaints; all others follow a restriction. */
const itemActs: Readonly<Record<Step['type'], true>> = {
  match: true,
  triage: true,
  'start-review': true,
  'request-information': true,
  'record-response': true,
  'resume-review': true,
  decide: true,
  'record-notifier-informed': true,
  'record-safety-report': true,
  'record-threshold-not-met': true,
  'start-complaint-review': true,
  'uphold-complaint': true,
  'reject-complaint': true,
  'record-complainant-informed': true,
}

function isOfItem(action: ModerationAction): action is Step {
  return Object.hasOwn(itemActs, action.type)
}

async function step(context: ActionContext, action: Step): Promise<void> {
  await refuseHeldAction(context, action)
  const itemInstance = context.item.instance
  switch (action.type) {
    case 'match':
      return match(context, action.listing)
    case 'triage':
      return triage(context, action)
    case 'start-review':
      return transitionProceeding(context, [moderatorTransition(itemInstance, 'start-review', {})])
    case 'resume-review':
      return transitionProceeding(context, [moderatorTransition(itemInstance, 'resume', {})])
    case 'request-information':
      return transitionProceeding(context, [
        moderatorTransition(itemInstance, 'request-information', { question: action.question }),
      ])
    case 'record-response':
      return transitionProceeding(context, [
        moderatorTransition(itemInstance, 'record-response', { response: action.text }),
      ])
    case 'decide':
      return decide(context, action)
    case 'record-notifier-informed': {
      const notification = toNotificationInput(context)
      return transitionProceeding(context, [
        notifierInformedTransition(notification, action.reference),
      ])
    }
    case 'start-complaint-review':
      return reviewComplaint(context, action)
    case 'uphold-complaint':
    case 'reject-complaint': {
      requireReviewer(context)
      const { type: name, instance, ...fields } = action
      const transition = name === 'uphold-complaint' ? 'uphold' : 'reject'
      const id = requireInstanceId(context, instance)
      const actions: ProceedingAction[] = [
        { type: 'transition', id, transition, role: 'qualified-reviewer', fields },
      ]
      await transitionProceeding(context, actions)
      await notifyComplainant(
        { ...toNotificationInput(context), state: await loadState(context) },
        id,
      )
      return
    }
    case 'record-complainant-informed': {
      const id = requireInstanceId(context, action.instance)
      return transitionProceeding(context, [
        complainantInformedTransition(toNotificationInput(context), id, action.reference),
      ])
    }
    default: {
      const { instance, ...given } = action
      const { transition, role, fields, by } = simpleTransitionOf(given)
      if (by === 'reviewer') requireReviewer(context)
      const id = requireInstanceId(context, instance)
      return transitionProceeding(context, [{ type: 'transition', id, transition, role, fields }])
    }
  }
}

async function match(context: ActionContext, id: string): Promise<void> {
  const { handle, organisationId, item, notice } = context
  const listing = await findOwnListing(handle, organisationId, id)
  if (listing === undefined) {
    const message = `there is no listing ${id}`
    throw new AppError({ code: 'not-found', message, pointer: '/listing' })
  }
  await transitionProceeding(context, [
    { type: 'match', id: item.instance, listing: listing.id, role: 'moderator' },
  ])
  await setItemListing(handle, item, { listingId: listing.id, listingKey: listing.id })
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-matched',
    subject: { kind: 'received-notice', id: notice.id },
    detail: { position: item.position, listing: listing.id },
  })
}

async function triage(
  context: ActionContext,
  act: Extract<ModerationAction, { type: 'triage' }>,
): Promise<void> {
  const { action, urgency } = await triageTransition(context, act)
  await transitionProceeding(context, [action])
  await setUrgency(context.handle, context.item, urgency)
}

/** The transition of a triage, and the urgency that follows from it. */
export async function triageTransition(
  { handle, organisationId, notice, item }: Omit<ActionContext, 'input'>,
  act: Omit<Extract<ModerationAction, { type: 'triage' }>, 'type'>,
): Promise<{ action: ProceedingAction; urgency: number }> {
  const { ground } = notice.notice
  const sender = notice.fromOrganisation ?? undefined
  const named = act.flagger
  const flagger =
    named === undefined
      ? await findTrustedFlagger(handle, organisationId, { sender, ground })
      : (await flaggersOf(handle, organisationId)).find(({ id }) => id === named)
  if (named !== undefined && flagger === undefined) {
    const message = `there is no trusted flagger ${named}`
    throw new AppError({ code: 'not-found', message, pointer: '/flagger' })
  }
  const notifierType = flagger?.notifierType ?? 'normal'
  const { knowledge, knowledgeReason, lifeSafety, suspicion } = act
  const action = moderatorTransition(item.instance, 'triage', {
    notifierType,
    knowledge,
    knowledgeReason,
    lifeSafety,
    ...(notifierType === 'trusted-flagger' &&
      flagger && {
        flagger: flagger.name,
        flaggerState: flagger.status,
        flaggerArea: flagger.areas,
        topic: ground ?? 'none named',
      }),
    ...(suspicion !== undefined && { suspicion }),
  })
  return { action, urgency: urgencyOf({ notifierType, lifeSafety }) }
}

async function decide(
  context: ActionContext,
  action: Extract<ModerationAction, { type: 'decide' }>,
): Promise<void> {
  await transitionProceeding(context, [decisionTransition(context, action)])
  await notifyItemNotifier(context)
}

export function decisionTransition(
  { item }: Pick<ActionContext, 'item'>,
  {
    outcome,
    reasons,
    order,
    byAssessment = false,
  }: Omit<Extract<ModerationAction, { type: 'decide' }>, 'type'>,
): ProceedingAction {
  // An assessment beside the notice is not an automated means: only the reviewer knows whether it influenced the
  // decision.
  const automatedDecision = byAssessment ? 'partly' : 'not'
  return moderatorTransition(item.instance, 'decide', {
    outcome,
    reasons,
    automatedDecision,
    ...(order !== undefined && { order }),
  })
}
