import { randomBytes } from 'node:crypto'
import type {
  AppealOutcome,
  DocumentFlag,
  DocumentType,
  ProofRequestState,
  ProofKind,
  SellerPage,
} from '@touchstone/contract'
import type { CaseState, WorkflowInstance } from '@touchstone/jurisdiction'
import type { ServedImage } from '../../investigation/evidence/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

export const dayMilliseconds = 86_400_000

export type AppealLinkRow = {
  id: string
  organisationId: string
  proceedingId: string | null
  askId: string | null
  matter: string | null
  marketplace: string
  sellerId: string | null
  sellerHash: Buffer
  ownWay: string
  madeAt: Date
  expiresAt: Date
  openedAt: Date | null
  revokedAt: Date | null
}

export type AppealRow = {
  id: string
  linkId: string
  proceedingId: string | null
  askId: string | null
  /** Of the offer; null where it is not in the reader’s sight. */
  title: string | null
  marketplace: string | null
  sellerId: string | null
  matter: string | null
  sellerHash: Buffer
  words: string | null
  locale: string
  state: 'given' | 'withdrawn' | 'decided'
  givenAt: Date
  outcome: AppealOutcome | null
  reasons: string | null
  summary: string | null
  decidedAt: Date | null
  toldAt: Date | null
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
  askedAt: Date
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
  revokedBecause: string | null
  statement: string | null
  signature: Buffer
  keyId: string
}

/** What a proceeding shows its seller; the room of notices knows more of it than the events do. */
export type SellerCaseView = Pick<
  SellerPage,
  | 'offer'
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
>
export type LoadSellerView = (
  handle: Transaction,
  proceedingId: string,
  restriction: string | undefined,
) => Promise<SellerCaseView>

/** A picture that led to a restriction, by its digest, where its seller may see it. */
export type FindSellerImage = (
  handle: Transaction,
  asked: { proceedingId: string; restriction: string | undefined; digest: string },
) => Promise<
  (Pick<ServedImage, 'capture' | 'name' | 'sha256'> & { fromNotice: string }) | undefined
>

/** Undoes what a proceeding did to a seller: measures, and whatever followed from them. */
export type Reinstate = (asked: {
  handle: Transaction
  organisationId: string
  proceedingId: string
  restriction: string | undefined
  reasons: string
  personId: string
  now: Date
}) => Promise<void>

/** 256 random bits, as they stand behind the # of an address. */
export function newLinkToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashSecret(token) }
}

const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** The hash under which a token is looked up; undefined for what can be none. */
export function tokenHashOf(token: string): Buffer | undefined {
  return tokenForm.test(token) ? hashSecret(token) : undefined
}

/** Why a link opens no longer at this moment; undefined where it does. */
export function linkEndOf(link: AppealLinkRow, now: Date): 'revoked' | 'expired' | undefined {
  if (link.revokedAt !== null) return 'revoked'
  return link.expiresAt <= now ? 'expired' : undefined
}

/** Short enough to be read out, and found again in the log. */
export function referenceOf({ proceedingId, askId }: AppealLinkRow): string {
  return (proceedingId ?? askId ?? '').slice(0, 8).toUpperCase()
}

/**
 * The machine in which a recipient answers first under a regime, with the steps of it. Where a regime is not
 * named here, or its machine never began, an answer is kept and decided on without one.
 */
const firstAnswers: Readonly<
  Record<string, { restriction: string; complaint: string; dispute: string }>
> = { 'eu-dsa': { restriction: 'R', complaint: 'C', dispute: 'O' } }

export type AppealWorkflows = {
  restriction: WorkflowInstance | undefined
  complaint: WorkflowInstance | undefined
  dispute: WorkflowInstance | undefined
}

/** The restriction that a link is about, the complaint of its recipient, and the dispute that he referred. */
export function workflowsOf(state: CaseState, matter: string | null): AppealWorkflows {
  const machines = firstAnswers[state.regime.id]
  const none = { restriction: undefined, complaint: undefined, dispute: undefined }
  if (machines === undefined) return none
  const matters = Object.values(state.matters)
  const restriction = matters.findLast(
    ({ id, machine }) => machine === machines.restriction && (matter === null || id === matter),
  )
  if (restriction === undefined) return none
  const complaint = matters.findLast(
    ({ machine, origin, facts }) =>
      machine === machines.complaint &&
      origin === restriction.id &&
      facts['addressee'] === 'recipient',
  )
  const dispute = matters.findLast(
    ({ machine, origin, path }) =>
      machine === machines.dispute &&
      path[0]?.by.role === 'recipient' &&
      (origin === restriction.id || (complaint !== undefined && origin === complaint.id)),
  )
  return { restriction, complaint, dispute }
}

/**
 * How a complaint was decided, by whichever room recorded it: an answer may be settled beside this one, as where
 * somebody decides in the proceeding itself.
 */
export function complaintDecisionOf(
  complaint: WorkflowInstance | undefined,
): { outcome: 'upheld' | 'rejected'; reasons: string | null; decidedAt: string } | undefined {
  const step = complaint?.path.find(({ state }) => state === 'UPHELD' || state === 'REJECTED')
  if (complaint === undefined || step === undefined) return undefined
  const reasons = complaint.facts['complaintReasons']
  return {
    outcome: step.state === 'UPHELD' ? 'upheld' : 'rejected',
    reasons: typeof reasons === 'string' ? reasons : null,
    decidedAt: step.at,
  }
}

/** Who decided on what led to the restriction: none of them decides on the complaint. */
export function firstDeciders(
  state: CaseState,
  restriction: WorkflowInstance | undefined,
): Set<string> {
  const before = restriction?.origin === undefined ? undefined : state.matters[restriction.origin]
  const steps = [...(restriction?.path ?? []), ...(before?.path ?? [])]
  return new Set(steps.flatMap(({ by }) => (by.role === 'recipient' ? [] : (by.id ?? []))))
}
