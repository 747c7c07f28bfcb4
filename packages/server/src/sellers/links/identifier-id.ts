import { createHmac } from 'node:crypto'
import { identifierKey, type IdentifierType } from '@touchstone/linkage'

/** By what an organisation knows an identifier: nobody who lacks the key can tell which value it is of. */
export type IdentifierDigest = { id: string; digest: string }

export function digestOf(key: Uint8Array, type: IdentifierType, value: string): IdentifierDigest {
  const digest = createHmac('sha256', key).update(identifierKey(type, value)).digest('hex')
  return { id: uuidOf(digest), digest }
}

/** The first bits of a digest as a UUID of version 8. */
function uuidOf(digest: string): string {
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) % 4] ?? '8'
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-')
}
