import type { SellerPageView } from '@touchstone/contract'
import { conflict } from '../appeal-links/index.ts'
import { updateProofRequest } from './proof-requests-repository.ts'
import { markAppealWithdrawn } from './repository.ts'
import { type LinkVisit, loadSituation } from './seller-situation.ts'
import { applySellerTransition, recordAppealChange } from './apply-seller-action.ts'
import { pageOf } from './read-seller-page.ts'

/** Withdraws the appeal; another may follow before the deadline. */
export async function withdrawAppeal(linkVisit: LinkVisit): Promise<SellerPageView> {
  const { handle, now } = linkVisit
  const situation = await loadSituation(linkVisit)
  const { current, standing, proofRequest, dueAt } = situation
  if (current?.state !== 'open' || !(await markAppealWithdrawn(handle, current.id))) {
    throw conflict('appeal-not-open', 'there is no appeal to withdraw')
  }
  const over = dueAt === null || Date.parse(dueAt) <= now.getTime()
  // An appeal from before its window opened was never lodged.
  const lodged = current.instance === null ? undefined : standing?.complaint?.id
  await applySellerTransition(linkVisit, lodged, over ? 'close' : 'withdraw', {})
  if (proofRequest !== undefined) {
    await updateProofRequest(handle, {
      ...proofRequest,
      state: proofRequest.dueAt <= now ? 'expired' : 'requested',
    })
  }
  await recordAppealChange(linkVisit, 'withdrawn', current.id)
  return pageOf(linkVisit)
}
