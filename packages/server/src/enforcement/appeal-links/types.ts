import { randomBytes } from 'node:crypto'
import { hashSecret } from '../../access/organisations/index.ts'

export const dayMilliseconds = 86_400_000

export type AppealLinkRow = {
  id: string
  organisationId: string
  proceedingId: string | null
  proofRequestId: string | null
  instance: string | null
  marketplace: string
  sellerId: string | null
  sellerHash: Buffer
  ownChannel: string
  madeAt: Date
  expiresAt: Date
  openedAt: Date | null
  revokedAt: Date | null
}

/** A link with the seller's name; null if no listing states one, or if the seller was erased. */
export type NamedLinkRow = AppealLinkRow & { sellerName: string | null }

/** 256 random bits, in the form used in the fragment of an address. */
export function newLinkToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashSecret(token) }
}

const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** The hash by which a token is looked up; undefined for a malformed one. */
export function tokenHashOf(token: string): Buffer | undefined {
  return tokenForm.test(token) ? hashSecret(token) : undefined
}

/** Why a link does not open now; undefined if it does. */
export function linkEndOf(link: AppealLinkRow, now: Date): 'revoked' | 'expired' | undefined {
  if (link.revokedAt !== null) return 'revoked'
  return link.expiresAt <= now ? 'expired' : undefined
}

/** Short enough to read out, and searchable in the log. */
export function referenceOf({ proceedingId, proofRequestId }: AppealLinkRow): string {
  return (proceedingId ?? proofRequestId ?? '').slice(0, 8).toUpperCase()
}
