import type { Assessment, Money, Product } from '#contract'
import type { Mention } from '../brand/index.ts'
import type { Band, KnownBrand } from '../catalog/index.ts'
import {
  COSTLY_FROM,
  fitted,
  impossiblePrice,
  isDevice,
  namesAccessory,
  OTHER_GOODS_BELOW,
  SURE,
} from './impossible-price.ts'
import { oneForMany, outOfLine, picturePriceSignals, textPriceSignals } from './inconsistency.ts'
import { uncovered } from '../listing-text/index.ts'
import { isPriceOfGoods, piecesOf } from './price-terms.ts'
import { dayOf, inDollars, type ListingPrice, type SignalContext } from './signal-context.ts'
import { evidenceAt, readableNumber, readablePercent, type Draft } from './signal.ts'

type Msrp = NonNullable<Product['msrp']>[number]

/** Below this share of the lowest usual price a new good begins to look too cheap. */
const NEW_FROM = 0.9
/** List prices are commonly discounted by half and more; the lowest usual price is not. */
const NEW_FROM_MSRP = 0.4
/** Used goods lose most of their price honestly: their curve begins far lower. */
const USED_FROM = 0.15
/** A brand that hardly more than a word of the description may mean is no measure of a price. */
const SURE_IN_DESCRIPTION = 0.6
/** Log-odds for each e-fold below that share. */
const SLOPE = 2.6
/** Between the usual price and the lowest usual one a low price is weak evidence. */
const TYPICAL_FROM = 0.75
const TYPICAL_SLOPE = 0.45
/** Below this share of such a model's lowest price, something of no named type may be a part for it. */
const PART_BELOW = 0.2
const placeholders = new Set([
  0, 0.01, 0.1, 1, 9.99, 99.99, 999, 9999, 99999, 999999, 123, 1234, 12345, 111, 1111,
])

/** The basis of comparison: the list price of a product, or the usual prices of a brand. */
export type PriceBasis =
  | { kind: 'list-price'; product: Product; dollars: number; money: Msrp }
  | { kind: 'usual-prices'; band: Band; brand: KnownBrand; pieces: number }

/** The basis for comparing the listing's price; undefined if there is none. */
export function priceBasis(context: SignalContext): PriceBasis | undefined {
  const { price, offered } = context
  const dollars = price && inDollars(price.money, context)
  if (offered === undefined || dollars === undefined) return undefined
  if (isDoubtfulMention(offered)) return undefined
  const msrp = msrpOf(context, offered)
  if (msrp !== undefined) return { kind: 'list-price', ...msrp }
  const maker = makerOf(context, offered)
  const band = bandOf(context, maker, dollars)
  if (band === undefined || isOfAnyAge(context, band)) return undefined
  const pieces = piecesOf(context, band)
  return { kind: 'usual-prices', band, brand: maker.brand, pieces }
}

/**
 * The brand whose goods these are: where several brands are named and the first names no goods, the one whose model is
 * named. “Air Force 1 Kaws” is a shoe of Nike’s.
 */
function makerOf({ mentions, types }: SignalContext, offered: Mention): Mention {
  if (types.length > 0 || hasModelBand(offered)) return offered
  const maker = mentions.find(
    (other) => other.role === 'offered' && other.confidence >= SURE && hasModelBand(other),
  )
  return maker === undefined || isDoubtfulMention(maker) ? offered : maker
}

function hasModelBand({ brand, places }: Mention): boolean {
  return places.some(({ form }) => form.kind === 'model' && brand.modelBands.has(form.key))
}

/** Devices of no named model may be of any age, and old ones are sold for next to nothing. */
function isOfAnyAge(context: SignalContext, band: Band): boolean {
  if (context.condition === 'new' || context.saidFalse || band.row.model !== undefined) return false
  return isDevice(context, band)
}

function isDoubtfulMention({ confidence, places }: Mention): boolean {
  return (
    confidence < SURE_IN_DESCRIPTION &&
    places.length > 0 &&
    places.every(({ field }) => field.kind === 'description')
  )
}

/** The comparison as worded, in the listing's own currency; undefined if there is none. */
export function priceComparison(
  context: SignalContext,
  basis: PriceBasis | undefined,
): Assessment['price'] {
  const { price } = context.listing
  const perDollar = price && context.rates.perDollar[price.currency]
  if (basis === undefined || price === undefined || perDollar === undefined) return undefined
  const ofList = basis.kind === 'list-price'
  const lowDollars = ofList ? basis.dollars : basis.band.low
  const low = ofList
    ? basis.money
    : { amount: basis.band.row.low, currency: basis.band.row.currency }
  const stated = ofList ? {} : statedOf(basis.band)
  const { amount, currency } = low
  return {
    against: basis.kind,
    reference: ofList ? basis.product.id : referenceOf(basis.brand, basis.band),
    low: { amount, currency },
    lowHere: lowDollars * perDollar,
    ...(!ofList && { typicalHere: typicalOf(basis.band, context, price) * perDollar }),
    ...(!ofList && !areGoodsNamed(context, basis.band) && { goodsNamed: false as const }),
    ...(!ofList && basis.pieces > 1 && { pieces: basis.pieces }),
    share: Number(price.amount) / perDollar / lowDollars / (ofList ? 1 : basis.pieces),
    from: speaksFrom(context, ofList),
    condition: context.condition,
    ...(currency !== price.currency && { ratesAsOf: context.rates.asOf }),
    ...stated,
  }
}

function areGoodsNamed({ types, offered }: SignalContext, { row }: Band): boolean {
  return (
    types.length > 0 ||
    row.model !== undefined ||
    offered?.places.some(({ form }) => form.kind === 'model') === true
  )
}

function statedOf({
  of,
  row: { source, asOf, verified, model },
}: Band): Partial<NonNullable<Assessment['price']>> {
  const whose = of === 'tier' ? 'tier' : model === undefined ? 'type' : 'model'
  return { band: whose, source, asOf, verified: verified === true }
}

/**
 * What such goods usually cost in the country of the currency, in US dollars. The lowest usual price is the same in all
 * countries, and no usual price lies below it.
 */
function typicalOf(band: Band, { rates }: SignalContext, { currency }: Money): number {
  return Math.max(band.low, band.typical * (rates.priceLevels[currency] ?? 1))
}

/** The share of the low price below which a listing begins to look too cheap. */
function speaksFrom(context: SignalContext, ofList: boolean): number {
  return isUsed(context) ? USED_FROM : ofList ? NEW_FROM_MSRP : NEW_FROM
}

/** Signals from a price; undefined if there is no basis for comparison. */
export function priceSignals(
  context: SignalContext,
  basis: PriceBasis | undefined,
): Draft[] | undefined {
  const { price } = context
  if (price === undefined) return undefined
  const dollars = inDollars(price.money, context)
  if (dollars === undefined) return context.offered && [noRate(price.money)]
  const drafts = [
    ...textPriceSignals(context),
    ...picturePriceSignals(context),
    ...oneForMany(context),
  ]
  const judged =
    context.offered === undefined ? outOfLine(context, dollars) : against(context, dollars, basis)
  if (judged !== undefined) return [...judged, ...drafts]
  return drafts.length > 0 ? drafts : undefined
}

function noRate({ amount, currency }: Money): Draft {
  return {
    code: 'price.no-rate',
    weight: 0,
    evidence: {
      field: 'price',
      text: `${amount} ${currency}`,
      params: { currency },
    },
  }
}

/** Where the listing states its price: the field for it, or its words. */
function evidenceOf({ money: { amount, currency }, place }: ListingPrice) {
  return place === undefined
    ? { field: 'price', text: `${amount} ${currency}` }
    : evidenceAt([place], {})
}

/** The price held against the list price of the product or the usual prices of the brand. */
function against(
  context: SignalContext,
  dollars: number,
  basis: PriceBasis | undefined,
): Draft[] | undefined {
  const { price, offered } = context
  if (offered === undefined || price === undefined) return undefined
  const { money } = price
  const amount = Number(money.amount)
  const shown = evidenceOf(price)
  if (amount === 0 || (placeholders.has(amount) && dollars < 5))
    return [
      {
        code: 'price.placeholder',
        weight: 0,
        evidence: { ...shown, params: readableMoney(money) },
      },
    ]
  if (basis === undefined) return undefined
  if (basis.kind === 'list-price') {
    const { product, money: listPrice } = basis
    const share = dollars / basis.dollars
    const low = below(context, share, 'list-price')
    if (low === undefined) return []
    return [
      {
        code: 'price.far-below-msrp',
        weight: low.weight,
        evidence: {
          ...shown,
          reference: product.id,
          params: {
            ...inBoth(money, dollars, listPrice.currency),
            percent: readablePercent(share),
            ...lowMoney(listPrice),
            product: product.name,
            ...low.params,
          },
        },
      },
    ]
  }
  const { band, brand } = basis
  const each = dollars / basis.pieces
  const share = each / band.low
  const { row } = band
  const reference = referenceOf(brand, band)
  const ofTypical = each / typicalOf(band, context, money)
  const extra = ofTypical < TYPICAL_FROM ? TYPICAL_SLOPE * Math.log(TYPICAL_FROM / ofTypical) : 0
  const far = mayBeTrifle(context, band, share)
    ? undefined
    : below(context, share, 'usual-prices', extra)
  if ((far !== undefined || extra > 0) && !isPriceOfGoods(context)) return []
  const impossible = impossiblePrice(context, band, share)
  if (far !== undefined || impossible !== undefined) {
    const params = {
      ...goodsOf(band, brand.name),
      ...inBoth(money, dollars, row.currency),
      percent: readablePercent(share),
      ...lowMoney({ amount: row.low, currency: row.currency }),
      ...sourceOf(band),
    }
    const evidence = { ...shown, reference }
    const drafts: Draft[] = []
    if (impossible !== undefined)
      drafts.push({
        code: 'price.impossible',
        weight: impossible.weight,
        evidence: { ...evidence, params: { ...params, part: readablePercent(impossible.part) } },
      })
    if (far !== undefined)
      drafts.push({
        code: 'price.far-below-band',
        weight: far.weight,
        evidence: { ...evidence, params: { ...params, ...far.params } },
      })
    return drafts
  }
  if (extra === 0 || isUsed(context)) return []
  return [
    {
      code: 'price.below-typical',
      weight: context.condition === 'unknown' ? extra / 2 : extra,
      evidence: {
        ...shown,
        reference,
        params: {
          ...goodsOf(band, brand.name),
          ...readableMoney(money),
          percent: readablePercent(ofTypical),
          ...sourceOf(band),
        },
      },
    },
  ]
}

/**
 * Unnamed goods and accessories may be anything that bears the name: a key ring, a switch, a stand. Such things are cheap,
 * and cheaper than the cheapest goods of the brand.
 */
function mayBeTrifle(context: SignalContext, band: Band, share: number): boolean {
  if (context.saidFalse) return false
  const isCheap = band.low < COSTLY_FROM
  if (isCheap && context.types.length === 0 && band.row.model === undefined) return true
  if (!areGoodsNamed(context, band)) return share < OTHER_GOODS_BELOW
  return isCheap && namesAccessory(context)
}

function referenceOf({ id }: KnownBrand, { row }: Band): string {
  return `${id}/${row.productType}`
}

function goodsOf({ of, row }: Band, brand: string) {
  if (row.model !== undefined) return { as: 'model', model: withBrand(row.model, brand) } as const
  return { as: of === 'tier' ? 'tier' : 'type', brand, type: row.productType } as const
}

function sourceOf({ row: { source, asOf, verified } }: Band) {
  return { source, asOf, isVerified: verified === true }
}

function readableMoney({ amount, currency }: Money): { amount: number; currency: string } {
  return { amount: readableNumber(Number(amount)), currency }
}

function lowMoney(money: Money): { lowAmount: number; lowCurrency: string } {
  const { amount, currency } = readableMoney(money)
  return { lowAmount: amount, lowCurrency: currency }
}

/** A price in its own currency and, if it is compared with one in another, in US dollars too. */
function inBoth(price: Money, dollars: number, against: string) {
  return {
    ...readableMoney(price),
    ...(price.currency !== against && { dollars: readableNumber(dollars) }),
  }
}

/** A model under its brand’s name, which some models hold already. */
function withBrand(model: string, brand: string): string {
  return model.toLowerCase().startsWith(brand.toLowerCase()) ? model : `${brand} ${model}`
}

function isUsed({ condition }: SignalContext): boolean {
  return condition === 'used' || condition === 'refurbished'
}

/** The weight of a price at this share of the low price; undefined if it is not low enough. */
function below(
  context: SignalContext,
  share: number,
  against: PriceBasis['kind'],
  /** Log-odds that a price below the usual one has anyway. */
  extra = 0,
): { weight: number; params: { isHalved?: true } } | undefined {
  const from = speaksFrom(context, against === 'list-price')
  if (share >= from || share <= 0) return undefined
  const unsure = context.condition === 'unknown' && !context.saidFalse
  const weight = (SLOPE * Math.log(from / share) + extra) * (unsure ? 0.5 : 1)
  return { weight, params: unsure ? { isHalved: true } : {} }
}

function msrpOf(
  context: SignalContext,
  offered: Mention,
): { product: Product; dollars: number; money: Msrp } | undefined {
  const { reading, listing } = context
  const gtin = listing['gtin'] ?? listing.attributes?.['gtin'] ?? listing.attributes?.['GTIN']
  const ofGtin = (): Product | undefined =>
    context.productsOf.get(offered.brand)?.find((candidate) => candidate.gtin === gtin)
  const product =
    reading.styleCodes.find((hit) => hit.brand === offered.brand)?.product ??
    (gtin === undefined ? undefined : ofGtin()) ??
    context.codedProducts.find(({ brand }) => brand === offered.brand)?.product
  if (product?.msrp === undefined) return undefined
  const priced = inForce(product.msrp, dayOf(context)).flatMap((money) => {
    const dollars = inDollars(money, context)
    return dollars === undefined || dollars <= 0
      ? []
      : [
          {
            product,
            dollars,
            money,
          },
        ]
  })
  return (
    priced.find(({ money }) => money.currency === context.price?.money.currency) ?? cheapest(priced)
  )
}

/** The list prices that hold on a day: of each market and currency the one that came last. */
function inForce(all: readonly Msrp[], day: string | undefined): readonly Msrp[] {
  if (day === undefined) return all
  const begun = all.filter(({ validFrom }) => validFrom === undefined || validFrom <= day)
  return begun.filter(
    ({ market, currency, validFrom = '' }) =>
      !begun.some(
        (other) =>
          other.market === market &&
          other.currency === currency &&
          (other.validFrom ?? '') > validFrom,
      ),
  )
}

function cheapest<T extends { dollars: number }>(priced: readonly T[]): T | undefined {
  return priced.reduce<T | undefined>(
    (best, next) => (best === undefined || next.dollars < best.dollars ? next : best),
    undefined,
  )
}

/**
 * The band for comparison: among the possible types of the listing, the cheapest one, so that an honest seller of a
 * small item is never compared with the price of a large one.
 */
function bandOf(context: SignalContext, mention: Mention, dollars: number): Band | undefined {
  const { brand } = mention
  const ofModel = modelBandOf(context, mention, dollars)
  if (ofModel !== undefined) return ofModel
  const accessories = context.types.filter((id) => context.tree.get(id)?.accessory === true)
  const types = accessories.length > 0 ? accessories : context.types
  const fitting = types.flatMap((id) => {
    const own = bandsOfType(brand.bands, id, context)
    return own.length > 0 ? own : bandsOfType(brand.tierBands, id, context)
  })
  if (fitting.length > 0) return lowest(fitting)
  // A named type that the brand does not make can't be judged by another type's band.
  if (context.types.length > 0) return undefined
  return lowest([...brand.bands.values()]) ?? lowest([...brand.tierBands.values()])
}

function bandsOfType(
  bands: ReadonlyMap<string, Band>,
  type: string,
  { tree }: SignalContext,
): Band[] {
  const exact = bands.get(type)
  if (exact !== undefined) return [exact]
  return [...bands].filter(([own]) => tree.related(own, type)).map(([, band]) => band)
}

/** The band of the named model, if the goods on offer may be that model itself. */
function modelBandOf(
  context: SignalContext,
  { brand, places }: Mention,
  dollars: number,
): Band | undefined {
  const { types, tree } = context
  const models = places.flatMap((hit) => {
    const band = hit.form.kind === 'model' ? brand.modelBands.get(hit.form.key) : undefined
    return band === undefined ? [] : [{ ...hit, band }]
  })
  if (models.length === 0 || types.some((id) => tree.get(id)?.accessory === true)) return undefined
  // "AirPods Max" contains "AirPods": the longer name identifies the model.
  const fitting = uncovered(models, models, ({ band }) => band)
    .map(({ band }) => band)
    .filter(
      ({ row }) => types.length === 0 || types.some((id) => tree.related(id, row.productType)),
    )
  const band = lowest(fitting)
  if (band === undefined) return undefined
  const partly = types.length === 0 && fitted.has(band.row.productType) && !context.saidFalse
  return partly && dollars < band.low * PART_BELOW ? undefined : band
}

function lowest(bands: readonly Band[]): Band | undefined {
  return bands.reduce<Band | undefined>(
    (best, band) => (best === undefined || band.low < best.low ? band : best),
    undefined,
  )
}
