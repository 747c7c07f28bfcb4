import type { LegalHoldView, PrivacyRequestView, RetentionView } from '@touchstone/contract'

/** A value as read from the store: its times are not yet text. */
type WithDates<T> = {
  [K in keyof T]: K extends `${string}At` ? Exclude<T[K], string> | Date : T[K]
}

export type LegalHoldRow = WithDates<LegalHoldView>
export type PrivacyRequestRow = WithDates<PrivacyRequestView>

/** Maximum listings per transaction of the purge. */
export const purgedAtOnce = 500
/** Maximum listings per transaction of the redaction: each is read, rewritten and stored. */
export const redactedAtOnce = 50
/** Captures that one transaction disposes of. */
export const capturesAtOnce = 20
/** Versions that are in memory at once. */
export const versionsAtOnce = 200

const dayMilliseconds = 86_400_000

/** Before when a listing must have been seen last, for its time to be up. */
export function cutoffs(
  settings: RetentionView,
  now: number,
): Record<
  'clear' | 'personal' | 'evidence' | 'notices' | 'links' | 'messages' | 'tips' | 'sellerLinks',
  Date
> {
  return {
    clear: new Date(now - settings.clearDays * dayMilliseconds),
    personal: new Date(now - settings.personalDays * dayMilliseconds),
    evidence: new Date(now - settings.evidenceDays * dayMilliseconds),
    notices: new Date(now - settings.noticeDays * dayMilliseconds),
    links: new Date(now - settings.appealDays * dayMilliseconds),
    messages: new Date(now - settings.messageDays * dayMilliseconds),
    tips: new Date(now - settings.messageDays * dayMilliseconds),
    sellerLinks: new Date(now - settings.sellerLinkDays * dayMilliseconds),
  }
}

/** A listing under a hold is checked again a day later. */
export function nextHoldCheck(cutoff: Date): Date {
  return new Date(cutoff.getTime() + dayMilliseconds)
}

export type PurgeCounts = {
  /** Listings that were deleted, with all that hung on them. */
  deleted: number
  /** Listings that lost their personal fields. */
  redacted: number
  /** Expired listings under a hold. */
  held: number
  /** Listings of erased sellers that were found again. */
  erased: number
  /** Captures that were disposed of. */
  captures: number
  /** Packages of cases that were deleted. */
  packages: number
  /** Stored responses for repeated requests. */
  answers: number
  /** Notices that name their sender no longer. */
  notices: number
  /** Links that name no seller any longer. */
  links: number
  /** Messages that lost reader and text. */
  messages: number
  /** Tips by email that lost sender and words. */
  tips: number
  /** Seller accounts that nothing needed any more. */
  accounts: number
  /** Listings that link their sellers’ accounts no longer. */
  lapsed: number
}

export const noCounts: PurgeCounts = {
  deleted: 0,
  redacted: 0,
  held: 0,
  erased: 0,
  captures: 0,
  packages: 0,
  answers: 0,
  notices: 0,
  links: 0,
  messages: 0,
  tips: 0,
  accounts: 0,
  lapsed: 0,
}
