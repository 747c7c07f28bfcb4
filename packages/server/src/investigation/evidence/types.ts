import type { CustodyEvent } from '@touchstone/evidence'

export const captureStates = ['waiting', 'running', 'sealed', 'failed'] as const
export type CaptureState = (typeof captureStates)[number]

/** A stored capture: the request and its result. */
export type CaptureRow = {
  id: string
  organisationId: string
  listingId: string | null
  url: string
  also: string[]
  /** By name, as in the evidence. */
  operator: string
  reason: string
  state: CaptureState
  outcome: string | null
  sentence: string | null
  attempts: number
  heldFor: string | null
  disposedAt: Date | null
  disposedFor: string | null
  requestedAt: Date
  endedAt: Date | null
}

export type EvidenceItemRow = {
  name: string
  path: string
  title: string
  mediatype: string
  bytes: number
  sha256: string
  /** The original item of a redacted copy. */
  derivedFrom: string | null
  /** How it was made, in one sentence. */
  how: string | null
}

/** A key with which an organisation seals, or sealed until it was retired. */
export type SigningKeyRow = { id: string; publicKey: string; madeAt: Date; retiredAt: Date | null }

/** A capture's seal, by the names of its files. */
export type SealRow = { logIndex: number; sealedAt: Date; files: Map<string, Buffer> }

export type Custody = readonly CustodyEvent[]

/** How chains of custody name a person who was erased. */
export const unknownPerson = /^person [0-9a-f-]{36}$/

/** Attempts that ended with their process before a capture is given up. */
export const maxAttempts = 3

/** The name inside a package for a file. */
export function itemName(file: string): string {
  return file.toLowerCase().replace(/[^a-z0-9._-]/g, '-')
}

/** The name of a capture's package in all its files. */
export function packageName({ id, requestedAt }: Pick<CaptureRow, 'id' | 'requestedAt'>): string {
  return `capture-${requestedAt.toISOString().slice(0, 10)}-${id.slice(0, 8)}`
}
