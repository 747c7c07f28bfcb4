import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { OrganisationKind, Scope } from '@touchstone/contract'

export type Organisation = {
  id: string
  slug: string
  name: string
  kind: OrganisationKind
  parentId: string | null
  createdAt: Date
}

export type Key = {
  id: string
  organisationId: string
  prefix: string
  scopes: Scope[]
  label: string | null
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export const personRoles = ['admin', 'analyst', 'reviewer', 'auditor'] as const
export type PersonRole = (typeof personRoles)[number]

/** Who asks. Whatever acts in the server is one of these. */
export type Actor =
  | { kind: 'operator'; id: string }
  | { kind: 'person'; id: string; organisationId: string; roles: readonly PersonRole[] }
  | { kind: 'key'; id: string; organisationId: string; scopes: readonly Scope[] }

/** The parts of a key: the prefix finds it, the secret proves it. */
export type KeyParts = { prefix: string; secret: string }

const keyForm = /^tsk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

export function generateKey(): KeyParts {
  return { prefix: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('base64url') }
}

/** The key as its holder writes it: tsk_<prefix>_<secret>. */
export function writeKey({ prefix, secret }: KeyParts): string {
  return `tsk_${prefix}_${secret}`
}

export function readKey(text: string): KeyParts | undefined {
  const [, prefix, secret] = keyForm.exec(text) ?? []
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret }
}

/** A secret of 256 random bits can't be guessed, so that a fast hash keeps it as well as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

const nobody = Buffer.alloc(32)

/** Compares in constant time, also where there is no such key. */
export function provesKey(secret: string, hash: Buffer | undefined): boolean {
  const equal = timingSafeEqual(hashSecret(secret), hash ?? nobody)
  return hash !== undefined && equal
}
