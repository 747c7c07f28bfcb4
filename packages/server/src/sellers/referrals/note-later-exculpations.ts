import { createHash } from 'node:crypto'
import { writeStoredSentence, type StoredSentence } from '@touchstone/contract'
import { z } from 'zod'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { uuidOfDigest } from '../../platform/encryption/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { insertNotice } from '../referral-notices/index.ts'
import { findLaterExculpations, type LaterExculpation } from './later-exculpations-repository.ts'
import type { Exculpation } from './schedule-repository.ts'

const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const
const day = 86_400_000
/** How far back each run reads: further than a failing job stays unnoticed. */
const reachMs = 7 * day

/** What recipients are told of. Outcomes of referrals are told when they are reported (`notify-recipients.ts`). */
const sentences = {
  'upheld-answer': 'referral.answer-upheld',
  clearance: 'referral.seller-cleared',
  'reversed-decision': 'referral.decision-reversed',
} as const satisfies Record<LaterExculpation['kind'], StoredSentence>

/** Tells the recipients of dossiers, every ten minutes, what has spoken for the people concerned since they were sent. */
export function laterExculpationsJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'later-exculpations',
    z.object({}),
    (_data, signal) => noteLaterExculpations(store, { signal }),
    { cron: '*/10 * * * *' },
  )
}

/** Writes a notice for each, once, and tells webhooks of the recipient. */
export async function noteLaterExculpations(
  store: Store,
  { now = new Date(), signal }: { now?: Date; signal?: AbortSignal } = {},
): Promise<void> {
  const since = new Date(now.getTime() - reachMs)
  const found = await store.transact(operator, (handle) => findLaterExculpations(handle, since))
  for (const one of found) {
    if (signal?.aborted === true) return
    await store.transact(operator, (handle) => note(handle, one))
  }
}

async function note(handle: Transaction, one: LaterExculpation): Promise<void> {
  const { recipientId, referralId: id, organisationId, refs } = one
  const isNew = await insertNotice(handle, {
    row: { id, organisationId, recipientId },
    cause: 'answer-upheld',
    causeId: idOf(one),
    words: writeStoredSentence(sentences[one.kind]),
    refs,
  })
  if (!isNew || recipientId === null) return
  await recordOutbox(handle, recipientId, [
    { type: 'referral.outcome-reported', data: { referral: id, notice: 'answer-upheld' } },
  ])
}

/** The same of the same exculpation each time. */
function idOf({
  kind,
  at,
  detail,
  account,
  listing,
}: Omit<Exculpation, 'kind'> & { kind: string }): string {
  const text = JSON.stringify([kind, at, detail, account, listing])
  return uuidOfDigest(createHash('sha256').update(text).digest('hex'))
}
