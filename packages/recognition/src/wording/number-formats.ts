/** Numbers, shares, money and languages as one language writes them. */
export interface NumberFormats {
  number(value: number): string
  /** Per cent: 9 is 9%. */
  percent(value: number): string
  money(amount: number | string, currency: string): string
  language(code: string): string
  list(words: readonly string[]): string
  plural(count: number): string
}

export function numberFormats(locale: string): NumberFormats {
  const lists = once(
    // British English sets no comma before the last of several.
    () => new Intl.ListFormat(locale === 'en' ? 'en-GB' : locale),
  )
  const plurals = once(() => new Intl.PluralRules(locale))
  const names = once(() => new Intl.DisplayNames(locale, { type: 'language' }))
  const shared = {
    language: (code: string) => (/^[a-z]{2,3}$/.test(code) ? (names().of(code) ?? code) : code),
    list: (words: readonly string[]) =>
      words.length === 1 ? `${words[0]}` : lists().format(words),
    plural: (count: number) => plurals().select(count),
  }
  if (locale === 'en')
    return {
      ...shared,
      number: grouped,
      percent: (value) => `${value}%`,
      money: (amount, currency) =>
        `${typeof amount === 'string' ? amount : grouped(amount)} ${currency}`,
    }
  const numbers = once(() => new Intl.NumberFormat(locale))
  const percents = once(
    () => new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 3 }),
  )
  return {
    ...shared,
    number: (value) => numbers().format(value),
    percent: (value) => percents().format(value / 100),
    money: moneyIn(locale),
  }
}

function moneyIn(locale: string): NumberFormats['money'] {
  const formats = new Map<string, Intl.NumberFormat>()
  return (amount, currency) => {
    // A masked value is no amount.
    if (!/^[A-Z]{3}$/.test(currency) || !Number.isFinite(Number(amount)))
      return `${amount} ${currency}`
    const format =
      formats.get(currency) ??
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'code',
        minimumFractionDigits: 0,
        maximumFractionDigits: 20,
      })
    formats.set(currency, format)
    // A decimal string keeps all of its digits.
    return format.format(amount as Intl.StringNumericLiteral)
  }
}

/** "1,100", "0.4", "12": as Intl writes English, and many times sooner. */
function grouped(value: number): string {
  const text = `${value}`
  if (text.length < 4 || text.includes('e')) return text
  const point = text.indexOf('.')
  const fraction = point === -1 ? '' : text.slice(point)
  let integerPart = point === -1 ? text : text.slice(0, point)
  for (let at = integerPart.length - 3; at > (value < 0 ? 1 : 0); at -= 3)
    integerPart = `${integerPart.slice(0, at)},${integerPart.slice(at)}`
  return integerPart + fraction
}

/** Created when first needed: each takes longer than a page of sentences. */
function once<T>(make: () => T): () => T {
  let instance: T | undefined
  return () => (instance ??= make())
}
