/** Cents, and for a smaller amount two digits that count. */
function digitsOf(amount: number): number {
  if (amount === 0 || amount >= 0.0995) return 2
  return Math.min(20, 1 - Math.floor(Math.log10(amount)))
}

function formatOf(locale: string, currency: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** A cost, which unlike a price is computed. */
export function amountWords(locale: string, currency: string, amount: number): string {
  return formatOf(locale, currency, digitsOf(amount)).format(amount)
}

/** A range of costs, as the language writes it. */
export function rangeWords(locale: string, currency: string, from: number, to: number): string {
  return formatOf(locale, currency, Math.min(digitsOf(from), digitsOf(to))).formatRange(from, to)
}
