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
  ownWay: string
  madeAt: Date
  expiresAt: Date
  openedAt: Date | null
  revokedAt: Date | null
}

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
export function referenceOf({ proceedingId, proofRequestId }: AppealLinkRow): string {
  return (proceedingId ?? proofRequestId ?? '').slice(0, 8).toUpperCase()
}
