/** A code has 256 bits in eight words, the least significant first. */
export const wordsOfCode = 8

/** The number of bits in which two codes differ, each given by its start within an array. */
export function distance(
  one: Uint32Array,
  oneAt: number,
  other: Uint32Array,
  otherAt: number,
): number {
  let bits = 0
  for (let word = 0; word < wordsOfCode; word++)
    bits += bitCount((one[oneAt + word] ?? 0) ^ (other[otherAt + word] ?? 0))
  return bits
}

export function bitCount(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** A code as 64 hexadecimal digits, the most significant first, as in other PDQ programs. */
export function toHex(codes: Uint32Array, at = 0): string {
  return Array.from(codes.subarray(at, at + wordsOfCode), (word) =>
    word.toString(16).padStart(8, '0'),
  )
    .reverse()
    .join('')
}
