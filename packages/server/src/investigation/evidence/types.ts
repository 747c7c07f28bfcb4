import type { CustodyEvent } from '@touchstone/evidence'

export const captureStates = ['waiting', 'running', 'sealed', 'failed'] as const
export type CaptureState = (typeof captureStates)[number]

/** A capture as it is kept: what was asked for, and how it ended. */
export type CaptureRow = {
  id: string
  organisationId: string
  listingId: string | null
  url: string
  also: string[]
  /** By name, as it stands in the evidence. */
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
  /** The item that it was made of. */
  derivedFrom: string | null
  /** How, in a sentence. */
  how: string | null
}

/** A key that an organisation seals with, or sealed with until it was retired. */
export type SigningKeyRow = { id: string; publicKey: string; madeAt: Date; retiredAt: Date | null }

/** The seal at the capture, by the names of its files. */
export type SealRow = { logIndex: number; sealedAt: Date; files: Map<string, Buffer> }

export type Custody = readonly CustodyEvent[]

/** After so many attempts that ended with the process a capture is given up. */
export const maxAttempts = 3

/** How a name inside a package is made of a file's. */
export function itemName(file: string): string {
  return file.toLowerCase().replace(/[^a-z0-9._-]/g, '-')
}

/** How the package of a capture is called, in all its files. */
export function packageName({ id, requestedAt }: Pick<CaptureRow, 'id' | 'requestedAt'>): string {
  return `capture-${requestedAt.toISOString().slice(0, 10)}-${id.slice(0, 8)}`
}
