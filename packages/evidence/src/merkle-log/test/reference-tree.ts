import { createHash } from 'node:crypto'

// A literal transcription of the definitions in RFC 9162, 2.1: slow, but evidently correct.

const sha = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

function split(size: number): number {
  let k = 1
  while (k * 2 < size) k *= 2
  return k
}

export function naiveRoot(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return sha()
  if (entries.length === 1) return sha(Uint8Array.of(0), entries[0]!)
  const k = split(entries.length)
  return sha(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

export function naivePath(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return []
  const k = split(entries.length)
  return m < k
    ? [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))]
}

export function naiveProof(m: number, entries: readonly Uint8Array[]): Buffer[] {
  return subProof(m, entries, true)
}

function subProof(m: number, entries: readonly Uint8Array[], whole: boolean): Buffer[] {
  if (m === entries.length) return whole ? [] : [naiveRoot(entries)]
  const k = split(entries.length)
  return m <= k
    ? [...subProof(m, entries.slice(0, k), whole), naiveRoot(entries.slice(k))]
    : [...subProof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))]
}
