import { createHash } from 'node:crypto'
import { canonicalJson } from '../canonical-json/index.ts'

/** The sender of a request: a stored response is returned only to its sender. */
export type RequestSender = { kind: string; id: string; organisationId: string }

/**
 * The key under which a request is stored in its organisation. Senders of one organisation may see different
 * listings, so the same idempotency key from two senders identifies two requests.
 */
export function requestKeyOf({ kind, id }: RequestSender, key: string): string {
  return createHash('sha256').update(canonicalJson({ kind, id, key })).digest('hex')
}
