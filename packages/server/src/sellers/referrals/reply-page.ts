import {
  readStoredSentence,
  referralNoticeKinds,
  replyPageItems,
  type ReferralReplyAction,
  type ReferralReplyView,
} from '@touchstone/contract'
import { wasRecordedRecently } from '../../access/audit/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { runIdempotently } from '../../platform/idempotency/index.ts'
import { recordCustody } from './custody.ts'
import { informBothSides } from './inform.ts'
import { countItems, pageOfItems } from './items-repository.ts'
import { noticesOf } from '../referral-notices/index.ts'
import { storeReport } from './outcome-reports.ts'
import { outcomesByItem, reportsOf } from './outcomes-repository.ts'
import { pageOfQuestions, storeQuestion } from './questions.ts'
import { findReplyLink, noteReplyLinkUse, type ReplyLinkRow } from './reply-links-repository.ts'
import { findReferral, updateState } from './repository.ts'
import { requireState } from './require-referral.ts'
import type { ReferralRow } from './types.ts'

type Dependencies = { store: Store; now: Date }
type Reply = { handle: Transaction; link: ReplyLinkRow; row: ReferralRow; now: Date }
type View = Outgoing<ReferralReplyView>

/** What a recipient without an account sees: references and states, never names, addresses or evidence. */
export async function readReplyPage(
  dependencies: Dependencies,
  { token, from }: { token: string; from: number },
): Promise<View> {
  return withToken(dependencies, token, async (reply) => {
    await recordLook(reply)
    return toView(reply, from)
  })
}

/**
 * Acknowledges, asks or reports in the name of the recipient. Nothing is accepted of a referral that was withdrawn:
 * unlike a member of the recipient, nobody has proved who they are.
 */
export async function actOnReplyPage(
  dependencies: Dependencies,
  { token, action }: { token: string; action: ReferralReplyAction },
): Promise<View> {
  return withToken(dependencies, token, async (reply) => {
    if (reply.row.state === 'withdrawn') throw withdrawn(reply.row)
    await applyAction(reply, action)
    const row = await findReferral(reply.handle, reply.row.id)
    return toView({ ...reply, row: row ?? reply.row }, 0)
  })
}

const lookSeconds = 600

async function recordLook({ handle, row: { id, organisationId } }: Reply): Promise<void> {
  const subject = { kind: 'referral', id } as const
  const look = { handle, organisationId, action: 'referral-read', subject } as const
  if (await wasRecordedRecently(look, lookSeconds)) return
  await recordCustody(handle, { referralId: id, organisationId, event: 'reply-page-read' })
}

async function applyAction(reply: Reply, action: ReferralReplyAction): Promise<void> {
  const { handle, link, row, now } = reply
  switch (action.type) {
    case 'acknowledge': {
      // A page that was opened twice acknowledges twice.
      if (row.state === 'acknowledged') return
      requireState(row, ['sent'], 'acknowledged')
      await updateState(handle, row.id, { state: 'acknowledged', acknowledgedAt: now })
      return informBothSides(handle, {
        row,
        by: 'recipient',
        type: 'referral.acknowledged',
        action: 'referral-acknowledged',
        data: { silence: false, replyLink: link.id },
      })
    }
    case 'ask': {
      const { items, text, key } = action
      return once(reply, key, { items, text }, async () => {
        await storeQuestion({ handle, row, items, text, replyLink: link.id })
      })
    }
    case 'report': {
      const { report, key } = action
      return once(reply, key, { report }, async () => {
        await storeReport({
          handle,
          found: { row, side: 'recipient' },
          report,
          letter: undefined,
          replyLink: link.id,
        })
      })
    }
  }
}

async function once(
  { handle, link: { id, organisationId } }: Reply,
  key: string | undefined,
  request: object,
  work: () => Promise<void>,
): Promise<void> {
  const sender = { kind: 'recipient', id, organisationId }
  await runIdempotently({ handle, sender, key, request, work: async () => (await work(), {}) })
}

/** Acts for someone who knows the token of a link that still opens; otherwise nothing differs from an unknown one. */
async function withToken<T>(
  { store, now }: Dependencies,
  token: string,
  work: (reply: Reply) => Promise<T>,
): Promise<T> {
  const hash = hashSecret(token)
  const link = await store.transact({ as: 'visitor', receipt: hash.toString('hex') }, (handle) =>
    findReplyLink(handle, hash),
  )
  if (link === undefined || link.revokedAt !== null || link.expiresAt <= now) throw closed()
  const { id, organisationId } = link
  const actor = { kind: 'recipient', id } as const
  return store.transact({ as: 'tenant', organisationId, actor }, async (handle) => {
    const row = await findReferral(handle, link.referralId, { lock: true })
    if (row === undefined) throw closed()
    await noteReplyLinkUse(handle, id, now)
    return work({ handle, link, row, now })
  })
}

function closed(): AppError {
  const message = 'this link has expired or been revoked: ask the sender for a new one'
  return new AppError({ code: 'not-found', message, pointer: '/token' })
}

function withdrawn({ senderName, withdrawnAt }: ReferralRow): AppError {
  const day = withdrawnAt?.toISOString().slice(0, 10)
  return new AppError({
    code: 'referral-step-unavailable',
    message: `${senderName} withdrew this referral on ${day}: nothing can be reported of it here any more; write to the sender if you have acted on it`,
  })
}

async function toView({ handle, link: { expiresAt }, row }: Reply, from: number): Promise<View> {
  const { id, number, senderName, recipientName, state, sentAt, acknowledgedAt, withdrawnAt } = row
  const isWithdrawn = state === 'withdrawn'
  const limit = replyPageItems + 1
  const found = isWithdrawn
    ? []
    : await pageOfItems(handle, { referralId: id, limit, ...(from > 0 && { after: from - 1 }) })
  const outcomes = await outcomesByItem(handle, id)
  const next = found[replyPageItems]
  return {
    number,
    sender: senderName,
    recipient: recipientName,
    state: state as View['state'],
    sentAt: sentAt ?? row.createdAt,
    acknowledgedAt,
    withdrawnAt,
    expiresAt,
    counts: await countItems(handle, id),
    items: found.slice(0, replyPageItems).map(({ ref, kind, facts }) => ({
      ref,
      kind,
      marketplace: facts?.marketplace ?? null,
      status: facts?.status ?? null,
      outcomes: (outcomes.get(ref)?.outcomes ?? []).map(({ outcome }) => outcome),
    })),
    next: next?.place ?? null,
    questions: (await pageOfQuestions(handle, { referralId: id, limit: 200 })).map(
      ({ items, text, askedAt, answer, answeredAt }) => ({
        items,
        text,
        askedAt,
        answer,
        answeredAt,
      }),
    ),
    reports: (await reportsOf(handle, id))
      .slice(0, 200)
      .map(({ proceeding, outcome, refs, happenedOn, reportedAt }) => ({
        proceeding,
        outcome,
        items: refs,
        happenedOn,
        reportedAt,
      })),
    notices: (await noticesOf(handle, id, 'recipient')).map((notice) => ({
      ...notice,
      kind: kindOf(notice.text),
    })),
  }
}

function kindOf(text: string): (typeof referralNoticeKinds)[number] | null {
  const code = readStoredSentence(text)?.code
  return referralNoticeKinds.find((kind) => `referral.${kind}` === code) ?? null
}
