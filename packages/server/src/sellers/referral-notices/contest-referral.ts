import { writeStoredSentence } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { onOtherSide } from './both-sides.ts'
import { knownReferrals } from './inform-seller.ts'
import { insertContest, type SellerOf } from './informed-sellers-repository.ts'
import { insertNotice } from './notices-repository.ts'

/** Records what a seller says of a referral that their page showed, and tells both sides of it; once. */
export async function contestReferral(
  handle: Transaction,
  { referral: id, text, ...seller }: SellerOf & { referral: string; text: string; now: Date },
): Promise<void> {
  const found = (await knownReferrals(handle, seller)).find(({ row }) => row.id === id)
  if (found?.row.informed == null) {
    const message = `there is no referral ${id}`
    throw new AppError({ code: 'not-found', message, pointer: '/action/referral' })
  }
  const { row, shown } = found
  if (!shown.mayContest) throw notContestable()
  const { refs, listings, organisationId, recipientId } = row
  const contest = { id: found.row.informed.id, words: text, refs, listings }
  if (!(await insertContest(handle, contest))) throw notContestable()
  const notice = 'contest'
  await insertNotice(handle, {
    row,
    cause: notice,
    causeId: contest.id,
    words: writeStoredSentence('referral.contested'),
    refs,
  })
  const subject = { kind: 'referral', id } as const
  await recordEvent({ handle, organisationId, action: 'referral-contested', subject })
  await recordOutbox(handle, organisationId, [
    { type: 'referral.contested', data: { referral: id, contest: contest.id } },
  ])
  if (recipientId === null) return
  await onOtherSide(handle, recipientId, (lent) =>
    recordOutbox(lent, recipientId, [
      { type: 'referral.outcome-reported', data: { referral: id, notice } },
    ]),
  )
}

function notContestable(): AppError {
  return new AppError({
    code: 'referral-not-contestable',
    message: 'you have contested this already, or it was withdrawn: reload the page',
  })
}
