import type { Assessment, Listing } from '#contract'
import { REFERRED } from '../brand/index.ts'
import { exchangeRates } from '../../vocabulary/index.ts'
import { isEvidenceOfFalsity } from '../signal-codes.ts'
import { COSTLY_FROM, OTHER_GOODS_BELOW, SURE } from '../signals/index.ts'
import { ENOUGH_TOGETHER, passedOff } from '../verdict/index.ts'

/** Facts of single listings that a portfolio counts. */
export const marks = ['choices', 'pictures', 'quantities', 'signs', 'reviews'] as const
export type Mark = (typeof marks)[number]

/** What one listing adds to its seller’s portfolio. Plain data, the same for the same assessment. */
export interface PortfolioEntry {
  /** ID of the brand that the goods are offered as; absent if none. */
  brand?: string
  /** Index in `priceLevels` of the price; absent if there was nothing to compare it with. */
  level?: number
  /** The price as stated, of goods of a brand. */
  price?: string
  marks: readonly Mark[]
}

/** Upper ends of the levels, in parts of the lowest usual price; a last level has none. */
export const priceLevels = [1 / 10, 1 / 5, 1 / 3, 1 / 2, 3 / 4, 1, 3 / 2, Infinity] as const

/** Used goods honestly cost this much less than new ones at the lower end. */
const USED_FACTOR = 6
/** List prices are commonly discounted to this part of themselves. */
const LIST_PRICE_FACTOR = 2.25

/** Signals by which the stated price is none to compare, or is the brand’s own matter. */
const withoutPrice = new Set([
  'price.placeholder',
  'price.text-differs',
  'price.picture-differs',
  'guard.authorised-seller',
  'guard.other-role',
])

const markOf: Readonly<Record<string, Mark>> = {
  'price.one-for-many': 'choices',
  'image.seen-before': 'pictures',
  'seller.stock-of-scarce-goods': 'quantities',
  'review.buyers-say-fake': 'reviews',
  'review.buyers-compare': 'reviews',
}

/**
 * What a listing adds to its seller’s portfolio, by its assessment. Official pictures, the age of the account and the
 * channel are a brand’s wishes and never enter; nor do signals from the portfolio itself.
 */
export function portfolioEntry(
  { price }: Pick<Listing, 'price'>,
  assessment: Pick<Assessment, 'brands' | 'signals' | 'price'>,
): PortfolioEntry {
  const [brand] = assessment.brands
  if (brand === undefined || brand.confidence < REFERRED || !passedOff.has(brand.role ?? 'offered'))
    return { marks: [] }
  const found = new Set<Mark>()
  let falsity = 0
  let isPriced = true
  for (const { code, weight } of assessment.signals) {
    if (withoutPrice.has(code)) isPriced = false
    const mark = markOf[code]
    if (mark !== undefined) found.add(mark)
    else if (weight > 0 && isEvidenceOfFalsity(code)) falsity += weight
  }
  if (falsity >= ENOUGH_TOGETHER) found.add('signs')
  const entry: PortfolioEntry = { brand: brand.id, marks: marks.filter((mark) => found.has(mark)) }
  if (!isPriced || price === undefined) return entry
  entry.price = `${Number(price.amount)} ${price.currency}`
  if (brand.confidence < SURE) return entry
  const level = levelOf(assessment.price, price.currency)
  if (level !== undefined) entry.level = level
  return entry
}

/**
 * Cheap goods have no level: remnants, packs and local prices make them cheaper yet, and usual prices of them say nothing
 * of costly goods beside them. Nor have those held against a price tier, which is too rough. Where no goods are named, the
 * price may be that of dearer ones or of a trifle: it says something only if it is low, but not too low, for the cheapest.
 */
function levelOf(price: Assessment['price'], currency: string): number | undefined {
  if (price === undefined || !(price.share > 0) || price.band === 'tier') return undefined
  if (price.lowHere / (exchangeRates.perDollar[currency] ?? Infinity) < COSTLY_FROM)
    return undefined
  const isUsed = price.condition === 'used' || price.condition === 'refurbished'
  const share =
    price.share *
    (isUsed ? USED_FACTOR : 1) *
    (price.against === 'list-price' ? LIST_PRICE_FACTOR : 1)
  if (price.goodsNamed === false && (share >= 1 || share < OTHER_GOODS_BELOW)) return undefined
  return priceLevels.findIndex((end) => share < end)
}
