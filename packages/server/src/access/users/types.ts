import { createHash, randomBytes } from 'node:crypto'
import type { MemberRightsInput, PersonRole, SessionStep } from '@touchstone/contract'
import type { Actor } from '../organisations/index.ts'

export type User = {
  id: string
  email: string
  name: string
  locale: string
  installationAdmin: boolean
}

/** A user's membership in one organisation. */
export type Membership = {
  organisationId: string
  roles: PersonRole[]
  brands: string[]
  territories: string[]
}

export type Member = Omit<Membership, 'organisationId'> & {
  id: string
  email: string
  name: string
  since: Date
}

export type Invitation = MemberRightsInput & {
  id: string
  organisationId: string
  email: string
  /** Null if the operator did. */
  invitedBy: string | null
  createdAt: Date
  expiresAt: Date
  acceptedAt: Date | null
  revokedAt: Date | null
}

export type SessionMethod = 'password' | 'oidc'

export type Session = {
  id: string
  personId: string
  organisationId: string | null
  method: SessionMethod
  secondFactor: boolean
  /** Since when wrong codes had locked the second factor before this session; null if they had not. */
  secondFactorLockedAt: Date | null
  agent: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

/** A signed-in user with the session. */
export type SignedIn = Actor & {
  kind: 'person'
  sessionId: string
  lacks: SessionStep | null
  /** Whether this session was proven by a second factor. */
  secondFactor: boolean
  /** The organisation that the session acts for, even before the sign-in is complete; null if none. */
  actsFor: string | null
}

export const invitationDays = 7
export const dayMilliseconds = 86_400_000
/** How long a device is remembered after a sign-in. */
export const deviceDays = 90

/** A session ends after eight hours without a request, and after a week in any case. */
export const idleMilliseconds = 8 * 3_600_000
const longestMilliseconds = 7 * dayMilliseconds
/** Enough time to fetch the device with the codes. */
const unprovenMilliseconds = 15 * 60_000

export function expiryOf(now: number, unproven: boolean): Date {
  return new Date(now + (unproven ? unprovenMilliseconds : longestMilliseconds))
}

export function isOver({ lastSeenAt, expiresAt }: Session, now: number): boolean {
  return expiresAt.getTime() <= now || lastSeenAt.getTime() + idleMilliseconds <= now
}

export function isOpen(invitation: Invitation, now: number): boolean {
  const { acceptedAt, revokedAt, expiresAt } = invitation
  return acceptedAt === null && revokedAt === null && expiresAt.getTime() > now
}

/** The next step that a session has to complete, if any. */
export function missingStepOf(facts: {
  enrolled: boolean
  secondFactor: boolean
  mustChange: boolean
  required: boolean
}): SessionStep | null {
  if (facts.enrolled && !facts.secondFactor) return 'code'
  if (facts.mustChange) return 'password'
  return facts.required && !facts.secondFactor ? 'two-factor' : null
}

/** 256 random bits cannot be guessed, so a fast hash is as safe as a slow one. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
