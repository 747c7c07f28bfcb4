/** Digits and capitals without I, L, O and U, which people take for others (Crockford's base 32). */
export const characters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const characterValues: readonly number[] = Array.from(characters, (_, value) => value)

const valueOf = new Map<string, number>([
  ...Array.from(characters, (character, value) => [character, value] as const),
  ['O', 0],
  ['I', 1],
  ['L', 1],
])

/** The values of characters as people type them, in capitals or not; undefined if one is no character of it. */
export function readCharacters(text: string): number[] | undefined {
  const values = Array.from(text.toUpperCase(), (character) => valueOf.get(character))
  return values.every((value) => value !== undefined) ? values : undefined
}

export function writeCharacters(values: readonly number[]): string {
  return values.map((value) => characters[value]).join('')
}

/** α^0 to α^30 in the field of 32 elements, α a root of x^5 + x^2 + 1: the powers are all different. */
const powers = ((): number[] => {
  const all = [1]
  for (let at = 1; at < 31; at++) all.push(double(all[at - 1] ?? 0))
  return all
})()

function double(value: number): number {
  const shifted = value << 1
  return shifted < 32 ? shifted : shifted ^ 0b100101
}

function multiply(one: number, other: number): number {
  let product = 0
  let factor = one
  for (let rest = other; rest > 0; rest >>= 1) {
    if (rest & 1) product ^= factor
    factor = double(factor)
  }
  return product
}

/**
 * What must stand in place of the last character, which counts once, or 0 if it stands there: the sum of all characters, each
 * times another power of α. One wrong character always changes the sum, and so do two different characters that change places.
 * @param values at most 31
 */
export function checkCharacterOf(values: readonly number[]): number {
  const last = values.length - 1
  return values.reduce((sum, value, at) => sum ^ multiply(value, powers[last - at] ?? 0), 0)
}
