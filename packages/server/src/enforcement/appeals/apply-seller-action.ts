import type { ProceedingAction } from '@touchstone/contract'
import { applyTransitions } from '../proceedings/index.ts'
import { recordAppealEvent } from '../appeal-links/index.ts'
import type { LinkVisit } from './seller-situation.ts'

export async function applySellerTransition(
  { handle, link, now }: LinkVisit,
  complaint: string | undefined,
  transition: string,
  fields: Record<string, string>,
): Promise<void> {
  if (link.proceedingId === null || complaint === undefined) return
  const sellerTransition: ProceedingAction = {
    type: 'transition',
    id: complaint,
    transition,
    role: 'recipient',
    fields,
  }
  await applySellerAction({ handle, link, now }, link.proceedingId, sellerTransition)
}

/** Actions of the recipient, without a member of the organisation. */
export async function applySellerAction(
  { handle, link, now }: Pick<LinkVisit, 'handle' | 'link' | 'now'>,
  id: string,
  action: ProceedingAction,
): Promise<void> {
  const { organisationId } = link
  await applyTransitions({ handle, organisationId, input: { id, actions: [action], now } })
}

export async function recordAppealChange(
  { handle, link }: LinkVisit,
  what: 'submitted' | 'withdrawn',
  id: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const { organisationId, proceedingId: proceeding, proofRequestId: proofRequest } = link
  await recordAppealEvent({
    handle,
    organisationId,
    action: `appeal-${what}` as const,
    subject: { kind: 'appeal', id },
    detail: { proceeding, proofRequest, ...detail },
    event: { type: `appeal.${what}` as const, data: { appeal: id, proceeding, proofRequest } },
  })
}
