import { z } from 'zod'
import { canonicalBytes, parseCanonical } from '../canonical/index.ts'
import { isSignedBy, readPublicKey, type Signer } from '../signing-keys/index.ts'

const type = 'touchstone.clearance.1'

const Facts = z.strictObject({
  id: z.string(),
  organisation: z.string(),
  marketplace: z.string(),
  seller: z.string(),
  brand: z.string(),
  product: z.string().nullable(),
  right: z.string(),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
/** Whom a marketplace cleared: its seller, of one product or of all, under one right, and for how long. */
export type ClearanceFacts = z.infer<typeof Facts>
const Statement = Facts.extend({ type: z.literal(type) })

/** A clearance as it is passed on: the exact text that was signed, and the signature over its UTF-8 bytes. */
export type SignedClearance = { statement: string; signature: string; key: string }

/**
 * Signs canonical JSON (RFC 8785) that states its own type, so that no other signature can be presented as a
 * clearance.
 */
export async function signClearance(
  signer: Signer,
  facts: ClearanceFacts,
): Promise<SignedClearance> {
  const bytes = canonicalBytes({ ...facts, type })
  const signature = await signer.sign(bytes)
  return {
    statement: bytes.toString('utf8'),
    signature: signature.toString('base64'),
    key: signer.publicKey.id,
  }
}

export type ClearanceVerdict =
  | { ok: true; facts: ClearanceFacts; expired: boolean }
  | { ok: false; reason: string }

/**
 * Verifies that this key (PEM) signed a clearance, and returns its content. Works offline: ask the marketplace about
 * revocations.
 */
export function verifyClearance(
  { statement, signature, key }: SignedClearance,
  publicKeyPem: string,
  now: Date,
): ClearanceVerdict {
  const known = readPublicKey(publicKeyPem)
  if (key !== known.id) return { ok: false, reason: 'It names another key.' }
  const bytes = Buffer.from(statement, 'utf8')
  if (!isSignedBy(known, bytes, Buffer.from(signature, 'base64'))) {
    return { ok: false, reason: 'The signature does not match this statement and key.' }
  }
  const read = Statement.safeParse(parseOf(bytes))
  if (!read.success) return { ok: false, reason: 'The signed statement is not a clearance.' }
  const facts = Facts.strip().parse(read.data)
  return { ok: true, facts, expired: Date.parse(facts.expiresAt) <= now.getTime() }
}

function parseOf(bytes: Buffer): unknown {
  try {
    return parseCanonical(bytes)
  } catch {
    return undefined
  }
}
