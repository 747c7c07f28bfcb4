import type { Notice, NoticePursuit, WithdrawalCause } from '@touchstone/contract'
import type { PagePicture } from '../../investigation/evidence/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'

/** A sealed capture as it goes out: the digest of what its seal covers, and of each file. */
export type SentEvidence = {
  sha256: string
  items: { name: string; title: string; mediatype: string; sha256: string }[]
}

/** What a sealed capture shows of the offer that an item of a notice is about. */
export type ReceivedPicture = PagePicture & { position: number }

/** What a marketplace inside lets the sender know: of each item its decision, and never a document. */
export type ReceivedState = {
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
export type Reception = {
  receiveNotice(
    this: void,
    asked: {
      handle: Handle
      /** The id of the marketplace's organisation. */
      to: string
      from: { organisationId: string; noticeId: string }
      notice: Notice
      /** Of each sealed package its digest, and how many files it holds. */
      evidence: { sha256: string; items: number }[]
      pictures: ReceivedPicture[]
      now: Date
    },
  ): Promise<{ id: string; proceedingId: string }>
  /** `noticeId` is the id that `receiveNotice` gave. */
  withdrawReceived(
    this: void,
    asked: { handle: Handle; noticeId: string; cause: WithdrawalCause; reason: string; now: Date },
  ): Promise<unknown>
  actForSender(
    this: void,
    asked: { handle: Handle; noticeId: string; act: NoticePursuit; now: Date },
  ): Promise<void>
  /** Marketplaces that everybody may see by their names, since strangers may send to them too. */
  openDoors(
    this: void,
    handle: Handle,
  ): Promise<{ organisationId: string; slug: string; name: string }[]>
  receivedOf(this: void, asked: { handle: Handle; noticeId: string }): Promise<ReceivedState>
}

/**
 * The record by which a seller stands cleared for a product and a right; undefined where none does. It runs in the
 * handle of whoever checks. A right is named as its register names it: “EM 018000001”.
 */
export type ClearedBy = (
  handle: Handle,
  asked: { marketplace: string; seller: string; product?: string; right: string; now: Date },
) => Promise<{ id: string } | undefined>

export type HeldBack = (
  handle: Handle,
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
  reception?: Reception
  /** Without it a check warns that nobody knows whether a seller was cleared. */
  clearedBy?: ClearedBy
  /** What keeps a notice back beyond the law’s own check; of an offer with its place, each in a sentence. */
  heldBack?: HeldBack
  outbound: FetchOptions
}
