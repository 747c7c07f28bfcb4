import type { Assessment, Listing, CurrentDecisionView } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'

export type ListingRow = {
  id: string
  organisationId: string
  version: number
  firstSeenAt: Date
  lastSeenAt: Date
  /** When the personal fields of all its versions were removed; null if they were not. */
  redactedAt: Date | null
  /** Names of the fields that differ from the previous version. */
  changed: string[]
  listing: Listing
  assessment: Assessment | null
  /** By the reader's organisation. */
  decision: CurrentDecisionView | null
  /** Of the seller whom the newest version names. */
  sellerAccount: string | null
}

/** The part of a listing that the release matrix shows to its reader. */
export type ListingView = Omit<ListingRow, 'organisationId'> & {
  /** True if the reader's organisation submitted it. */
  own: boolean
}

export type ListingVersionRow = {
  version: number
  receivedAt: Date
  /** Who submitted or corrected it; null if not recorded, or not visible to the reader. */
  ingestedBy: { kind: Actor['kind']; id: string } | null
  changed: string[]
  listing: Listing
  assessment: Assessment | null
}
