import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** Levels of objects and arrays that a record may have; the outermost is the first. */
const maxDepth = 64

/** The bytes of a value in canonical JSON (RFC 8785): the same value has the same bytes everywhere. */
export function canonicalBytes(value: unknown): Buffer {
  if (isDeeper(value, maxDepth)) throw new TypeError(`A record has at most ${maxDepth} levels.`)
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Only what JSON can hold has a canonical form.')
  return Buffer.from(text, 'utf8')
}

/**
 * Reads canonical JSON and refuses any other spelling: otherwise two readers that disagree about a duplicate key or a
 * number would read two statements under one signature.
 */
export function parseCanonical(bytes: Uint8Array): unknown {
  if (opensDeeper(bytes)) throw new SyntaxError(`it has more than ${maxDepth} levels`)
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!canonicalBytes(value).equals(bytes)) throw new SyntaxError('it is not in canonical form')
  return value
}

function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return most === 0 || Object.values(value).some((inner) => isDeeper(inner, most - 1))
}

/** Counts brackets before anything is built of them. */
function opensDeeper(bytes: Uint8Array): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isInString && byte === 0x5c) at++
    else if (byte === 0x22) isInString = !isInString
    else if (isInString) continue
    else if (byte === 0x5b || byte === 0x7b) depth++
    else if (byte === 0x5d || byte === 0x7d) depth--
    if (depth > maxDepth) return true
  }
  return false
}

/** The SHA-256 digest in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
