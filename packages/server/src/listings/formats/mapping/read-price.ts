import { trimEnd, type Money } from '@touchstone/contract'
import { currenciesOf, isCurrency, isWholeCurrency } from './currency.ts'

export type PriceContext = {
  /** The row's currency column: a code or a sign. */
  stated?: string
  /** ISO 4217; for rows without a currency, and to resolve a shared sign. */
  currency?: string
  decimal?: '.' | ','
}

export type ReadPrice =
  | { ok: true; money: Money }
  | {
      ok: false
      field: 'amount' | 'currency'
      problem: string
      remedy: string
      /** Unreadable text by default. */
      reason?: 'ambiguous' | 'no-currency'
    }

/**
 * Parses a price as people write it: "1.299,00 €", "Rp 1.250.000", "¥680", "USD 19.90". The amount uses a decimal
 * point, without grouping and trailing zeros. The currency comes from the text, the row or the mapping and is never
 * guessed; ambiguous text is a fault.
 */
export function readPrice(value: string | number, context: PriceContext = {}): ReadPrice {
  const text = typeof value === 'number' ? decimalText(value) : plainDigits(value)
  const split = splitPrice(text)
  if (!split.ok) return split
  const currency = currencyOf(split.words, context)
  if (!currency.ok) return currency
  if (typeof value === 'number') {
    return { ok: true, money: { amount: canonical(split.digits), currency: currency.code } }
  }
  const isWhole = isWholeCurrency(currency.code)
  const amount = amountOf(split.digits, context.decimal, isWhole)
  if (!amount.ok) return amount
  return { ok: true, money: { amount: amount.text, currency: currency.code } }
}

/** 1e21 → "1000000000000000000000"; the shortest digits that round-trip. */
export function decimalText(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
}

const zeros = ['\u0660', '\u06f0', '\u0966', '\u0e50'].map((zero) => zero.charCodeAt(0))

function plainDigits(text: string): string {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',')
    // "US $12.99"
    .replace(/^([A-Z]{1,2}) \$/i, '$1$')
  return plain.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u0e50-\u0e59]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (zeros.findLast((zero) => zero <= code) ?? code))
  })
}

type Split = { ok: true; digits: string; words: string[] } | Extract<ReadPrice, { ok: false }>

const number = /\d(?:[\d.,'’\s]*\d)?/g
// Text beside a price that does not change it.
const noise =
  /\b(?:incl|inkl|excl|zzgl|vat|mwst|ust|iva|tva|tax|nds|ab|from|each|per|only|nur|price|preis|harga|now|jetzt)\b|起|含税|包邮|(?<!\p{L})(?:от|за|с|ндс|шт)(?!\p{L})/giu

function splitPrice(text: string): Split {
  const bad = (problem: string): Split => ({
    ok: false,
    field: 'amount',
    problem,
    remedy:
      'write one price in digits, such as 19.90, with its currency beside it or in its own column',
  })
  const exponent = /^\d+(?:\.\d+)?e[+-]?\d+$/i.exec(text)
  if (exponent !== null && Number.isFinite(Number(text))) {
    return { ok: true, digits: decimalText(Number(text)), words: [] }
  }
  const numbers = text.match(number) ?? []
  const [digits] = numbers
  if (digits === undefined) return bad('holds no number')
  if (numbers.length > 1) return bad('contains more than one number')
  const at = text.indexOf(digits)
  const before = text.slice(0, at)
  const after = text.slice(at + digits.length).replace(/^[.,]?\s*[-–—]+(?=\s|\p{L}|\p{Sc}|$)/u, '')
  if (/[-−–(]$/.test(withoutSign(before))) return bad('is negative')
  const around = `${before} ${after}`.replace(noise, ' ').replace(/\d|[%()/:;*!,_'"+~≈-]/g, ' ')
  if (/%/.test(after)) return bad('is a percentage, not a price')
  const words = around
    .split(/\s+/)
    .flatMap((word) => (word.replace(/\./g, '') === '' ? [] : [word]))
  const strange = words.find((word) => currenciesOf(word).length === 0)
  if (strange !== undefined)
    return bad(`holds words that are no currency (${strange.slice(0, 20)})`)
  return {
    ok: true,
    digits: before.endsWith('.') && /^\.$|\s\.$/.test(before) ? `0.${digits}` : digits,
    words,
  }
}

/** The text before a number, without spaces and one currency sign at its end. */
function withoutSign(before: string): string {
  return before
    .trimEnd()
    .replace(/\p{Sc}$/u, '')
    .trimEnd()
}

type Currency = { ok: true; code: string } | Extract<ReadPrice, { ok: false }>

function currencyOf(words: readonly string[], context: PriceContext): Currency {
  const bad = (problem: string, remedy: string, reason?: 'no-currency'): Currency => ({
    ok: false,
    field: 'currency',
    problem,
    remedy,
    ...(reason !== undefined && { reason }),
  })
  const stated = context.stated?.trim() ?? ''
  const said = [...words, ...(stated === '' ? [] : [stated])]
  let candidates: readonly string[] | undefined
  for (const word of said) {
    const meant = currenciesOf(word)
    if (meant.length === 0) {
      return bad(`is not an ISO 4217 currency (${word.slice(0, 20)})`, 'write its code: "EUR"')
    }
    const both = candidates?.filter((code) => meant.includes(code)) ?? meant
    if (both.length === 0) {
      return bad(`names two currencies (${said.join(', ')})`, 'write the currency of the price')
    }
    candidates = both
  }
  const fallback = context.currency
  if (candidates === undefined) {
    if (fallback !== undefined && isCurrency(fallback)) return { ok: true, code: fallback }
    return bad(
      'is missing, and currencies are not guessed',
      'name the currency column, or one currency for the whole file',
      'no-currency',
    )
  }
  const [only] = candidates
  if (candidates.length === 1 && only !== undefined) return { ok: true, code: only }
  if (fallback !== undefined && candidates.includes(fallback)) return { ok: true, code: fallback }
  const choices = candidates.slice(0, 4).join(', ')
  return bad(
    `may be any of ${choices}, which share this sign`,
    'name the currency of the file, or write its code',
    'no-currency',
  )
}

type Amount = { ok: true; text: string } | Extract<ReadPrice, { ok: false }>

function amountOf(written: string, decimal: '.' | ',' | undefined, isWhole: boolean): Amount {
  const isSpaced = /[\s'’]/.test(written)
  if (isSpaced && !/^\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?$/.test(written)) return unclear(written)
  const digits = written.replace(/[\s'’]/g, '')
  const separators = digits.replace(/\d/g, '')
  const last = separators.at(-1)
  if (last === undefined) return { ok: true, text: canonical(digits) }
  const parts = digits.split(/[.,]/)
  const isMixed = new Set(separators).size > 1
  const end = parts.at(-1) ?? ''
  const head = parts.slice(0, -1)
  if (isMixed) {
    const isOrdered = separators.indexOf(last) === separators.length - 1
    return isOrdered && isGrouped(head)
      ? { ok: true, text: canonical(`${head.join('')}.${end}`) }
      : unclear(written)
  }
  if (separators.length > 1) {
    return isGrouped(parts) ? { ok: true, text: canonical(parts.join('')) } : unclear(written)
  }
  const couldGroup = !isSpaced && isGrouped(parts) && !/^0/.test(head[0] ?? '')
  const isDecimal = !couldGroup || (decimal === last && !isWhole)
  if (!isDecimal && decimal === undefined && !isWhole) return unclear(written)
  return { ok: true, text: canonical(isDecimal ? `${head.join('')}.${end}` : parts.join('')) }
}

// Grouped by thousands, or in lakhs and crores as in India: 12,34,567.
function isGrouped(parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.at(-1)
  if (last === undefined) return true
  if (!/^\d{1,3}$/.test(first) || last.length !== 3) return false
  const middle = rest.slice(0, -1)
  return (
    middle.every(({ length }) => length === 3) ||
    (first.length <= 2 && middle.every(({ length }) => length === 2))
  )
}

function unclear(written: string): Amount {
  return {
    ok: false,
    field: 'amount',
    problem: `can be read in two ways (${written.slice(0, 30)})`,
    remedy: 'state which sign is the decimal separator, or write two decimals: 1299.00',
    reason: 'ambiguous',
  }
}

function canonical(digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.')
  const plain = whole.replace(/^0+(?=\d)/, '') || '0'
  const rest = trimEnd(fraction, '0')
  return rest === '' ? plain : `${plain}.${rest}`
}
