import { createHash } from 'node:crypto'

/**
 * The hash of a leaf (RFC 9162, 2.1.1); its first byte differs from a node's, so that neither can be passed off as
 * the other.
 */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(0)).update(entry).digest()
}

/** The hash of a node above two children (RFC 9162, 2.1.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest()
}

/** The root of the log without entries. */
export function emptyRoot(): Buffer {
  return createHash('sha256').digest()
}
