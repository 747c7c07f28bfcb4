/** A title without the differences between copies of one listing: digits normalised, spaces collapsed. */
export function templateOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/\p{Nd}+/gu, '0')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * A 53-bit number for a text, so that a million titles are distinguished without being stored: two of them share a
 * number once in some ten thousand runs.
 */
export function fingerprint(text: string): number {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
    high ^= high >>> 13
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35)
  high = Math.imul(high ^ (high >>> 15) ^ low, 0x27d4eb2f)
  low ^= high >>> 16
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0)
}
