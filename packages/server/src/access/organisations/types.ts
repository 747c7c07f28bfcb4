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
  /** The person who made it; null where the operator did. */
  madeBy: string | null
  /** Brands and territories to which its maker was limited then; none: all. */
  brands: string[]
  territories: string[]
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** A key as its list shows it: limited as it is now, or to nothing. */
export type ApiKeyView = ApiKey & { reaches: 'whole-organisation' | 'limited' | 'nothing' }

/** The nil UUID: row-level security shows nothing to those who act for it. */
export const noOrganisation = '00000000-0000-0000-0000-000000000000'

/** Who asks. Whatever acts in the server is one of these. */
export type Actor =
  | { kind: 'operator'; id: string }
  | {
      kind: 'person'
      id: string
      /** For whom the person acts; `noOrganisation` where for nobody. */
      organisationId: string
      roles: readonly PersonRole[]
      /** Ids of brands for which the membership holds; none: all. */
      brands?: readonly string[]
      /** Two-letter codes (ISO 3166, WIPO ST.3) for which it holds; none: all. */
      territories?: readonly string[]
      /** Looks after the installation: approves claims of brands, and sees no tenant's data by it. */
      installationAdmin?: boolean
      /** What the session lacks; until it has it, the person may do nothing else. */
      lacks?: SessionStep | null
    }
  | {
      kind: 'key'
      id: string
      organisationId: string
      scopes: readonly Scope[]
      /** The person who made it; null where the operator did. */
      madeBy?: string | null
      /** As of a person: what both its making and its maker's membership of today allow. */
      brands?: readonly string[]
      territories?: readonly string[]
    }

/** To what an actor is limited; an empty list stands for all. */
export type Limits = { brands: readonly string[]; territories: readonly string[] }

/** The parts of a key: the prefix finds it, the secret proves it. */
export type ApiKeyParts = { prefix: string; secret: string }

const keyForm = /^tsk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

export function generateApiKey(): ApiKeyParts {
  return { prefix: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('base64url') }
}

/** The key as its holder writes it: tsk_<prefix>_<secret>. */
export function formatApiKey({ prefix, secret }: ApiKeyParts): string {
  return `tsk_${prefix}_${secret}`
}

export function parseApiKey(text: string): ApiKeyParts | undefined {
  const [, prefix, secret] = keyForm.exec(text) ?? []
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret }
}

/** A secret of 256 random bits can't be guessed, so that a fast hash keeps it as well as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

const nobody = Buffer.alloc(32)

/** Compares in constant time, also where there is no such key. */
export function verifySecret(secret: string, hash: Buffer | undefined): boolean {
  const equal = timingSafeEqual(hashSecret(secret), hash ?? nobody)
  return hash !== undefined && equal
}
