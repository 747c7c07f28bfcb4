import { createHmac } from 'node:crypto'
import { uuidOfDigest } from '../../platform/encryption/index.ts'
import { identifierKey, type IdentifierType } from '@touchstone/linkage'

/** By what an organisation knows an identifier: nobody who lacks the key can tell which value it is of. */
export type IdentifierDigest = { id: string; digest: string }

export function digestOf(key: Uint8Array, type: IdentifierType, value: string): IdentifierDigest {
  const digest = createHmac('sha256', key).update(identifierKey(type, value)).digest('hex')
  return { id: uuidOfDigest(digest), digest }
}
