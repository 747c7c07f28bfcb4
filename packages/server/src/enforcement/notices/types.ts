import type {
  ClaimedWork,
  Notice,
  NoticeContent,
  NoticeEventKind,
  NoticeOutcome,
  NoticeState,
  RestrictionState,
  TakedownCheckResult,
  WithdrawalCause,
} from '@touchstone/contract'
import type { NotifierRight } from '@touchstone/jurisdiction'
import type { ContextActor } from '../../platform/db/index.ts'

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

/** What a marketplace of the installation reports to a sender: of each item its decision, and never a document. */
export type MarketplaceReport = {
  receivedAt: Date
  /** How receipt was confirmed; null while it was not. */
  acknowledged: string | null
  items: readonly {
    position: number
    state: string
    decision: { outcome: string; summary: string } | null
    /** What became of the decision to restrict; null where nothing was restricted. */
    restriction: RestrictionState | null
    /** The sender's own complaint; its decision once the sender was informed. */
    complaint: { state: string; decision: string | null } | null
    /** Appeals of the seller that were decided. */
    answers: readonly { outcome: string; summary: string; decidedAt: string }[]
  }[]
}

/** A sealed capture as it goes out: the digest of what its seal covers, and of each file. */
export type SentEvidence = {
  sha256: string
  items: { name: string; title: string; mediatype: string; sha256: string }[]
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
  checkedAt: Date | null
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
  /** Its id at the marketplace of the installation that received it, and that organisation. */
  received: string | null
  receivedBy: string | null
  handedOverAt: Date | null
  withdrawal: 'waiting' | 'told' | 'not-needed' | null
  withdrawalMessage: string | null
  withdrawnAt: Date | null
  /** What the marketplace last reported, for figures: whoever reads the notice sees how it is now. */
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

/** A listing as a notice names it. */
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
  claim: {
    id: string
    state: string
    /** Null for a work. */
    office: string | null
    number: string | null
    work: ClaimedWork | null
    owner: string
    brand: string
  }
  /** Of an agent, the days between which he may act; null for the holder himself. */
  power: { validFrom: string; validTo: string } | null
}

export function noMarketplace(slug: string): string {
  return `No marketplace ${slug} in the alliance receives notices.`
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

export const operatorContext = {
  as: 'operator',
  actor: { kind: 'operator', id: 'notices' },
} as const
