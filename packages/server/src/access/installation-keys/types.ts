import { createHmac } from 'node:crypto'

/** The keys that every process of an installation has to share: one seals, the other signs the log of evidence. */
export const keyNames = ['secret-key', 'evidence-key'] as const
export type KeyName = (typeof keyNames)[number]

export type RecordedKey = { key: KeyName; fingerprint: string; recordedAt: Date }

/**
 * What tells a key from another without giving anything of it away: HMAC-SHA256 under the key, in hexadecimal
 * digits. The key is random and as long as the hash, so that none can be guessed from it.
 */
export function fingerprintOf(name: KeyName, key: Buffer): string {
  return createHmac('sha256', key).update(`touchstone key fingerprint 1 ${name}`).digest('hex')
}
