import {
  writeStoredSentence,
  type ClaimedWork,
  type Notice,
  type NoticeContentView,
  type NoticeEventKind,
  type NoticeOutcome,
  type NoticeState,
  type RestrictionState,
  type TakedownCheckResult,
  type WithdrawalCause,
} from '@touchstone/contract'
import type { NotifierRight } from '@touchstone/jurisdiction'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { ContextActor } from '../../platform/db/index.ts'

/** For reading assessments: brand names, and the engine whose assessments are shown. */
export type AssessmentSource = { names: () => BrandNames; engine: () => string }

export type NoticeRow = {
  id: string
  organisationId: string
  caseId: string
  caseTitle: string
  regime: string
  ground: NoticeContentView['ground']
  state: NoticeState
  version: number
  content: NoticeContentView
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

/** A marketplace's report to the sender: each item's decision, never a document. */
export type MarketplaceReport = {
  receivedAt: Date
  /** How receipt was confirmed; null if it was not. */
  acknowledged: string | null
  items: readonly {
    position: number
    state: string
    decision: { outcome: string; summary: string } | null
    /** What became of the decision to restrict; null where nothing was restricted. */
    restriction: RestrictionState | null
    /** The sender's own complaint; its decision once the sender was informed. */
    complaint: { state: string; decision: string | null } | null
    /** Decided appeals of the seller. */
    answers: readonly { outcome: string; summary: string; decidedAt: string }[]
  }[]
}

/** A sealed capture as sent: the digest that its seal covers, and that of each file. */
export type SentEvidence = {
  sha256: string
  items: { name: string; title: string; mediatype: string; sha256: string }[]
}

/** The notice exactly as sent. */
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
  /** Its id at the receiving marketplace of the installation, and that organisation. */
  received: string | null
  receivedBy: string | null
  handedOverAt: Date | null
  withdrawal: 'waiting' | 'told' | 'not-needed' | null
  withdrawalMessage: string | null
  withdrawnAt: Date | null
  /** The marketplace's last report, for figures: readers of the notice see its current state. */
  response: Record<string, unknown> | null
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
  /** The actor, if the operator's transaction acts on someone's behalf. */
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

/** A right, with its claim and register extract. */
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
  /** An agent's period of authority; null for the holder. */
  power: { validFrom: string; validTo: string } | null
}

export function noMarketplace(slug: string): string {
  return writeStoredSentence('notice.no-marketplace', { slug })
}

export const defaultNoticeSettings = {
  secondPerson: false,
  remindDays: 7,
  reminders: 2,
  contact: null,
} as const

/** Identifies a message to a recipient in the outbox, so that no action sends two. */
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
