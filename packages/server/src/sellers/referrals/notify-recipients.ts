import { writeStoredSentence, type ReferralOutcome } from '@touchstone/contract'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { onOtherSide } from '../referral-notices/index.ts'
import { insertNotice, type NoticeCause } from '../referral-notices/index.ts'
import { otherReferralsWith } from './outcomes-repository.ts'
import type { Side } from './require-referral.ts'
import type { ReferralRow } from './types.ts'

type Row = Pick<ReferralRow, 'id' | 'organisationId' | 'recipientId' | 'sentAt'>
type Clearing = {
  row: Row
  by: Side
  reportId: string
  outcome: ReferralOutcome
  refs: readonly string[]
  listings: readonly string[]
}

/**
 * Tells every recipient of these listings, of this referral and of others by the same sender, that an acquittal or a
 * finding cleared them. Who reported it, and to whom, the others do not learn.
 */
export async function notifyRecipients(handle: Transaction, clearing: Clearing): Promise<void> {
  const { row, by, reportId: causeId, outcome, refs, listings } = clearing
  const cause = outcome === 'acquittal' ? 'acquittal' : 'genuine'
  const told = { cause, causeId, words: writeStoredSentence('referral.cleared') } as const
  const asSender = async (on: Transaction): Promise<News> => {
    await insertNotice(on, { row, ...told, refs })
    return noteElsewhere(on, { row, ...told, listings })
  }
  const news =
    by === 'sender'
      ? await asSender(handle)
      : await onOtherSide(handle, row.organisationId, asSender)
  await recordNews(handle, news, by === 'sender' ? row.organisationId : row.recipientId)
}

/**
 * Tells the recipients of other referrals with these listings, by the same sender, that it withdrew one. To whom it had
 * sent that one they do not learn.
 */
export async function notifyOfWithdrawal(
  handle: Transaction,
  { row, listings }: { row: Row; listings: readonly string[] },
): Promise<void> {
  const told = {
    cause: 'withdrawal',
    causeId: row.id,
    words: writeStoredSentence('referral.withdrawn-elsewhere'),
  } as const
  const news = await noteElsewhere(handle, { row, ...told, listings })
  await recordNews(handle, news, row.organisationId)
}

/** Tells the recipients of this referral and of others with these listings that the sender upheld a contest. */
export async function notifyOfUpheldContest(
  handle: Transaction,
  {
    row,
    contest: causeId,
    refs,
    listings,
  }: { row: Row; contest: string; refs: readonly string[]; listings: readonly string[] },
): Promise<void> {
  const told = {
    row,
    cause: 'contest-upheld',
    causeId,
    words: writeStoredSentence('referral.contest-upheld'),
  } as const
  await insertNotice(handle, { ...told, refs })
  await recordNews(handle, newsOf(row, told.cause), row.organisationId)
  await recordNews(handle, await noteElsewhere(handle, { ...told, listings }), row.organisationId)
}

/** Events by their recipients. */
type News = Map<string, { referral: string; notice: NoticeCause }[]>

function newsOf({ id, recipientId }: Row, notice: NoticeCause): News {
  return new Map(recipientId === null ? [] : [[recipientId, [{ referral: id, notice }]]])
}

/** Writes the notice to the other referrals, in a transaction of their sender. */
async function noteElsewhere(
  on: Transaction,
  told: {
    row: Row
    cause: NoticeCause
    causeId: string
    words: string
    listings: readonly string[]
  },
): Promise<News> {
  const { row, cause, causeId, words, listings } = told
  const { organisationId, id: referralId } = row
  const news: News = new Map()
  for (const { refs, ...other } of await otherReferralsWith(on, {
    organisationId,
    referralId,
    listings,
  })) {
    const isNew = await insertNotice(on, { row: other, cause, causeId, words, refs })
    const { recipientId, sentAt, id } = other
    if (!isNew || recipientId === null || sentAt === null) continue
    news.set(recipientId, [...(news.get(recipientId) ?? []), { referral: id, notice: cause }])
  }
  return news
}

async function recordNews(handle: Transaction, news: News, own: string | null): Promise<void> {
  for (const [to, data] of news) {
    const events = data.map((one) => ({ type: 'referral.outcome-reported' as const, data: one }))
    if (to === own) await recordOutbox(handle, to, events)
    else await onOtherSide(handle, to, (lent) => recordOutbox(lent, to, events))
  }
}
