import { z } from 'zod'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.iso.datetime({ precision: 3 })
const count = z.int().min(0)

/** The name of an authority, as files are called by it. */
const authorityName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/)

/** Signed by the publisher: these files, with these digests, existed at this time. */
export const Statement = z.strictObject({
  type: z.literal('touchstone-evidence/statement/1'),
  package: z.string().min(1).max(200),
  sealedAt: time,
  publisher: z.strictObject({ name: z.string().min(1).max(400), key: digest }),
  /** The key of the log into which the seal goes. */
  log: digest,
  files: z.array(z.strictObject({ path: z.string(), sha256: digest, bytes: count })).min(1),
})
export type Statement = z.infer<typeof Statement>

/** The entry of the log: everything that belongs to a seal, so that no part can be omitted. */
export const SealRecord = z.strictObject({
  type: z.literal('touchstone-evidence/record/1'),
  statement: digest,
  signature: digest,
  /** The log keeper's statement about the publisher's key, and the publisher's signature with that key. */
  key: z.strictObject({ statement: digest, signature: digest }).optional(),
  timestamps: z.array(
    z.strictObject({
      authority: authorityName,
      request: digest,
      response: digest,
      certificates: digest,
    }),
  ),
  /** Authorities that were asked and gave no stamp, each with the reason. */
  unanswered: z.array(
    z.strictObject({ authority: authorityName, code: z.string(), reason: z.string() }),
  ),
})
export type SealRecord = z.infer<typeof SealRecord>

/** Signed by the keeper of the log: whose key this is, and which key it replaces. */
export const KeyStatement = z.strictObject({
  type: z.literal('touchstone-evidence/key/1'),
  key: digest,
  holder: z.string().min(1).max(400),
  since: time,
  /** The key that the holder signed with before; null for its first. */
  follows: digest.nullable(),
  /** The key of the log. */
  by: digest,
})
export type KeyStatement = z.infer<typeof KeyStatement>

/** Signed by the log: the number of entries, with this root. */
export const TreeHead = z.strictObject({
  type: z.literal('touchstone-evidence/tree-head/1'),
  log: digest,
  size: z.int().min(1),
  root: digest,
  at: time,
})
export type TreeHead = z.infer<typeof TreeHead>

/** The record's position in the log, and the proof that the log extends earlier heads. */
export const LogProof = z.strictObject({
  type: z.literal('touchstone-evidence/proof/1'),
  index: count,
  size: z.int().min(1),
  path: z.array(digest).max(64),
  earlier: z.array(
    z.strictObject({ size: z.int().min(1), root: digest, path: z.array(digest).max(128) }),
  ),
})
export type LogProof = z.infer<typeof LogProof>

/** The files of a seal, by their names inside its folder. */
export const sealFiles = {
  statement: 'statement.json',
  signature: 'statement.sig',
  publisher: 'publisher.pem',
  keyStatement: 'publisher-key.json',
  keySignature: 'publisher-key.sig',
  record: 'record.json',
  head: 'tree-head.json',
  headSignature: 'tree-head.sig',
  log: 'log.pem',
  proof: 'proof.json',
} as const

type TimestampFiles = { request: string; response: string; certificates: string }

export function timestampFiles(authority: string): TimestampFiles {
  return {
    request: `timestamps/${authority}.tsq`,
    response: `timestamps/${authority}.tsr`,
    certificates: `certificates/${authority}.pem`,
  }
}
