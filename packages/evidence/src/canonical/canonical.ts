import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** The bytes of a value in canonical JSON (RFC 8785): the same value has the same bytes everywhere. */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Only what JSON can hold has a canonical form.')
  return Buffer.from(text, 'utf8')
}

/**
 * Reads canonical JSON and refuses any other spelling of it: two readers that disagree on a double
 * key or on a number would else read two statements under one signature.
 */
export function parseCanonical(bytes: Uint8Array): unknown {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!canonicalBytes(value).equals(bytes)) throw new SyntaxError('it is not in canonical form')
  return value
}

/** The SHA-256 digest in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
