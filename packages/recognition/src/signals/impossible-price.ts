import type { Band } from '../catalog/index.ts'
import { choicesIn } from './inconsistency.ts'
import { namesGoods } from './price-terms.ts'
import { packagingOnly } from './product.ts'
import { inDollars, type SignalContext } from './signal-context.ts'
import { statedPrices } from './stated-prices.ts'

/**
 * Below this part of the lowest usual price new goods are hardly ever genuine. Measured on sources to which nothing
 * was fitted, see docs/benchmarks.md.
 */
const IMPOSSIBLE_NEW = 0.35
/** Used goods sell for less. A condition that is not stated counts as used, for the seller's benefit. */
const IMPOSSIBLE_USED = 0.3
/** Goods of no named type are held against the brand's cheapest ones, and may be cheaper yet. */
const LESS_WITHOUT_TYPE = 0.05
/**
 * Log-odds before saturation: as much as the family can say. So the price reaches the threshold of a review beside
 * the weakest fact of another family, and without one it stays below.
 */
const WEIGHT = 25
/** Below this part the price is that of something else: a strap, a box, a repair, or a mistake. */
export const OTHER_GOODS_BELOW = 0.03
/** US dollars. Of cheaper goods there are remnants, packs and giveaways at any price. */
export const COSTLY_FROM = 20
/** A brand that is less surely meant, or only nearly spelt, is no measure of what is impossible. */
export const SURE = 0.69

/** Devices lose value fast, and cheap things bear their names: less than this part is the price of something else. */
const OTHER_THAN_DEVICE_BELOW = 0.08

/**
 * A price at which goods of the brand, type and condition are hardly ever sold genuine; undefined if it is not. Bands
 * of a price tier are too rough for that, and so are devices of no named model, whose parts bear the same names.
 */
export function impossiblePrice(
  context: SignalContext,
  band: Band,
  share: number,
): { part: number; weight: number } | undefined {
  const isNew = isNewStock(context)
  const isNamed = context.types.length > 0 || band.row.model !== undefined
  const part = (isNew ? IMPOSSIBLE_NEW : IMPOSSIBLE_USED) - (isNamed ? 0 : LESS_WITHOUT_TYPE)
  if (share >= part || share < OTHER_GOODS_BELOW) return undefined
  if (band.of === 'tier' || band.low < COSTLY_FROM) return undefined
  if (
    namesAccessory(context) ||
    (isDevice(context, band) && !(isNew && isNamedDevice(context, band, share)))
  )
    return undefined
  if (mayBeOtherGoods(context) || isOld(context)) return undefined
  if (!isSure(context) || statesHigherPrice(context, band.low * part)) return undefined
  return { part, weight: WEIGHT }
}

/** Goods of which there are so many, or in so many sizes and colours, are no used piece. */
const SEVERAL_PIECES = 5
const SEVERAL_VARIANTS = 4

/** True if the goods are stated to be new, or come in numbers in which no used goods do. */
function isNewStock({ condition, listing, reading }: SignalContext): boolean {
  if (condition !== 'unknown') return condition === 'new'
  if ((listing.quantity ?? 0) >= SEVERAL_PIECES || (listing.unitsSold ?? 0) >= SEVERAL_PIECES)
    return true
  if ((listing.variants?.length ?? 0) >= SEVERAL_VARIANTS) return true
  return choicesIn(reading) !== undefined
}

/** Goods that are no longer made have no usual price. */
function isOld({ reading, lateMarkers }: SignalContext): boolean {
  return reading.fields.some(
    (field) => namesGoods(field) && lateMarkers.find(field, 'vintage').length > 0,
  )
}

/** Types whose models are named on cases, parts and fittings far more often than on copies. */
export const fitted: ReadonlySet<string> = new Set([
  'phone',
  'tablet',
  'laptop',
  'headphones',
  'speaker',
  'smartwatch',
  'camera',
  'drone',
  'console',
  'game-controller',
  'hair-dryer',
  'vacuum',
  'tool',
  'kitchen-appliance',
])

/** True where a case or a part may bear the name of the goods. */
export function isDevice({ tree }: Pick<SignalContext, 'tree'>, { row }: Band): boolean {
  return tree.lineage(row.productType).some((type) => fitted.has(type))
}

export function namesAccessory({ types, tree }: SignalContext): boolean {
  return types.some((type) => tree.get(type)?.accessory === true)
}

/** True for a device whose type and model are both named, at a price that no part of it has. */
function isNamedDevice({ types, tree }: SignalContext, { row }: Band, share: number): boolean {
  return (
    row.model !== undefined &&
    share >= OTHER_THAN_DEVICE_BELOW &&
    types.some((type) => tree.related(type, row.productType))
  )
}

/** True where the listing is of packaging, or names a type of goods that the brand does not make. */
function mayBeOtherGoods(context: SignalContext): boolean {
  const { types, tree, offered } = context
  return (
    packagingOnly(context) !== undefined ||
    types.some(
      (type) => ![...(offered?.brand.productTypes ?? [])].some((own) => tree.related(own, type)),
    )
  )
}

function isSure({ offered }: SignalContext): boolean {
  if (offered === undefined || offered.confidence < SURE) return false
  return offered.places.length === 0 || offered.places.some(({ near }) => near !== 'misspelt')
}

/** True if a variant or the words state a price that such goods may have: the field's is a bait or a mistake. */
function statesHigherPrice(context: SignalContext, from: number): boolean {
  const { listing } = context
  const variants = listing.variants?.map(({ price }) => price) ?? []
  return [...variants, ...statedPrices(context)].some(
    (price) => price !== undefined && (inDollars(price, context) ?? 0) >= from,
  )
}
