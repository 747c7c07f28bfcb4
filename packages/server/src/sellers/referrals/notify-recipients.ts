import type { ReferralOutcome } from '@touchstone/contract'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { onOtherSide } from './both-sides.ts'
import { insertNotice } from './notices-repository.ts'
import { otherReferralsWith } from './outcomes-repository.ts'
import type { Side } from './require-referral.ts'
import type { ReferralRow } from './types.ts'

type Clearing = {
  row: Pick<ReferralRow, 'id' | 'organisationId' | 'recipientId' | 'sentAt'>
  by: Side
  reportId: string
  outcome: ReferralOutcome
  refs: readonly string[]
  listings: readonly string[]
}

const words =
  'What was reported of these items speaks for the people concerned: they no longer count as counterfeit here.'

/**
 * Tells every recipient of these listings, of this referral and of others by the same sender, that an acquittal or a
 * finding cleared them. Who reported it, and to whom, the others do not learn.
 */
export async function notifyRecipients(handle: Transaction, clearing: Clearing): Promise<void> {
  const { row, by, reportId, outcome, refs, listings } = clearing
  const cause = outcome === 'acquittal' ? 'acquittal' : 'genuine'
  const asSender = async (on: Transaction): Promise<void> => {
    await insertNotice(on, { row, cause, causeId: reportId, words, refs })
    const { organisationId } = row
    const others = await otherReferralsWith(on, { organisationId, referralId: row.id, listings })
    for (const { refs: named, ...other } of others) {
      await insertNotice(on, { row: other, cause, causeId: reportId, words, refs: named })
      const data = { referral: other.id, notice: cause }
      const { recipientId } = other
      if (recipientId === null || other.sentAt === null) continue
      recipients.set(recipientId, [...(recipients.get(recipientId) ?? []), data])
    }
  }
  const recipients = new Map<string, { referral: string; notice: string }[]>()
  if (by === 'sender') await asSender(handle)
  else await onOtherSide(handle, row.organisationId, asSender)
  const own = by === 'sender' ? row.organisationId : row.recipientId
  for (const [to, data] of recipients) {
    const events = data.map((one) => ({ type: 'referral.outcome-reported' as const, data: one }))
    if (to === own) await recordOutbox(handle, to, events)
    else await onOtherSide(handle, to, (lent) => recordOutbox(lent, to, events))
  }
}
