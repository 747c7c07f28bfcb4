import type {
  ReferralDraft,
  ReferralDocumentPurpose,
  ReferralOutcome,
  ReferralState,
  ReferralTemplateId,
  TlpLabel,
} from '@touchstone/contract'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { EvidenceDependencies } from '../../investigation/evidence/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'

/** By which listings of others are shown to the organisation. */
export type ListingViews = { names: () => BrandNames; engine: () => string }

export type ReferralDependencies = Omit<EvidenceDependencies, 'capture'> &
  ListingViews & { sealer: Sealer }

/** A referral as both sides may see its row. */
export type ReferralRow = {
  id: string
  organisationId: string
  senderName: string
  recipientId: string | null
  recipientName: string
  number: string
  template: ReferralTemplateId
  title: string
  tlp: TlpLabel
  deconflictionNumber: string
  state: ReferralState
  version: number
  createdAt: Date
  sentAt: Date | null
  acknowledgedAt: Date | null
  closedAt: Date | null
  withdrawnAt: Date | null
  withdrawalReason: string | null
  silenceSince: Date | null
  silenceUntil: Date | null
  openQuestions: number
  outcomes: ReferralOutcome[]
}

export type SourceKind = 'network' | 'case'

/** What the sender alone sees of it. */
export type DraftRow = {
  sourceKind: SourceKind
  sourceId: string
  draft: ReferralDraft
  createdBy: string
  submittedAt: Date | null
  submittedBy: string | null
  snapshot: SourceSnapshot | null
  releasedBy: string | null
  returnReason: string | null
}

export type DocumentRow = {
  id: string
  purpose: ReferralDocumentPurpose
  title: string
  mediaType: string
  bytes: number
  sha256: string
}

export type SourceLink = {
  a: string
  b: string
  /** Probability in thousandths: what changed less is the same. */
  probability: number
}

/** What a source consisted of at a moment, in order. */
export type SourceSnapshot = {
  accounts: string[]
  listings: string[]
  links: SourceLink[]
}

/** What a source consists of as far as it was chosen, and what of it was left out. */
export type Source = SourceSnapshot & { omitted: { accounts: string[]; listings: string[] } }

export type PackageRow = {
  id: string
  referralId: string
  organisationId: string
  recipientId: string | null
  kind: 'dossier' | 'supplement'
  words: string | null
  accounts: string[]
  listings: string[]
  state: 'awaiting-release' | 'waiting' | 'running' | 'failed' | 'sent'
  submittedBy: string
  submittedAt: Date
  releasedBy: string | null
  attempts: number
  done: number
  total: number
  problemCode: string | null
  problem: string | null
  name: string | null
  statementDigest: string | null
  sha256: string | null
  bytes: number | null
  redactedSha256: string | null
  redactedBytes: number | null
  packedAccounts: number | null
  packedListings: number | null
  sentAt: Date | null
  disposedAt: Date | null
}

/** Attempts that ended with their process before a package is given up. */
export const maxAttempts = 3
