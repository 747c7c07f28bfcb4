import type { Assessment, Listing, CurrentDecision } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'

export type ListingRow = {
  id: string
  organisationId: string
  version: number
  firstSeenAt: Date
  lastSeenAt: Date
  /** When the personal fields of all its versions were taken out; null while they are there. */
  redactedAt: Date | null
  /** Names of the fields in which this version differs from the one before. */
  changed: string[]
  listing: Listing
  assessment: Assessment | null
  /** Of the reader's organisation. */
  decision: CurrentDecision | null
  /** Of the seller whom the newest version names. */
  sellerAccount: string | null
}

/** What its reader is shown: the part that the release matrix gives him. */
export type ListingView = Omit<ListingRow, 'organisationId'> & {
  /** True where the reader's organisation sent it. */
  own: boolean
}

export type ListingVersionRow = {
  version: number
  receivedAt: Date
  /** Who sent it, or corrected it; null where that was not kept yet, or is not the reader's to know. */
  ingestedBy: { kind: Actor['kind']; id: string } | null
  changed: string[]
  listing: Listing
  assessment: Assessment | null
}
