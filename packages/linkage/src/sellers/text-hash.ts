/** A number of 32 bits for a part of a text, the same everywhere. Two texts can share one. */
export function hashOf(text: string, start = 0, end = text.length): number {
  return mix(hashFrom(0x811c9dc5, text, start, end))
}

/** A number of 53 bits for a text, of which millions of texts hardly share one. */
export function longHashOf(text: string): number {
  const high = mix(hashFrom(0x2545f491, text, 0, text.length)) >>> 11
  return high * 0x1_0000_0000 + (hashOf(text) >>> 0)
}

/** FNV-1a over UTF-16 units. */
function hashFrom(seed: number, text: string, start: number, end: number): number {
  let hash = seed
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193)
  return hash
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
  return mixed ^ (mixed >>> 16)
}
