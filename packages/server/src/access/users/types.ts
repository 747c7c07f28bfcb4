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

/** What a person is in one organisation. */
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
  /** Null where the operator did. */
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
  /** Since when wrong codes had locked the second factor before it was opened; null where they had not. */
  secondFactorLockedAt: Date | null
  agent: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

/** A person who is signed in, with the session by which it is. */
export type SignedIn = Actor & {
  kind: 'person'
  sessionId: string
  lacks: SessionStep | null
  /** Whether this session was proven by a second factor. */
  secondFactor: boolean
  /** For whom the session acts, also while it lacks something; null: for nobody. */
  actsFor: string | null
}

export const invitationDays = 7
export const dayMilliseconds = 86_400_000
/** How long a device is known after a sign-in. */
export const deviceDays = 90

/** A session ends after a working day without a request, and in any case after a week. */
export const idleMilliseconds = 8 * 3_600_000
const longestMilliseconds = 7 * dayMilliseconds
/** Long enough to fetch the device with the codes. */
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

/** What a session has to bring before anything else; the first of what it lacks. */
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

/** 256 random bits: no one guesses them, so that a fast hash keeps them as well as a slow one. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
