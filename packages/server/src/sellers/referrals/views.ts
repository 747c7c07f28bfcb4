import type {
  InformedSellerView,
  ReferralDetailView,
  ReferralDocumentView,
  ReferralItemView,
  ReferralView,
  SupplementView,
} from '@touchstone/contract'
import type { Outgoing } from '../../platform/http/index.ts'
import type { InformedSeller } from '../referral-notices/index.ts'
import type { ItemRow } from './items-repository.ts'
import type { Side } from './require-referral.ts'
import type { DocumentRow, PackageRow, ReferralRow } from './types.ts'

export function toReferralView(row: ReferralRow, side: Side): Outgoing<ReferralView> {
  const { id, template, title, state, version, tlp, deconflictionNumber, createdAt } = row
  const { sentAt, acknowledgedAt, closedAt, withdrawnAt, openQuestions, outcomes } = row
  return {
    id,
    side,
    template,
    title,
    state,
    version,
    sender: row.senderName,
    recipient: row.recipientName,
    tlp,
    deconflictionNumber,
    createdAt: side === 'recipient' && sentAt !== null ? sentAt : createdAt,
    sentAt,
    acknowledgedAt,
    closedAt,
    withdrawnAt,
    openQuestions,
    outcomes,
  }
}

export function toDocumentView({
  id,
  purpose,
  title,
  mediaType,
  bytes,
  sha256,
}: DocumentRow): Outgoing<ReferralDocumentView> {
  return { id, purpose, title, mediaType, bytes, sha256 }
}

export function toInformedSellerView({
  id,
  accounts,
  informedAt,
  contest,
  words,
  contestedAt,
  refs,
  decidedAt,
  decisionReason,
}: InformedSeller): Outgoing<InformedSellerView> {
  return {
    id,
    accounts,
    informedAt,
    contest:
      contest === null || contestedAt === null
        ? null
        : {
            state: contest,
            text: words,
            at: contestedAt,
            items: refs,
            reason: decisionReason,
            decidedAt,
          },
  }
}

/** The file of a package that was sent and is still stored. */
export function toPackageView(row: PackageRow | undefined): ReferralDetailView['package'] {
  if (row === undefined || row.disposedAt !== null) return null
  const { sha256, bytes, redactedSha256, redactedBytes } = row
  if (sha256 === null || bytes === null || redactedSha256 === null || redactedBytes === null) {
    return null
  }
  return { bytes, sha256, redactedBytes, redactedSha256 }
}

export function problemOf({
  problemCode,
  problem,
}: PackageRow): { code: string; message: string } | null {
  return problemCode === null || problem === null ? null : { code: problemCode, message: problem }
}

export const supplementStates = {
  'awaiting-release': 'awaiting-release',
  waiting: 'releasing',
  running: 'releasing',
  failed: 'packing-failed',
  sent: 'sent',
} as const satisfies Record<PackageRow['state'], SupplementView['state']>

export function toSupplementView(row: PackageRow): Outgoing<SupplementView> {
  const { id, words, state, packedAccounts, packedListings, submittedAt, sentAt } = row
  return {
    id,
    text: words ?? '',
    state: supplementStates[state],
    accounts: packedAccounts,
    listings: packedListings,
    submittedAt,
    sentAt,
    problem: problemOf(row),
    package: toPackageView(row),
  }
}

export type ItemOutcomes = Pick<ReferralItemView, 'contradicted'> & {
  outcomes: { report: string; outcome: ReferralItemView['outcomes'][number]['outcome']; at: Date }[]
}

export function toItemView(
  { ref, kind, subjectId, facts, supplement }: ItemRow,
  side: Side,
  outcomes: ItemOutcomes | undefined,
): Outgoing<ReferralItemView> {
  return {
    ref,
    kind,
    subject: side === 'sender' ? subjectId : null,
    title: facts?.title ?? '',
    marketplace: facts?.marketplace ?? null,
    url: facts?.url ?? null,
    price: facts?.price ?? null,
    unitsSold: facts?.unitsSold ?? null,
    status: facts?.status ?? null,
    between: facts?.between ?? [],
    probability: facts?.probability ?? null,
    reasons: facts?.reasons ?? [],
    basis: facts?.basis ?? [],
    captures: (facts?.captures ?? []).map(({ url, sealedAt, file }) => ({
      url,
      sealedAt: new Date(sealedAt),
      file,
    })),
    supplement,
    outcomes: outcomes?.outcomes ?? [],
    contradicted: outcomes?.contradicted ?? false,
  }
}
