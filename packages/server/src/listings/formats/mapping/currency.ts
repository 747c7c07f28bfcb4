const known = new Set(Intl.supportedValuesOf('currency'))

/** True for an ISO 4217 code in capitals. */
export function isCurrency(code: string): boolean {
  return known.has(code)
}

// A sign shared by several currencies lists all of them: other data has to say which it is.
const signs: readonly (readonly [string, readonly string[]])[] = [
  ['us$', ['USD']],
  ['hk$', ['HKD']],
  ['nt$', ['TWD']],
  ['au$', ['AUD']],
  ['ca$', ['CAD']],
  ['nz$', ['NZD']],
  ['mx$', ['MXN']],
  ['sg$', ['SGD']],
  ['a$', ['AUD']],
  ['c$', ['CAD']],
  ['s$', ['SGD']],
  ['r$', ['BRL']],
  ['$', ['USD', 'AUD', 'CAD', 'HKD', 'SGD', 'TWD', 'NZD', 'MXN', 'CLP', 'COP', 'ARS', 'BND']],
  ['€', ['EUR']],
  ['euros', ['EUR']],
  ['euro', ['EUR']],
  ['£', ['GBP']],
  ['cn¥', ['CNY']],
  ['jp¥', ['JPY']],
  ['¥', ['CNY', 'JPY']],
  ['rmb', ['CNY']],
  ['人民币', ['CNY']],
  ['人民幣', ['CNY']],
  ['元', ['CNY', 'TWD', 'HKD']],
  ['円', ['JPY']],
  ['원', ['KRW']],
  ['₩', ['KRW']],
  ['₽', ['RUB']],
  ['рублей', ['RUB']],
  ['р', ['RUB', 'BYN']],
  ['руб', ['RUB', 'BYN']],
  ['₹', ['INR']],
  ['rs', ['INR', 'PKR', 'LKR', 'NPR', 'MUR']],
  ['฿', ['THB']],
  ['บาท', ['THB']],
  ['₫', ['VND']],
  ['đ', ['VND']],
  ['₱', ['PHP']],
  ['₺', ['TRY']],
  ['₪', ['ILS']],
  ['₴', ['UAH']],
  ['₸', ['KZT']],
  ['грн', ['UAH']],
  ['zł', ['PLN']],
  ['kč', ['CZK']],
  ['ft', ['HUF']],
  ['лв', ['BGN']],
  ['lei', ['RON', 'MDL']],
  ['kr', ['SEK', 'NOK', 'DKK', 'ISK']],
  ['rp', ['IDR']],
  ['rm', ['MYR']],
  ['fr', ['CHF']],
  ['tl', ['TRY']],
  ['dhs', ['AED']],
  ['r', ['ZAR']],
]

/** The currencies that a sign or code may mean, ignoring case; empty if none. */
export function currenciesOf(text: string): readonly string[] {
  const plain = text.normalize('NFKC').trim().replace(/\.$/, '')
  const code = plain.toUpperCase()
  if (/^[A-Z]{3}$/.test(code) && known.has(code)) return [code]
  const lower = plain.toLowerCase()
  return signs.find(([sign]) => sign === lower)?.[1] ?? []
}

/** Currencies without fractional prices, in which a point groups thousands. */
const whole = new Set([
  'IDR',
  'JPY',
  'KRW',
  'VND',
  'CLP',
  'PYG',
  'ISK',
  'UGX',
  'XAF',
  'XOF',
  'HUF',
  'COP',
])

export function isWholeCurrency(code: string | undefined): boolean {
  return code !== undefined && whole.has(code)
}
