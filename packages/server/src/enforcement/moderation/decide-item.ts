import type { ItemDecisionInput, ItemDecisionView } from '@touchstone/contract'
import type { CaseState } from '@touchstone/jurisdiction'
import type { Actor } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  applyToProceeding,
  moderatorTransition,
  toNotificationInput,
  type ActionInput,
} from './action-context.ts'
import { refuseHeldAction } from './check-confidentiality-hold.ts'
import { restrict } from './follow-up-actions.ts'
import { decisionTransition, lockItem, triageTransition } from './item-actions.ts'
import { notifyNotifier } from './notify-notifier.ts'
import { setUrgency } from './repository.ts'
import type { SellerLink } from './create-appeal-link.ts'
import { requireModerator } from './settings.ts'

export type DecideItemInput = Omit<ActionInput, 'input'> & {
  actor: Actor
  input: { id: string; position: number; decision: ItemDecisionInput }
  /** A state of the item's proceeding read before, if any. */
  known?: CaseState
  /** False if nobody would deliver a link through the marketplace's own channel. */
  bringsLink?: boolean
}

type ReceivedNoticeState = ItemDecisionView['state']

export type ItemDecision = {
  version: number
  state: ReceivedNoticeState
  restriction: string | null
  sellerLink: SellerLink | null
}

/**
 * Decides on an item in one step: whatever is left of triage, review and decision, and the restriction with its
 * statement. The regime checks each transition as it does on its own; if one is refused, nothing changes.
 */
export async function decideItem(options: DecideItemInput): Promise<ItemDecision> {
  const { input, actor, ...acting } = options
  const { id, position, decision } = input
  const { triage, outcome, reasons, byAssessment, expectedVersion } = decision
  const context = await lockItem({
    ...acting,
    person: requireModerator(actor),
    input: { id, position, expectedVersion },
  })
  await refuseHeldAction(context, { type: 'decide' })
  const instance = context.item.instance
  const before = context.state.instances[instance]?.state
  const steps = [moderatorTransition(instance, 'start-review', {})].filter(
    () => before === 'received' || before === 'triaged',
  )
  if (before === 'received') {
    if (triage === undefined) throw triageMissing()
    const { action, urgency } = await triageTransition(context, triage)
    steps.unshift(action)
    await setUrgency(context.handle, context.item, urgency)
  }
  let state = await applyToProceeding(context, [
    ...steps,
    decisionTransition(context, { outcome, reasons, byAssessment }),
  ])
  const restriction = outcome === 'restrict' ? `${instance}/restriction` : null
  let sellerLink: SellerLink | null = null
  if (outcome === 'restrict' && restriction !== null) {
    const action = { instance: restriction, ...decision.restriction }
    const { link, state: restricted } = await restrict({ ...context, state }, action)
    state = restricted
    sellerLink = link ?? null
  }
  state = await notifyNotifier({ ...toNotificationInput(context), state })
  return {
    version: state.events,
    state: (state.instances[instance]?.state ?? 'decided') as ReceivedNoticeState,
    restriction,
    sellerLink,
  }
}

function triageMissing(): AppError {
  return new AppError({
    code: 'transition-field-missing',
    message:
      'the item has not been triaged: say whether the notice gives actual knowledge, and why',
    pointer: '/triage',
  })
}
