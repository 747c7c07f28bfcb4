import type { Seller } from '@touchstone/contract'

/** Masks words in a text. The length stays the same, so that offsets of evidence remain valid. */
export type Mask = (text: string) => string

const cover = '█'
/** Shorter ones would strike through words that say nothing of the seller. */
const leastLatin = 3
const leastDigits = 5
const leastOther = 2

// Bounded on both sides, so that no text makes them slow.
const addresses =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu
const numbers = /\+\d(?:[\s().-]{0,3}\d){6,16}/g

/** Masks the seller's stated details wherever they appear, in any case. */
export function maskOfSeller(seller: Seller | undefined): Mask {
  const values = [
    seller?.id,
    seller?.name,
    ...(seller?.identifiers ?? []).map(({ value }) => value),
  ].flatMap((value) => (value === undefined ? [] : [value.trim()]))
  const identifying = [...new Set(values)].filter(isIdentifying).sort((a, b) => b.length - a.length)
  if (identifying.length === 0) return (text) => text
  const words = new RegExp(identifying.map(escaped).join('|'), 'giu')
  return (text) => text.replace(words, covered)
}

/** Masks addresses of e-mail, and telephone numbers that are written with their country. */
export function maskContacts(text: string): string {
  return text.replace(addresses, covered).replace(numbers, covered)
}

function escaped(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function isIdentifying(value: string): boolean {
  if (/^[\d\s.+-]*$/.test(value)) return value.length >= leastDigits
  return value.length >= (/^[\x20-\x7e]*$/.test(value) ? leastLatin : leastOther)
}

function covered(word: string): string {
  return cover.repeat(word.length)
}
