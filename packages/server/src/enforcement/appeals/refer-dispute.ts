import type { ProceedingAction, SellerPageView } from '@touchstone/contract'
import { conflict, recordAppealEvent } from '../appeal-links/index.ts'
import { type LinkVisit, loadSituation, actionsOf, stateOf } from './seller-situation.ts'
import { applySellerAction } from './apply-seller-action.ts'
import { pageOf } from './read-seller-page.ts'

/** Records the seller's referral to a dispute settlement body, which needs no earlier complaint. */
export async function referDispute(linkVisit: LinkVisit, body: string): Promise<SellerPageView> {
  const { handle, link, now } = linkVisit
  const situation = await loadSituation(linkVisit)
  const { rules, standing } = situation
  const { restriction, complaint } = standing ?? {}
  const mayRefer = actionsOf(situation, stateOf(situation, now)).includes('refer')
  if (link.proceedingId === null || !rules || restriction === undefined || !mayRefer) {
    throw conflict(
      'dispute-settlement-not-possible',
      'there is no decision here for a dispute settlement body',
    )
  }
  const about = situation.current === undefined ? restriction : (complaint ?? restriction)
  const opened: ProceedingAction = {
    type: 'open',
    id: `${restriction.id}/dispute-recipient`,
    workflow: rules.workflowOf('dispute-settlement'),
    role: 'recipient',
    origin: about.id,
    fields: { body },
  }
  await applySellerAction(linkVisit, link.proceedingId, opened)
  await recordAppealEvent({
    handle,
    organisationId: link.organisationId,
    action: 'dispute-referred',
    subject: { kind: 'proceeding', id: link.proceedingId },
  })
  return pageOf(linkVisit)
}
