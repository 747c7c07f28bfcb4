import type { RestrictionState } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'
import { addNoticeEvent } from './manage-notices.ts'
import type { MarketplaceReport, NoticeRow, RecipientRow } from './types.ts'
import { findNotice, recipientsOf, updateNotice, updateRecipient } from './repository.ts'

/** Records the delivery to a marketplace of the installation, with its id there. */
export async function recordDelivery(
  handle: Transaction,
  notice: NoticeRow,
  recipient: RecipientRow,
  { received, receivedBy, now }: { received: string; receivedBy: string; now: Date },
): Promise<void> {
  const over = { state: 'handed-over', received, receivedBy, handedOverAt: now } as const
  await updateRecipient(handle, recipient, over)
  await addNoticeEvent(handle, notice, 'handed-over', { to: recipient.target, received }, now)
}

/** Records the delivery of the withdrawal to a marketplace of the installation. */
export async function recordWithdrawal(
  handle: Transaction,
  notice: NoticeRow,
  recipient: RecipientRow,
  now: Date,
): Promise<void> {
  const { target: to, received } = recipient
  await updateRecipient(handle, recipient, { withdrawal: 'told', withdrawnAt: now })
  await addNoticeEvent(handle, notice, 'withdrawal-told', { to, received }, now)
}

/** Records a marketplace's report on an active notice, in its record and for figures. */
export async function recordReport(
  handle: Transaction,
  { noticeId, received, now }: { noticeId: string; received: string; now: Date },
  report: MarketplaceReport,
): Promise<void> {
  const notice = await findNotice(handle, noticeId, true)
  const recipient = (await recipientsOf(handle, noticeId)).find((one) => one.received === received)
  if (notice?.state !== 'sent' || recipient === undefined) return
  await updateRecipient(handle, recipient, { response: { ...report } })
  await recordDecision(handle, notice, recipient.target, report, now)
  await recordRedress(handle, notice, recipient, report, now)
}

/** Receipt and decision become part of the notice's own record, each once; so does what becomes of a restriction later. */
async function recordDecision(
  handle: Transaction,
  notice: NoticeRow,
  from: string,
  { acknowledged, receivedAt, items }: MarketplaceReport,
  now: Date,
): Promise<void> {
  if (acknowledged !== null && notice.acknowledgedAt === null) {
    await updateNotice(handle, notice.id, { acknowledgedAt: receivedAt, remindAt: null })
    await addNoticeEvent(handle, notice, 'acknowledged', { from, by: acknowledged }, now)
  }
  const decisions = items.flatMap(({ decision, restriction }) =>
    decision === null ? [] : [{ ...decision, restriction }],
  )
  if (items.length === 0 || decisions.length < items.length) return
  const outcome = outcomeOf(decisions)
  if (notice.decidedAt === null) {
    await updateNotice(handle, notice.id, { decidedAt: now, outcome, remindAt: null })
    const summaries = decisions.map((one) => ({ outcome: one.outcome, summary: one.summary }))
    await addNoticeEvent(handle, notice, 'decided', { from, outcome, items: summaries }, now)
  } else if (isOutcomeOfRestriction(notice.outcome) && outcome !== notice.outcome) {
    await updateNotice(handle, notice.id, { outcome })
    await addNoticeEvent(handle, notice, 'outcome-changed', { from, outcome }, now)
  }
}

/** Results of the seller's appeals and of the sender's complaint, each once. */
async function recordRedress(
  handle: Transaction,
  notice: NoticeRow,
  { target: from, response }: RecipientRow,
  { items }: MarketplaceReport,
  now: Date,
): Promise<void> {
  const before = (response as Partial<MarketplaceReport> | null)?.items ?? []
  for (const { position, answers, complaint } of items) {
    const known = before.find((one) => one.position === position)
    const knownDecisions = new Set(known?.answers.map(({ decidedAt }) => decidedAt))
    for (const { outcome, summary, decidedAt } of answers) {
      if (knownDecisions.has(decidedAt)) continue
      const reply = { from, position, outcome, summary }
      await addNoticeEvent(handle, notice, 'seller-answer-decided', reply, now)
    }
    const decision = complaint?.decision ?? null
    if (decision !== null && (known?.complaint?.decision ?? null) === null) {
      await addNoticeEvent(handle, notice, 'complaint-decided', { from, position, decision }, now)
    }
  }
}

type Outcome = NonNullable<NoticeRow['outcome']>

const outcomes: Readonly<Record<string, Outcome>> = {
  'no-action': 'no-action',
  'already-gone': 'already-gone',
}

const outcomesOfRestrictions = ['restricted', 'overturned', 'ended'] as const

function isOutcomeOfRestriction(outcome: Outcome | null): boolean {
  return outcomesOfRestrictions.some((one) => one === outcome)
}

type Decided = { outcome: string; restriction: RestrictionState | null }

function outcomeOfItem({ outcome, restriction }: Decided): Outcome {
  if (outcome !== 'restrict') return outcomes[outcome] ?? 'other'
  return restriction === 'overturned' || restriction === 'ended' ? restriction : 'restricted'
}

/** Of several items: restricted where one is, then overturned or ended where one was; else what all say. */
function outcomeOf(decided: readonly Decided[]): Outcome {
  const all = new Set(decided.map(outcomeOfItem))
  const [one = 'other'] = all
  return outcomesOfRestrictions.find((found) => all.has(found)) ?? (all.size === 1 ? one : 'other')
}
