/** A piece of text that looks like personal data, and the kind that it looks like. */
export type PersonalTrace = {
  kind: 'e-mail address' | 'phone number' | 'bank account' | 'payment card' | 'known detail'
  found: string
}

/**
 * Finds what must not appear in a public record: e-mail addresses, phone numbers, bank accounts and payment cards by
 * their form and check digits, and details of the parties that the caller knows, such as the seller's name and
 * address. Unknown names cannot be found: a person still has to read it.
 */
export function personalTraces(text: string, known: readonly string[] = []): PersonalTrace[] {
  const folded = fold(text)
  const details = known
    .map((detail) => detail.trim())
    .filter((detail) => [...detail].length > 2 && containsWords(folded, fold(detail)))
    .map((found): PersonalTrace => ({ kind: 'known detail', found }))
  const emails = matches(
    text,
    /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu,
  ).map((found): PersonalTrace => ({ kind: 'e-mail address', found }))
  const accounts = matches(text, /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b/g)
    .filter(isIban)
    .map((found): PersonalTrace => ({ kind: 'bank account', found }))
  const cards = matches(text, /(?<![\d])\d(?:[ -]?\d){12,18}(?![\d])/g)
    .filter((found) => isCardNumber(found.replaceAll(/\D/g, '')))
    .map((found): PersonalTrace => ({ kind: 'payment card', found }))
  const numbers = [...accounts, ...cards].map(({ found }) => found)
  const phones = matches(text, /(?<![\w/.-])(?:\+|00)\d[\d ()./-]{6,18}\d(?![\w])/g)
    .filter((found) => !numbers.some((number) => number.includes(found)))
    .map((found): PersonalTrace => ({ kind: 'phone number', found }))
  return [...details, ...emails, ...accounts, ...cards, ...phones]
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([match]) => match)
}

function fold(text: string): string {
  const words = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return ` ${words.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `
}

function containsWords(folded: string, detail: string): boolean {
  return detail.trim() !== '' && folded.includes(detail)
}

function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '')
  if (compact.length < 15 || compact.length > 34) return false
  const moved = compact.slice(4) + compact.slice(0, 4)
  let rest = 0
  for (const character of moved) {
    for (const digit of String(parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}

/** 13 to 19 digits that fulfil Luhn's formula; an EAN-13 hardly ever begins as a card does. */
function isCardNumber(digits: string): boolean {
  if (!/^[3-6]\d{13,18}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
