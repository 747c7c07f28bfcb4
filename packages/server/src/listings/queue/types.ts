import type { Assessment, CurrentDecisionView, Listing, Thresholds } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type ListingRow = {
  id: string
  organisationId: string
  version: number
  firstSeenAt: Date
  lastSeenAt: Date
  /** When the personal fields of all its versions were removed; null if they were not. */
  redactedAt: Date | null
  /** When it was withdrawn; null while it is offered. */
  withdrawnAt: Date | null
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

/** What an organisation's decisions on a seller's other listings add to a listing. */
export type SellerPrior = {
  confirmed: number
  cleared: number
  /** Of the confirmed ones, those of which an authority reported it. */
  reported: number
  latestAt: Date | null
  logOdds: number
}

/** The sellers on whose listings an organisation decided lately. */
export type SellerPriors = {
  /** Their accounts, the last decided first. */
  accounts: readonly { id: string; organisationId: string }[]
  /** Without the decision on a listing, if one is named; undefined if none is left. */
  priorOf(account: string, listing?: string): SellerPrior | undefined
  /** The probability with a prior, between the thresholds of the verdict. */
  probabilityWith(
    prior: SellerPrior,
    assessment: Pick<Assessment, 'verdict' | 'ceiling' | 'probability'>,
    thresholds: Thresholds,
  ): number
}

export type ReadSellerPriors = (
  handle: Transaction,
  reader: { organisationId: string; only: readonly string[] | undefined },
) => Promise<SellerPriors>

export type ListingVersionRow = {
  version: number
  receivedAt: Date
  /** Who submitted or corrected it; null if not recorded, or not visible to the reader. */
  ingestedBy: { kind: Actor['kind']; id: string } | null
  changed: string[]
  listing: Listing
  assessment: Assessment | null
}
