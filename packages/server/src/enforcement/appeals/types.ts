import type {
  AppealOutcome,
  DocumentFlag,
  DocumentType,
  ProofRequestState,
  ProofKind,
  SellerPageView,
} from '@touchstone/contract'

/** The time limit of a complaint within which its decision is due. */
export const decisionDeadline = 'decide-complaint'

export type AppealRow = {
  id: string
  linkId: string
  proceedingId: string | null
  proofRequestId: string | null
  /** The listing, its title and its seller's name; null if it is not visible to the reader. */
  listing: string | null
  title: string | null
  sellerName: string | null
  marketplace: string | null
  sellerId: string | null
  instance: string | null
  sellerHash: Buffer
  words: string | null
  locale: string
  state: 'open' | 'withdrawn' | 'decided'
  submittedAt: Date
  /** The deadline for the decision, passed or ahead; null once decided. */
  dueAt: Date | null
  outcome: AppealOutcome | null
  reasons: string | null
  summary: string | null
  decidedAt: Date | null
  informedAt: Date | null
}

export type AppealDocumentRow = {
  id: string
  name: string
  mediaType: DocumentType
  bytes: number
  sha256: string
  flags: DocumentFlag[]
}

export type ProofRequestRow = {
  id: string
  organisationId: string
  listingId: string | null
  marketplace: string
  sellerId: string | null
  sellerHash: Buffer
  brand: string
  reason: string
  accepts: ProofKind[]
  state: ProofRequestState
  version: number
  requestedAt: Date
  dueAt: Date
  decidedAt: Date | null
  reasons: string | null
  validUntil: Date | null
  reusedFrom: string | null
}

export type ClearanceRow = {
  id: string
  marketplace: string
  sellerId: string | null
  brand: string
  product: string | null
  right: string
  issuedAt: Date
  expiresAt: Date
  revokedAt: Date | null
  revocationReason: string | null
  statement: string | null
  signature: Buffer
  keyId: string
}

/** The seller's view of a proceeding; moderation knows more than the events show. */
export type SellerCaseView = Pick<
  SellerPageView,
  | 'listing'
  | 'claimed'
  | 'right'
  | 'notifier'
  | 'facts'
  | 'evidence'
  | 'pictures'
  | 'measures'
  | 'since'
  | 'until'
  | 'territory'
  | 'statement'
  | 'readings'
> & {
  /** For the marketplace alone: the registered right of the notice, as a clearance names it. */
  registerEntry: string | null
}
