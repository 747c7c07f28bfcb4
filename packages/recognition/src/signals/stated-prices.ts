import type { Listing, Money } from '#contract'
import { gap, type Field, type Place } from '../listing-text/index.ts'
import { inDollars, type ListingPrice, type SignalContext } from './signal-context.ts'

const MAX_PRICES = 32
/** Prices are at the beginning of a text or nowhere. */
const READ_FOR_PRICES = 1500
/** Characters between an amount and words that call it a deposit, a rent, a first bid. */
const NO_PRICE_WITHIN = 16

/** A price in the words of a listing. */
export interface PriceInText extends Place {
  field: Field
  amount: number
}

const number = '\\d{1,3}(?:[.,\\u00a0 ]\\d{3})+(?:[.,]\\d{1,2})?|\\d{1,7}(?:[.,]\\d{1,2})?'

/** How listings write a currency. */
interface Writing {
  signs: readonly string[]
  /** Words that make an amount so many times as large: "250rb". */
  times?: Readonly<Record<string, number>>
  /** Words of `times` that are written of prices alone, so that no sign is needed. */
  amounts?: readonly string[]
  /** Signs that also stand beside sizes ("р. 42", "EUR 42"): of use only where the currency is known. */
  ofSizes?: readonly string[]
}

const TEN_THOUSAND = 10_000
const MILLION = 1_000_000

const writings: Record<string, Writing> = {
  USD: { signs: ['us$', '$', 'usd'] },
  EUR: { signs: ['€', 'eur', 'euro', 'euros'], ofSizes: ['eur', 'euro'] },
  GBP: { signs: ['£', 'gbp'] },
  INR: { signs: ['₹', 'rs', 'inr', 'रुपये', 'रु'] },
  CNY: { signs: ['¥', '￥', '元', 'rmb', 'cny'], times: { 万: TEN_THOUSAND } },
  JPY: { signs: ['¥', '￥', '円', 'jpy'], times: { 万: TEN_THOUSAND } },
  KRW: { signs: ['₩', '원', 'krw'], times: { 만: TEN_THOUSAND, 천: 1000 } },
  IDR: {
    signs: ['rp', 'idr'],
    times: { rb: 1000, ribu: 1000, k: 1000, jt: MILLION, juta: MILLION },
    amounts: ['rb', 'ribu', 'jt', 'juta'],
  },
  VND: {
    signs: ['₫', 'đ', 'vnd', 'vnđ', 'đồng'],
    times: { k: 1000, nghìn: 1000, ngàn: 1000, tr: MILLION, triệu: MILLION },
    amounts: ['nghìn', 'ngàn', 'triệu'],
  },
  THB: { signs: ['฿', 'บาท', 'thb'] },
  MYR: { signs: ['rm', 'myr'] },
  RUB: {
    signs: ['₽', 'рублей', 'рубля', 'руб', 'р'],
    times: { тыс: 1000, 'тыс.': 1000 },
    ofSizes: ['р'],
  },
  UAH: { signs: ['₴', 'грн', 'гривень'], times: { тис: 1000, 'тис.': 1000 } },
  TRY: { signs: ['₺', 'tl'], times: { bin: 1000 } },
  BRL: { signs: ['r$', 'brl', 'reais'], times: { mil: 1000 } },
  MXN: { signs: ['$', 'mxn', 'pesos'] },
  PLN: { signs: ['zł', 'zl', 'pln'] },
  TWD: { signs: ['nt$', '元', 'twd'] },
  AED: { signs: ['aed', 'درهم'] },
  SAR: { signs: ['sar', 'ريال'] },
  // A toman is ten rials.
  IRR: {
    signs: ['ریال'],
    times: {
      میلیون: MILLION,
      هزار: 1000,
      'میلیون تومان': 10 * MILLION,
      'هزار تومان': TEN_THOUSAND,
      تومان: 10,
      تومن: 10,
    },
    amounts: ['میلیون تومان', 'هزار تومان', 'تومان', 'تومن'],
  },
}

/**
 * The currency of a sign that several share, by the language of the listing. Elsewhere it is that of the dearest of
 * them, so that no price is read as lower than it may be.
 */
const shared: Readonly<Record<string, { dearest: string; byLanguage: Record<string, string> }>> = {
  $: { dearest: 'USD', byLanguage: {} },
  '¥': { dearest: 'CNY', byLanguage: { ja: 'JPY' } },
  '￥': { dearest: 'CNY', byLanguage: { ja: 'JPY' } },
  元: { dearest: 'CNY', byLanguage: { 'zh-Hant': 'TWD' } },
}

/** How a price is written in the words. */
export interface PricePattern {
  price: RegExp
  /** What every price has: a sign, or a word that only prices have. */
  sign: RegExp
  times: Readonly<Record<string, number>>
}
const patterns = new Map<string, PricePattern>()

/** The pattern of prices in a currency; undefined where its writing is not known. */
export function patternFor(currency: string): PricePattern | undefined {
  const known = patterns.get(currency)
  if (known !== undefined) return known
  const writing = writings[currency]
  if (writing === undefined) return undefined
  const pattern = patternOf(writing.signs, writing)
  patterns.set(currency, pattern)
  return pattern
}

function patternOf(signs: readonly string[], { times = {}, amounts = [] }: Writing): PricePattern {
  const written = alternatives(signs)
  const factors = Object.keys(times)
  const factor = factors.length === 0 ? '' : `(?:\\s?(?<factorX>${alternatives(factors)})\\.?)?`
  const named = (name: string): string => factor.replace('factorX', name)
  const ways = [
    `(?<![\\p{L}\\p{N}])(?:${written})[.:]?\\s?(?<behind>${number})${named('f1')}(?![\\p{N}]|[.,]\\d)`,
    `(?<![\\p{N}.,])(?<before>${number})${named('f2')}\\s?(?:${written})(?!\\p{L})`,
  ]
  if (amounts.length > 0)
    ways.push(
      `(?<![\\p{N}.,])(?<counted>${number})\\s?(?<f3>${alternatives(amounts)})(?![\\p{L}\\p{N}])`,
    )
  return {
    price: new RegExp(ways.join('|'), 'giu'),
    sign: new RegExp(alternatives([...signs, ...amounts]), 'iu'),
    times,
  }
}

/** The longest first, so that a shorter one does not end a match early. */
function alternatives(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[$.]/g, '\\$&'))
    .join('|')
}

/** The prices in the title and the description, in the listing's currency; list prices are none of them. */
export function statedPrices(context: SignalContext): Money[] {
  const { listing, reading } = context
  const currency = listing.price?.currency ?? ''
  const pattern = patternFor(currency)
  if (pattern === undefined) return []
  const fields = reading.fields.filter(({ kind }) => kind === 'title' || kind === 'description')
  return pricesIn(fields, pattern)
    .filter((place) => !isExplained(place, context))
    .map(({ amount }) => ({ amount: String(amount), currency }))
}

/** Whether words beside a price call it another than that of the goods: a list price, shipping. */
export function isExplained(place: PriceInText, { lateMarkers }: SignalContext): boolean {
  return lateMarkers
    .find(place.field, 'other-price')
    .some((hit) => gap(hit, place) <= hit.marker.within)
}

/** The prices of a currency in fields, in order. */
export function pricesIn(
  fields: readonly Field[],
  { price, sign, times }: PricePattern,
): PriceInText[] {
  const prices: PriceInText[] = []
  for (const field of fields) {
    const text = inDigits(field.text.slice(0, READ_FOR_PRICES))
    if (!/\d/.test(text) || !sign.test(text)) continue
    for (const match of text.matchAll(price)) {
      if (prices.length >= MAX_PRICES) return prices
      const { behind, before, counted, f1, f2, f3 } = match.groups ?? {}
      const factor = times[(f1 ?? f2 ?? f3 ?? '').toLowerCase()] ?? 1
      const amount = Number(plainAmount(behind ?? before ?? counted ?? '')) * factor
      const start = match.index
      if (amount > 0) prices.push({ field, start, end: start + match[0].length, amount })
    }
  }
  return prices
}

const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g

/** The text with Arabic, Persian, Devanagari and full-width digits as those of ASCII, each in its place. */
function inDigits(text: string): string {
  return text.replace(otherDigits, (digit) => {
    const code = digit.charCodeAt(0)
    return String((code & 15) - (code >= 0x966 && code <= 0x96f ? 6 : 0))
  })
}

/** "1.299,00", "1 299" and "1,299.00" as a plain decimal: the last separator before one or two digits is the point. */
function plainAmount(text: string): string {
  const decimals = /[.,](\d{1,2})$/.exec(text)
  const integerPart = decimals === null ? text : text.slice(0, decimals.index)
  const digits = integerPart.replace(/\D/g, '')
  return decimals?.[1] === undefined ? digits : `${digits}.${decimals[1]}`
}

/** The patterns of the currencies of which a text without a stated currency may speak. */
const unstated = Object.entries(writings).flatMap(([currency, writing]) => {
  const own = writing.signs.filter(
    (sign) => shared[sign] === undefined && !writing.ofSizes?.includes(sign),
  )
  return own.length === 0 ? [] : [{ currency, pattern: patternOf(own, writing) }]
})
const anySign = new RegExp(
  alternatives(
    Object.values(writings).flatMap(({ signs, amounts = [] }) => [...signs, ...amounts]),
  ),
  'iu',
)

/**
 * The price that the words of a listing without a price state: in the title, or behind a word for the price in the
 * description. Of several it is the highest, for the seller's benefit. Deposits, instalments, rents, first bids, list
 * prices and shipping are none; nor is anything where the file held a price that could not be read.
 */
export function priceInWords(context: SignalContext): ListingPrice | undefined {
  const { listing, reading } = context
  if (listing.price !== undefined || hasOtherPrice(listing)) return undefined
  let best: (ListingPrice & { dollars: number }) | undefined
  for (const field of reading.fields) {
    if (field.kind !== 'title' && field.kind !== 'description') continue
    const text = field.text.slice(0, READ_FOR_PRICES)
    if (!/\p{Nd}/u.test(text) || !anySign.test(text)) continue
    for (const { currency, pattern } of [...unstated, ...sharedPatterns(listing.language)])
      for (const place of pricesIn([field], pattern)) {
        if (!isOfGoods(place, context)) continue
        const money = { amount: String(place.amount), currency }
        const dollars = inDollars(money, context) ?? 0
        if (dollars > (best?.dollars ?? 0)) best = { money, place, dollars }
      }
  }
  return best
}

/** True where prices of variants or an unread value stand for that of the field. */
function hasOtherPrice({ variants, unread }: Listing): boolean {
  return (
    variants?.some(({ price }) => price !== undefined) === true ||
    unread?.some(({ field }) => field === 'price') === true
  )
}

const bySign = new Map<string, PricePattern>()

function sharedPatterns(
  language: string | undefined,
): { currency: string; pattern: PricePattern }[] {
  return Object.entries(shared).map(([sign, { dearest, byLanguage }]) => {
    const currency = (language === undefined ? undefined : byLanguage[language]) ?? dearest
    let pattern = bySign.get(sign + currency)
    if (pattern === undefined) {
      pattern = patternOf([sign], writings[currency] as Writing)
      bySign.set(sign + currency, pattern)
    }
    return { currency, pattern }
  })
}

function isOfGoods(place: PriceInText, context: SignalContext): boolean {
  const { field } = place
  if (isExplained(place, context)) return false
  const none = context.lateMarkers.find(field, 'no-price')
  if (none.some((hit) => gap(hit, place) <= NO_PRICE_WITHIN)) return false
  if (field.kind === 'title') return true
  return context.lateMarkers
    .find(field, 'price')
    .some((hit) => hit.end <= place.start && gap(hit, place) <= hit.marker.within)
}
