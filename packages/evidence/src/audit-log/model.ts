import { z } from 'zod'
import { canonicalBytes } from '../canonical/index.ts'
import { leafHash } from '../merkle-log/index.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(1)
const time = z.iso.datetime({ precision: 3 })

/** The name of an installation's log that belongs to no organisation. */
export const installationLog = 'installation'

const logName = z.union([z.uuid(), z.literal(installationLog)])

/** One entry of an audit log, as its leaf commits to it. */
type AuditLogEntry = {
  /** The organisation that the log belongs to. */
  log: string
  id: string
  /** ISO 8601 in UTC with milliseconds. */
  at: string
  actor: { kind: string; id: string }
  action: string
  subject: { kind: string; id: string }
  detail: unknown
}

/**
 * The hash of an entry's leaf. The entry's random id prevents guessing, so that the hash of a lawfully removed entry
 * reveals nothing about its content.
 */
export function auditLogLeaf(entry: AuditLogEntry): Buffer {
  return leafHash(canonicalBytes({ type: 'touchstone-audit-log/entry/1', ...entry }))
}

/** Signed by the installation: this organisation's log has this many entries, with this root. */
export const AuditLogHead = z.strictObject({
  type: z.literal('touchstone-audit-log/head/1'),
  log: logName,
  /** The key that signs, by its fingerprint. */
  key: digest,
  size,
  root: digest,
  at: time,
})
export type AuditLogHead = z.infer<typeof AuditLogHead>

const span = z.tuple([z.int().min(0), z.int().min(0)])

/**
 * Signed by the installation when it lawfully removes entries of a log, or whole logs, so that genuine removals can
 * be distinguished from forged ones.
 */
export const AuditLogRemoval = z.strictObject({
  type: z.literal('touchstone-audit-log/removal/1'),
  /** The log that has the entry about the removal. */
  log: logName,
  /** The key that signs, by its fingerprint. */
  key: digest,
  at: time,
  removed: z.union([
    z.strictObject({
      /** Spans of positions in this log, and the SHA-256 of the leaf hashes there, in order. */
      positions: z.array(span).min(1).max(1000),
      leaves: digest,
    }),
    z.strictObject({ logs: z.array(z.uuid()).min(1) }),
  ]),
})
export type AuditLogRemoval = z.infer<typeof AuditLogRemoval>

/**
 * Signed by the installation when it creates a sample, so that a later removal deletes these organisations and
 * people, but none that someone else marked as a sample.
 */
export const AuditLogSample = z.strictObject({
  type: z.literal('touchstone-audit-log/sample/1'),
  /** The log that has the entry about the sample. */
  log: logName,
  key: digest,
  at: time,
  organisations: z.array(z.uuid()).max(1000),
  people: z.array(z.uuid()).max(1000),
})
export type AuditLogSample = z.infer<typeof AuditLogSample>

/** A consistency proof (RFC 9162, 2.1.4): the log of the head begins with the log of this size and root. */
const Growth = z.strictObject({ size, root: digest, path: z.array(digest).max(128) })

/** A head as it is exported: a single, self-contained file that can be verified. */
export const SignedAuditLogHead = z.strictObject({
  type: z.literal('touchstone-audit-log/signed-head/1'),
  head: AuditLogHead,
  /** Ed25519 over the canonical JSON of `head`, in base64. */
  signature: z.base64().length(88),
  /** The public key in PEM. */
  key: z.string().max(1000),
  earlier: z.array(Growth).max(1000),
})
export type SignedAuditLogHead = z.infer<typeof SignedAuditLogHead>
