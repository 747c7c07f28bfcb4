import type { ProceedingAction } from '@touchstone/contract'
import { localDateAt } from '@touchstone/jurisdiction'
import { applyTransitions } from '../proceedings/index.ts'
import { type AppealLinkRow, recordAppealEvent } from '../appeal-links/index.ts'
import type { AppealRow } from './types.ts'
import { markAppealInformed } from './repository.ts'
import type { LinkVisit, SellerSituation } from './seller-situation.ts'

/** Records that the seller has been informed of the decision and their ways of redress. */
export async function recordSellerInformed(
  {
    handle,
    link,
    now,
  }: Pick<LinkVisit, 'handle' | 'now'> & {
    link: Pick<AppealLinkRow, 'organisationId' | 'proceedingId'>
  },
  { timeZone, standing }: Pick<SellerSituation, 'timeZone' | 'standing'>,
  appeal: AppealRow,
  how: string,
): Promise<void> {
  await markAppealInformed(handle, appeal.id, now)
  const complaint = standing?.complaint
  if (
    link.proceedingId !== null &&
    complaint !== undefined &&
    ['upheld', 'rejected'].includes(complaint.state)
  ) {
    const action: ProceedingAction = {
      type: 'transition',
      id: complaint.id,
      transition: 'inform-complainant',
      role: 'system',
      fields: {
        complaintNotice: `appeal ${appeal.id}, ${how}`,
        complainantInformedOn: localDateAt(now.toISOString(), timeZone),
        redress: ['out-of-court', 'court'],
      },
    }
    const { organisationId, proceedingId: id } = link
    await applyTransitions({ handle, organisationId, input: { id, actions: [action], now } })
  }
  await recordAppealEvent({
    handle,
    organisationId: link.organisationId,
    action: 'appeal-seller-informed',
    subject: { kind: 'appeal', id: appeal.id },
  })
}
