import type { EventType } from '@touchstone/contract'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { onOtherSide } from '../referral-notices/index.ts'
import type { Side } from './require-referral.ts'
import type { ReferralRow } from './types.ts'

type News = {
  row: Pick<ReferralRow, 'id' | 'organisationId' | 'recipientId' | 'sentAt'>
  /** Whose member acted. */
  by: Side
  type: EventType & `referral.${string}`
  action: AuditAction
  data?: Record<string, unknown>
}

/** Writes what happened into the audit logs and the webhook events of both sides, in the transaction of the change. */
export async function informBothSides(
  handle: Transaction,
  { row, by, type, action, data = {} }: News,
): Promise<void> {
  const { id, organisationId, recipientId, sentAt } = row
  const write = async (on: Transaction, to: string): Promise<void> => {
    const subject = { kind: 'referral', id } as const
    await recordEvent({ handle: on, organisationId: to, action, subject, detail: data })
    await recordOutbox(on, to, [{ type, data: { referral: id, ...data } }])
  }
  // Who replies by a link acts within the sender's own transaction.
  if (recipientId === null) return write(handle, organisationId)
  const [own, other] =
    by === 'sender' ? [organisationId, recipientId] : [recipientId, organisationId]
  await write(handle, own)
  if (sentAt === null) return
  await onOtherSide(handle, other, (lent) => write(lent, other))
}
