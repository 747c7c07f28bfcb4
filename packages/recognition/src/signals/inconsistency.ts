import type { Money } from '#contract'
import { REFERRED } from '../brand/index.ts'
import { gap, textOf, type Field, type MarkerHit } from '../listing-text/index.ts'
import type { SignalContext } from './signal-context.ts'
import { evidenceAt, readableNumber, type Draft } from './signal.ts'

/** This many kinds of a brand's goods at one price are a stall's list, not a listing. */
const MANY_CHOICES = 5
const VERY_MANY_CHOICES = 15
const SOME_WEIGHT = 0.6
const MANY_WEIGHT = 0.9

/** Log-odds for a price that the words of the listing don't explain. */
const OUT_OF_LINE = 1.6
const SOLD_TOO = 0.5
const OFTEN_SOLD = 20
/** A payment link for more than this pays for goods; US dollars. */
const LINK_COSTLY_FROM = 40

const TEXT_DIFFERS = 0.8
/** Pictures also show prices of other sizes, sets and days. */
const PICTURE_DIFFERS = 0.4
/** By how much a price in the text has to differ from the field's. */
const DIFFERS_BY = 4
const MOST_PRICES = 32
/** Prices are at the beginning of a text or nowhere. */
const READ_FOR_PRICES = 1500

/** One price for many colours, styles or models of a protected brand. */
export function oneForMany(context: SignalContext): Draft[] {
  const { listing, offered, reading } = context
  if (offered === undefined || listing.variants?.some((variant) => variant.price) === true)
    return []
  for (const hit of reading.markers) {
    if (hit.marker.meaning !== 'choices' || hit.field.kind !== 'title') continue
    const number = numberBefore(hit)
    if (number === undefined || number.count < MANY_CHOICES) continue
    const place = { ...hit, start: number.start }
    return [
      {
        code: 'price.one-for-many',
        weight: number.count >= VERY_MANY_CHOICES ? MANY_WEIGHT : SOME_WEIGHT,
        evidence: evidenceAt([place], {
          params: { text: textOf(place), count: number.count, brand: offered.brand.name },
        }),
      },
    ]
  }
  return []
}

/** The number directly before a word for choices; years and sizes do not count. */
function numberBefore({ field, start }: MarkerHit): { count: number; start: number } | undefined {
  const match = /(?<![\p{L}\p{N}.,])(\d{1,3})\s?$/u.exec(
    field.text.slice(Math.max(0, start - 8), start),
  )
  if (match?.[1] === undefined) return undefined
  return { count: Number(match[1]), start: start - match[0].length }
}

/** Bland goods, or none, at a price that only something else can have. */
export function outOfLine(context: SignalContext, dollars: number): Draft[] | undefined {
  const { listing, reading, tree } = context
  if (context.mentions.some((mention) => mention.confidence >= REFERRED)) return undefined
  const link = reading.markers.find(
    (hit) => hit.marker.meaning === 'payment-link' && hit.field.kind === 'title',
  )
  const bland = context.types
    .map((id) => tree.get(id)?.costlyFrom)
    .filter((from) => from !== undefined)
  const from = link === undefined ? Math.max(0, ...bland) : LINK_COSTLY_FROM
  // Each good that is named has to be a bland one.
  if (link === undefined && (bland.length === 0 || bland.length < context.types.length))
    return undefined
  if (dollars < from) return []
  const sold = (listing.unitsSold ?? 0) >= OFTEN_SOLD
  const { amount = '', currency = '' } = listing.price ?? {}
  return [
    {
      code: 'price.out-of-line',
      weight: OUT_OF_LINE + (sold ? SOLD_TOO : 0),
      evidence: {
        ...(link === undefined
          ? { field: 'price', text: `${amount} ${currency}` }
          : evidenceAt([link], {})),
        params: {
          amount,
          currency,
          ...(link !== undefined && { link: textOf(link) }),
          usual: readableNumber(from),
          ...(sold && { sold: readableNumber(listing.unitsSold ?? 0) }),
        },
      },
    },
  ]
}

interface PriceInText {
  field: Field
  start: number
  end: number
  amount: number
}

const number = '\\d{1,3}(?:[.,\\u00a0 ]\\d{3})+(?:[.,]\\d{1,2})?|\\d{1,7}(?:[.,]\\d{1,2})?'
/** How listings write the currencies; only the listing's own is looked for. */
const signs: Record<string, readonly string[]> = {
  USD: ['us$', '$', 'usd'],
  EUR: ['€', 'eur', 'euro'],
  GBP: ['£', 'gbp'],
  INR: ['₹', 'rs', 'inr'],
  CNY: ['¥', '￥', '元', 'rmb', 'cny'],
  JPY: ['¥', '￥', '円', 'jpy'],
  KRW: ['₩', '원', 'krw'],
  IDR: ['rp', 'idr'],
  VND: ['₫', 'đ', 'vnd'],
  THB: ['฿', 'บาท', 'thb'],
  MYR: ['rm', 'myr'],
  RUB: ['₽', 'руб', 'р'],
  TRY: ['₺', 'tl'],
  BRL: ['r$', 'brl'],
  MXN: ['$', 'mxn', 'pesos'],
  PLN: ['zł', 'zl', 'pln'],
  TWD: ['nt$', '元', 'twd'],
  AED: ['aed', 'درهم'],
  SAR: ['sar', 'ريال'],
}

/** How a price is written in the words. */
interface PricePattern {
  price: RegExp
  /** The currency sign that every price has. */
  sign: RegExp
}
const patterns = new Map<string, PricePattern>()

function patternFor(currency: string): PricePattern | undefined {
  const known = patterns.get(currency)
  if (known !== undefined) return known
  const written = signs[currency]?.map((sign) => sign.replaceAll('$', '\\$')).join('|')
  if (written === undefined) return undefined
  const price = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${written})\\.?\\s?(${number})(?![\\p{N}])|(?<![\\p{N}.,])(${number})\\s?(?:${written})(?!\\p{L})`,
    'giu',
  )
  const pattern = { price, sign: new RegExp(written, 'iu') }
  patterns.set(currency, pattern)
  return pattern
}

/** The listing's own price as it states it. */
function statedPrice({ amount, currency }: Money): { amount: string; currency: string } {
  return { amount, currency }
}

/** A price in the words that is far from the price of the listing. */
export function textPriceSignals(context: SignalContext): Draft[] {
  const { listing, offered, reading } = context
  const price = Number(listing.price?.amount)
  if (offered === undefined || listing.price === undefined || !(price > 0)) return []
  const pattern = patternFor(listing.price.currency)
  if (pattern === undefined) return []
  const words = reading.fields.filter(({ kind }) => kind === 'title' || kind === 'description')
  for (const place of pricesIn(words, pattern)) {
    if (!isFar(place, price) || isExplained(place, context)) continue
    return [
      {
        code: 'price.text-differs',
        weight: TEXT_DIFFERS,
        evidence: evidenceAt([place], {
          params: { text: textOf(place), ...statedPrice(listing.price) },
        }),
      },
    ]
  }
  return []
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

/** A price in a picture that is far from the price of the listing, where none in the pictures is near it. */
export function picturePriceSignals(context: SignalContext): Draft[] {
  const { listing, offered, reading } = context
  const price = Number(listing.price?.amount)
  if (offered === undefined || listing.price === undefined || !(price > 0)) return []
  const pattern = patternFor(listing.price.currency)
  const lines = reading.fields.filter(({ kind }) => kind === 'picture')
  if (pattern === undefined || lines.length === 0) return []
  const prices = pricesIn(lines, pattern)
  const other = prices.find((place) => !isExplained(place, context))
  if (other === undefined || !prices.every((place) => isFar(place, price))) return []
  return [
    {
      code: 'price.picture-differs',
      weight: PICTURE_DIFFERS,
      contextOnly: true,
      evidence: evidenceAt([other], {
        params: { text: textOf(other), ...statedPrice(listing.price) },
      }),
    },
  ]
}

function isFar({ amount }: PriceInText, price: number): boolean {
  return amount / price >= DIFFERS_BY || amount / price <= 1 / DIFFERS_BY
}

function isExplained(place: PriceInText, { lateMarkers }: SignalContext): boolean {
  return lateMarkers
    .find(place.field, 'other-price')
    .some((hit) => gap(hit, place) <= hit.marker.within)
}

function pricesIn(fields: readonly Field[], { price, sign }: PricePattern): PriceInText[] {
  const prices: PriceInText[] = []
  for (const field of fields) {
    const text = field.text.slice(0, READ_FOR_PRICES)
    if (!/\d/.test(text) || !sign.test(text)) continue
    for (const match of text.matchAll(price)) {
      if (prices.length >= MOST_PRICES) return prices
      const amount = Number(plainAmount(match[1] ?? match[2] ?? ''))
      const start = match.index
      if (amount > 0) prices.push({ field, start, end: start + match[0].length, amount })
    }
  }
  return prices
}

/** "1.299,00", "1 299" and "1,299.00" as a plain decimal: the last separator before one or two digits is the point. */
function plainAmount(text: string): string {
  const decimals = /[.,](\d{1,2})$/.exec(text)
  const whole = decimals === null ? text : text.slice(0, decimals.index)
  const digits = whole.replace(/\D/g, '')
  return decimals?.[1] === undefined ? digits : `${digits}.${decimals[1]}`
}
