import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { OrganisationKind, PersonRole, Scope, SessionStep } from '@touchstone/contract'

export type Organisation = {
  id: string
  slug: string
  name: string
  kind: OrganisationKind
  parentId: string | null
  createdAt: Date
}

export type ApiKey = {
  id: string
  organisationId: string
  prefix: string
  scopes: Scope[]
  label: string | null
  /** The user who created it; null if the operator did. */
  madeBy: string | null
  /** The creator's brands and territories at the time; empty means all. */
  brands: string[]
  territories: string[]
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** A key as listed: with its current limits, or with none of its rights left. */
export type ApiKeyView = ApiKey & { reaches: 'whole-organisation' | 'limited' | 'nothing' }

/** The nil UUID: row-level security shows it nothing. */
export const noOrganisation = '00000000-0000-0000-0000-000000000000'

/** The actor of a request. Everything that acts in the server is one of these. */
export type Actor =
  | {
      kind: 'operator'
      id: string
      /** The organisation for which a command acts, within what row-level security shows of it; none for the others. */
      organisationId?: string
    }
  | {
      kind: 'person'
      id: string
      /** The organisation that the user acts for; `noOrganisation` if none. */
      organisationId: string
      roles: readonly PersonRole[]
      /** Ids of the brands that the membership covers; empty means all. */
      brands?: readonly string[]
      /** Two-letter codes (ISO 3166, WIPO ST.3) that it covers; empty means all. */
      territories?: readonly string[]
      /** Whether the user administers the installation: decides on brand claims, without access to tenants' data. */
      installationAdmin?: boolean
      /** The next step of an incomplete sign-in, before which the user may do nothing else. */
      lacks?: SessionStep | null
    }
  | {
      kind: 'key'
      id: string
      organisationId: string
      scopes: readonly Scope[]
      /** The user who created it; null if the operator did. */
      madeBy?: string | null
      /** Like a user's: what both its creation and its creator's current membership allow. */
      brands?: readonly string[]
      territories?: readonly string[]
    }

/** An actor's limits; an empty list means no limit. */
export type Limits = { brands: readonly string[]; territories: readonly string[] }

/** The parts of a key: the prefix identifies it, the secret proves it. */
export type ApiKeyParts = { prefix: string; secret: string }

const keyForm = /^tsk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

export function generateApiKey(): ApiKeyParts {
  return { prefix: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('base64url') }
}

/** The key in its written form: tsk_<prefix>_<secret>. */
export function formatApiKey({ prefix, secret }: ApiKeyParts): string {
  return `tsk_${prefix}_${secret}`
}

export function parseApiKey(text: string): ApiKeyParts | undefined {
  const [, prefix, secret] = keyForm.exec(text) ?? []
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret }
}

/** 256 random bits cannot be guessed, so a fast hash is as safe as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

const nobody = Buffer.alloc(32)

/** Compares in constant time, even if there is no such key. */
export function verifySecret(secret: string, hash: Buffer | undefined): boolean {
  const equal = timingSafeEqual(hashSecret(secret), hash ?? nobody)
  return hash !== undefined && equal
}
