import type { Money } from '#contract'
import { REFERRED } from '../brand/index.ts'
import { textOf, type MarkerHit, type Place, type Reading } from '../listing-text/index.ts'
import type { SignalContext } from './signal-context.ts'
import { evidenceAt, readableNumber, type Draft } from './signal.ts'
import { isExplained, patternFor, pricesIn, type PriceInText } from './stated-prices.ts'

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

/** One price for many colours, styles or models of a protected brand. */
export function oneForMany(context: SignalContext): Draft[] {
  const { listing, offered, reading } = context
  if (offered === undefined || listing.variants?.some((variant) => variant.price) === true)
    return []
  const choices = choicesIn(reading)
  if (choices === undefined) return []
  const { place, count } = choices
  return [
    {
      code: 'price.one-for-many',
      weight: count >= VERY_MANY_CHOICES ? MANY_WEIGHT : SOME_WEIGHT,
      evidence: evidenceAt([place], {
        params: { text: textOf(place), count, brand: offered.brand.name },
      }),
    },
  ]
}

/** Where the title says that the goods come in many colours, styles or models. */
export function choicesIn({ markers }: Reading): { place: Place; count: number } | undefined {
  for (const hit of markers) {
    if (hit.marker.meaning !== 'choices' || hit.field.kind !== 'title') continue
    const number = numberBefore(hit)
    if (number !== undefined && number.count >= MANY_CHOICES)
      return { place: { ...hit, start: number.start }, count: number.count }
  }
  return undefined
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
