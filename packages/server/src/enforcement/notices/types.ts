import type {
  Notice,
  NoticeContent,
  NoticeEventKind,
  NoticeOutcome,
  NoticeState,
  TakedownCheckResult,
  WithdrawalCause,
} from '@touchstone/contract'
import type { NotifierRight } from '@touchstone/jurisdiction'
import type { ContextActor } from '../../platform/db/index.ts'
import type { SentEvidence } from './ports.ts'

export type NoticeRow = {
  id: string
  organisationId: string
  caseId: string
  caseTitle: string
  regime: string
  ground: NoticeContent['ground']
  state: NoticeState
  version: number
  content: NoticeContent
  sent: SentNotice | null
  events: number
  proposedBy: string | null
  draftedAt: Date
  sentAt: Date | null
  acknowledgedAt: Date | null
  decidedAt: Date | null
  outcome: NoticeOutcome | null
  withdrawnAt: Date | null
  withdrawnCause: WithdrawalCause | null
  remindAt: Date | null
  reminders: number
}

/** What went out, as it went out. */
export type SentNotice = {
  subject: string
  text: string
  notice: Notice
  evidence: SentEvidence[]
}

export type NoticeItemRow = {
  noticeId: string
  place: number
  listing: string
  claimId: string
  marketplace: string
  externalId: string
  url: string | null
  look: TakedownCheckResult
  sentence: string | null
  lookedAt: Date | null
  goneAt: Date | null
}

export type RecipientRow = {
  noticeId: string
  place: number
  by: 'inside' | 'email' | 'webhook' | 'file'
  target: string
  state: 'waiting' | 'handed-over' | 'recalled' | 'refused'
  refused: string | null
  message: string | null
  received: string | null
  handedOverAt: Date | null
  withdrawal: 'waiting' | 'told' | 'not-needed' | null
  withdrawalMessage: string | null
  withdrawnAt: Date | null
  /** As the marketplace last let it know; kept as JSON. */
  answered: Record<string, unknown> | null
}

export type NoticeEventRow = {
  position: number
  kind: NoticeEventKind
  data: Record<string, unknown>
  at: Date
  by: { kind: 'operator' | 'person' | 'key'; id: string }
}

export type NoticeEvent = {
  kind: NoticeEventKind
  data: Record<string, unknown>
  /** Who did it, where the operator's transaction does what somebody asked for. */
  by?: ContextActor
}

/** An offer as a notice names it. */
export type NoticeListing = {
  listing: string
  marketplace: string
  externalId: string
  url: string | null
  title: string | null
  seller: string | null
}

/** A right with the claim on which it rests and the register that says so. */
export type NoticeRight = NotifierRight & {
  claim: { id: string; state: string; office: string; number: string; owner: string; brand: string }
  /** Of an agent, the days between which he may act; null for the holder himself. */
  power: { validFrom: string; validTo: string } | null
}

export function noMarketplace(slug: string): string {
  return `There is no marketplace ${slug} in the alliance that takes notices.`
}

export const defaultNoticeSettings = { secondPerson: false, remindDays: 7, reminders: 2 } as const

/** How a message to a recipient is known to the outbox: the same act never sends two. */
export function emailKey(
  what: 'notice' | 'withdrawal' | `reminder-${number}`,
  { noticeId, place }: Pick<RecipientRow, 'noticeId' | 'place'>,
): string {
  return `notice ${noticeId} ${place} ${what}`
}

const day = 86_400_000

export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * day)
}
