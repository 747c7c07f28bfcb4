import type {
  ErrorCode,
  ClaimBasis,
  ClaimedWork,
  ClaimKind,
  ClaimState,
  ContestEnd,
  DocumentPurpose,
  DocumentType,
} from '@touchstone/contract'

export type ClaimDocument = {
  id: string
  purpose: DocumentPurpose
  mediaType: DocumentType | null
  bytes: number | null
  sha256: string | null
  reference: string | null
}

export type Claim = {
  id: string
  organisationId: string
  /** The claimant's slug. */
  organisation: string
  organisationName: string
  /** As in the claimant’s catalog. */
  brandName: string | null
  brand: string
  basis: ClaimBasis
  kind: ClaimKind
  /** Null for a work. */
  office: string | null
  number: string | null
  /** Null for an entry in a register. */
  work: ClaimedWork | null
  owner: string
  powerOfAttorney: { validFrom: string; validTo: string } | null
  state: ClaimState
  version: number
  reason: string | null
  submittedAt: Date
  decidedAt: Date | null
  approvedAt: Date | null
  documents: ClaimDocument[]
}

/** The facts that decide whether two claims on one brand are compatible. */
export type ClaimStanding = Pick<
  Claim,
  'id' | 'organisationId' | 'basis' | 'office' | 'number' | 'state' | 'version'
> & {
  /** The organisation at the top of the claimant's group: itself if it has no parent. */
  group: string
  approvedAt: Date | null
}

/**
 * Two claims on one brand are rivals unless they come from one group, or one is an agent's for the same register
 * entry: both then represent the same right.
 */
export function areRivals(one: ClaimStanding, other: ClaimStanding): boolean {
  if (one.id === other.id || one.group === other.group) return false
  const sameEntry = one.office === other.office && one.number === other.number
  return !(sameEntry && (one.basis === 'agent' || other.basis === 'agent'))
}

/** Transitions of a claim by action. */
const transitions = {
  approve: ['pending'],
  reject: ['pending'],
  contest: ['pending'],
  resolve: ['contested'],
  revoke: ['approved'],
  withdraw: ['pending', 'approved', 'contested'],
} as const satisfies Record<string, readonly ClaimState[]>
export type ClaimAction = keyof typeof transitions

/** Why this action is not possible now; undefined if it is. */
export function claimActionFault(
  type: ClaimAction,
  claim: ClaimStanding,
  others: readonly ClaimStanding[],
): { code: ErrorCode; message: string } | undefined {
  const from: readonly ClaimState[] = transitions[type]
  if (!from.includes(claim.state)) {
    const message = `the claim is ${claim.state}; only one that is ${from.join(' or ')} can be ${words[type]}`
    return { code: 'claim-step-unavailable', message }
  }
  const rivals = others.filter((other) => areRivals(claim, other))
  const activeClaims = rivals.filter(({ state }) => state === 'approved' || state === 'contested')
  if (type === 'approve' && activeClaims.length > 0) {
    const message =
      'another organisation has an approved claim on this brand: reject this one, or contest the other if its evidence is sound'
    return { code: 'approved-claim-exists', message }
  }
  if (type === 'contest' && activeClaims.length === 0) {
    const message =
      'no other organisation has an approved claim on this brand: approve or reject this one'
    return { code: 'approved-claim-missing', message }
  }
  return undefined
}

const words: Record<ClaimAction, string> = {
  approve: 'approved',
  reject: 'rejected',
  contest: 'contested',
  resolve: 'resolved',
  revoke: 'revoked',
  withdraw: 'withdrawn',
}

/** A pending claim freezes nothing by itself, or spam could: only an approver declares a contest. */
export function claimsFrozenBy(
  claim: ClaimStanding,
  others: readonly ClaimStanding[],
): ClaimStanding[] {
  return others.filter((other) => other.state === 'approved' && areRivals(claim, other))
}

/** The result for every claim when a contest ends. */
export function contestOutcome(
  claim: ClaimStanding,
  others: readonly ClaimStanding[],
  ending: ContestEnd,
): { id: string; state: ClaimState }[] {
  const rivals = others.filter((other) => other.state === 'contested' && areRivals(claim, other))
  const fallen = ({ approvedAt }: ClaimStanding): ClaimState =>
    approvedAt === null ? 'rejected' : 'revoked'
  const isActive = (one: ClaimStanding): boolean =>
    ending === 'all' || (ending === 'this' ? one === claim : ending === 'others' && one !== claim)
  return [claim, ...rivals].map((one) => ({
    id: one.id,
    state: isActive(one) ? 'approved' : fallen(one),
  }))
}
