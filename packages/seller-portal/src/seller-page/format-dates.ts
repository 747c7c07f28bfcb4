import type { SellerLanguage } from '@touchstone/contract'

const hour = 3_600_000
const day = 24 * hour

/** A moment in the reader's time zone, which it names. */
export function momentIn(language: SellerLanguage, at: string): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at))
}

/** A calendar day, independent of time zones. */
export function dayIn(language: SellerLanguage, date: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(date),
  )
}

/** Whole days; on the last day hours, and at least one. */
export function timeLeftIn(language: SellerLanguage, milliseconds: number): string {
  const [amount, unit] =
    milliseconds >= day
      ? ([Math.floor(milliseconds / day), 'day'] as const)
      : ([Math.max(1, Math.floor(milliseconds / hour)), 'hour'] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    amount,
  )
}

/** Names of countries, joined as usual in the language. */
export function regionsIn(language: SellerLanguage, codes: readonly string[]): string {
  const names = codes.map((code) => regionIn(language, code))
  return new Intl.ListFormat(language).format(names)
}

function regionIn(language: SellerLanguage, code: string): string {
  return /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code)
    : code
}
