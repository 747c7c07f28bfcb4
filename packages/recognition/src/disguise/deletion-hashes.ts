const BASE = 0x01000193

/** Powers of the hash's base; words longer than this are no misspelt names. */
export const MAX_WORD_LENGTH = 40
const powers = new Int32Array(MAX_WORD_LENGTH + 1)
powers[0] = 1
for (let i = 1; i <= MAX_WORD_LENGTH; i++) powers[i] = Math.imul(powers[i - 1] as number, BASE)

const prefixes = new Int32Array(MAX_WORD_LENGTH + 1)

/**
 * The hashes of a word and of the word without each of its letters, so that two words one edit apart share one
 * (Garbe's symmetric delete). Linear in the word, because a hash without a letter is combined from its two sides.
 * @param length at most MAX_WORD_LENGTH
 * @param word the word's UTF-16 units
 * @param out receives `length + 1` hashes, the whole word's first
 */
export function deletionHashes(length: number, word: Uint16Array, out: Int32Array): void {
  prefixes[0] = 0
  for (let i = 0; i < length; i++)
    prefixes[i + 1] = Math.imul(prefixes[i] as number, BASE) + (word[i] as number)
  const fullHash = prefixes[length] as number
  out[0] = fullHash
  for (let i = 0; i < length; i++) {
    const after = powers[length - i - 1] as number
    const suffix = fullHash - Math.imul(prefixes[i + 1] as number, after)
    out[i + 1] = Math.imul(prefixes[i] as number, after) + suffix
  }
}

/** The hash of a word as in `deletionHashes`. */
export function wordHash(word: string): number {
  let hash = 0
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, BASE) + word.charCodeAt(i)) | 0
  return hash
}

/** The same of the first units of a buffer. */
export function unitsHash(word: Uint16Array, length: number): number {
  let hash = 0
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, BASE) + (word[i] as number)) | 0
  return hash
}
