import type { RecordedRowView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import { markDecided } from '../../listings/ingest/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mayRecordDecisions, mayWithdrawDecision } from './policy.ts'
import type { RecordResult } from './record-rows.ts'
import { findDecisions, insertWithdrawals, type NamedDecision } from './repository.ts'

/**
 * Withdraws decisions. They stay on record together with the withdrawal; earlier withdrawals remain, without another
 * event.
 */
export async function withdrawDecisions({
  handle,
  actor,
  input,
}: {
  handle: Transaction
  actor: Actor
  input: { decisions: readonly string[] }
}): Promise<RecordResult> {
  if (!mayRecordDecisions(actor)) {
    const message =
      'only analysts, reviewers, admins and keys with decisions:write can withdraw decisions'
    throw new AppError({ code: 'permission-required', message })
  }
  const { organisationId } = actor
  const ids = input.decisions.map((id) => id.toLowerCase())
  const decisions = await findDecisions(handle, organisationId, ids, brandsOf(actor))
  const byId = new Map(decisions.map((decision) => [decision.id, decision]))
  const results = ids.map((id, row) => resultOf(actor, { id, row, decision: byId.get(id) }))
  const withdrawable = results.flatMap(({ id, error }) => (error === undefined && id ? [id] : []))
  const withdrawn = await insertWithdrawals(handle, organisationId, withdrawable)
  const news = decisions.filter(({ id }) => withdrawn.has(id))
  if (news.length > 0) await publishWithdrawals(handle, organisationId, news)
  const failed = results.length - withdrawable.length
  return { taken: withdrawable.length, failed, results }
}

async function publishWithdrawals(
  handle: Transaction,
  organisationId: string,
  withdrawn: readonly NamedDecision[],
): Promise<void> {
  const listings = withdrawn.map(({ listing }) => listing.id)
  await markDecided(handle, organisationId, listings)
  await recordOutbox(
    handle,
    organisationId,
    withdrawn.map(({ id: decision, listing, version, verdict }) => ({
      type: 'decision.withdrawn',
      data: { listing, decision, version, verdict },
    })),
  )
  const [first, ...rest] = withdrawn
  await recordEvent({
    handle,
    organisationId,
    action: 'decisions-withdrawn',
    subject:
      first !== undefined && rest.length === 0
        ? { kind: 'decision', id: first.id }
        : { kind: 'organisation', id: organisationId },
    detail: { rows: withdrawn.length },
  })
}

type WithdrawalRow = { id: string; row: number; decision: NamedDecision | undefined }

function resultOf(actor: Actor, { id, row, decision }: WithdrawalRow): RecordedRowView {
  const pointer = `/decisions/${row}`
  if (decision === undefined) {
    return { row, error: { pointer, message: `there is no decision ${id}` } }
  }
  const { listing, version, authorKind, authorId } = decision
  if (mayWithdrawDecision(actor, { kind: authorKind, id: authorId })) {
    return { row, id, listing: listing.id, version }
  }
  const message = `decision ${id} was made by someone else; ask them or an admin`
  return { row, error: { pointer, message } }
}
