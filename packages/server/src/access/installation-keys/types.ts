import { createHmac } from 'node:crypto'

/** The keys that all processes of an installation share: one seals secrets, the other signs the evidence log. */
export const keyNames = ['secret-key', 'evidence-key'] as const
export type KeyName = (typeof keyNames)[number]

export type RecordedKey = { key: KeyName; fingerprint: string; recordedAt: Date }

/**
 * Identifies a key without revealing anything about it: HMAC-SHA256 under the key, in hexadecimal. The key is random
 * and as long as the hash, so it cannot be guessed.
 */
export function fingerprintOf(name: KeyName, key: Buffer): string {
  return createHmac('sha256', key).update(`touchstone key fingerprint 1 ${name}`).digest('hex')
}
