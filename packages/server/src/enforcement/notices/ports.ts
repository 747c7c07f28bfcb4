import type { Notice, NoticeFollowUp, WithdrawalCause } from '@touchstone/contract'
import type { PageImage } from '../../investigation/evidence/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'

/** A sealed capture as it goes out: the digest of what its seal covers, and of each file. */
export type SentEvidence = {
  sha256: string
  items: { name: string; title: string; mediatype: string; sha256: string }[]
}

/** What a sealed capture shows of the offer that an item of a notice is about. */
export type DeliveredImage = PageImage & { position: number }

/** What a marketplace inside lets the sender know: of each item its decision, and never a document. */
export type InternalNoticeState = {
  receivedAt: Date
  /** How receipt was confirmed; null while it was not. */
  acknowledged: string | null
  items: readonly {
    position: number
    state: string
    decision: { outcome: string; summary: string } | null
    /** The sender's own complaint; its decision once it was told. */
    complaint: { state: string; decision: string | null } | null
    /** Answers of the seller that were decided on. */
    answers: readonly { outcome: string; summary: string; decidedAt: string }[]
  }[]
}

/** The marketplace's side inside the alliance, given at composition. Each runs in the handle of the operator. */
export type ModerationPort = {
  receiveNotice(
    this: void,
    asked: {
      handle: Transaction
      /** The id of the marketplace's organisation. */
      to: string
      from: { organisationId: string; noticeId: string }
      notice: Notice
      /** Of each sealed package its digest, and how many files it holds. */
      evidence: { sha256: string; items: number }[]
      pictures: DeliveredImage[]
      now: Date
    },
  ): Promise<{ id: string; proceedingId: string }>
  /** `noticeId` is the id that `receiveNotice` gave. */
  withdrawReceived(
    this: void,
    asked: {
      handle: Transaction
      noticeId: string
      cause: WithdrawalCause
      reason: string
      now: Date
    },
  ): Promise<unknown>
  actForSender(
    this: void,
    asked: { handle: Transaction; noticeId: string; act: NoticeFollowUp; now: Date },
  ): Promise<void>
  /** Marketplaces that everybody may see by their names, since strangers may send to them too. */
  openDoors(
    this: void,
    handle: Transaction,
  ): Promise<{ organisationId: string; slug: string; name: string }[]>
  receivedOf(
    this: void,
    asked: { handle: Transaction; noticeId: string },
  ): Promise<InternalNoticeState>
}

/**
 * The record by which a seller stands cleared for a product and a right; undefined where none does. It runs in the
 * handle of whoever checks. A right is named as its register names it: “EM 018000001”.
 */
export type FindClearance = (
  handle: Transaction,
  asked: { marketplace: string; seller: string; product?: string; right: string; now: Date },
) => Promise<{ id: string } | undefined>

export type FindSendingHolds = (
  handle: Transaction,
  asked: {
    organisationId: string
    ground: string
    caseId: string
    listings: readonly string[]
    now: Date
  },
) => Promise<{ code: string; message: string; item: number | null }[]>

/** What notices need of rooms that come before them and of the installation. */
export type NoticePorts = {
  /** Without it nothing is sent inside the alliance. */
  reception?: ModerationPort
  /** Without it a check warns that nobody knows whether a seller was cleared. */
  clearedBy?: FindClearance
  /** What keeps a notice back beyond the law’s own check; of an offer with its place, each in a sentence. */
  heldBack?: FindSendingHolds
  outbound: FetchOptions
}
