import type { Money, Product } from '#contract'
import type { Mention } from '../brand/index.ts'
import type { Band } from '../catalog/index.ts'
import type { Offer } from './offer.ts'
import { percent, plainNumber, type Draft } from './signal.ts'

/** Below this share of the lowest usual price a new good begins to look too cheap. */
const NEW_FROM = 0.9
/** List prices are commonly discounted by half and more; the lowest usual price is not. */
const NEW_FROM_MSRP = 0.4
/** Used goods lose most of their price honestly: their curve begins far lower. */
const USED_FROM = 0.15
/** Log-odds for each e-fold below that share. */
const SLOPE = 2.6
const placeholders = new Set([
  0, 0.01, 0.1, 1, 9.99, 99.99, 999, 9999, 99999, 999999, 123, 1234, 12345, 111, 1111,
])

/** What a price says; undefined where there is nothing to judge it by. */
export function priceSignals(offer: Offer): Draft[] | undefined {
  const { listing, offered } = offer
  if (offered === undefined || listing.price === undefined) return undefined
  const dollars = inDollars(listing.price, offer)
  if (dollars === undefined) return undefined
  const amount = Number(listing.price.amount)
  const shown = `${listing.price.amount} ${listing.price.currency}`
  if (amount === 0 || (placeholders.has(amount) && dollars < 5))
    return [
      {
        code: 'price.placeholder',
        weight: 0,
        evidence: {
          field: 'price',
          text: shown,
          detail: `${shown} looks like a placeholder, so the price is not judged.`,
        },
      },
    ]
  const msrp = msrpOf(offer, offered)
  if (msrp !== undefined) {
    const share = dollars / msrp.dollars
    return below(offer, share, {
      code: 'price.far-below-msrp',
      reference: msrp.product.id,
      says: `${shown} is ${percent(share)} of the list price of ${msrp.product.name} (${msrp.amount}).`,
      shown,
    })
  }
  const band = bandOf(offer, offered)
  if (band === undefined) return undefined
  const share = dollars / band.low
  const { row } = band
  const status = row.verified === true ? '' : ', unverified'
  return below(offer, share, {
    code: 'price.far-below-band',
    reference: `${offered.brand.id}/${row.productType}`,
    says:
      `${shown} is ${percent(share)} of the lowest usual price of new ${offered.brand.name} goods of the type ` +
      `${row.productType} (${plainNumber(Number(row.low))} ${row.currency}, ${row.source} of ${row.asOf}${status}).`,
    shown,
  })
}

function below(
  offer: Offer,
  share: number,
  about: {
    code: 'price.far-below-msrp' | 'price.far-below-band'
    reference: string
    says: string
    shown: string
  },
): Draft[] {
  const used = offer.condition === 'used' || offer.condition === 'refurbished'
  const ofList = about.code === 'price.far-below-msrp'
  const from = used ? USED_FROM : ofList ? NEW_FROM_MSRP : NEW_FROM
  if (share >= from || share <= 0) return []
  const certainty = offer.condition === 'unknown' ? 0.5 : 1
  const weight = SLOPE * Math.log(from / share) * certainty
  const caveat =
    offer.condition === 'unknown' ? ' The condition is not stated, so this counts half.' : ''
  return [
    {
      code: about.code,
      weight,
      evidence: {
        field: 'price',
        text: about.shown,
        reference: about.reference,
        detail: about.says + caveat,
      },
    },
  ]
}

/** An amount in US dollars by the shipped rates; undefined for a currency they lack. */
function inDollars(money: Money, offer: Pick<Offer, 'rates'>): number | undefined {
  const perDollar = offer.rates.perDollar[money.currency]
  const amount = Number(money.amount)
  return perDollar === undefined || !Number.isFinite(amount) ? undefined : amount / perDollar
}

function msrpOf(
  offer: Offer,
  offered: Mention,
): { product: Product; dollars: number; amount: string } | undefined {
  const { reading, listing } = offer
  const gtin = listing['gtin'] ?? listing.attributes?.['gtin'] ?? listing.attributes?.['GTIN']
  const product =
    reading.styleCodes.find((hit) => hit.brand === offered.brand)?.product ??
    offer.productsOf
      .get(offered.brand)
      ?.find((candidate) => candidate.gtin !== undefined && candidate.gtin === gtin)
  if (product?.msrp === undefined) return undefined
  const priced = product.msrp.flatMap((money) => {
    const dollars = inDollars(money, offer)
    return dollars === undefined || dollars <= 0
      ? []
      : [
          {
            product,
            dollars,
            amount: `${money.amount} ${money.currency}`,
            currency: money.currency,
          },
        ]
  })
  return priced.find(({ currency }) => currency === listing.price?.currency) ?? cheapest(priced)
}

function cheapest<T extends { dollars: number }>(priced: readonly T[]): T | undefined {
  return priced.reduce<T | undefined>(
    (best, next) => (best === undefined || next.dollars < best.dollars ? next : best),
    undefined,
  )
}

/**
 * The band to judge by: of the types that the offer may be, the cheapest one, so
 * that an honest seller of a small good is never held to the price of a large one.
 */
function bandOf(offer: Offer, { brand }: Mention): Band | undefined {
  const accessories = offer.types.filter((id) => offer.tree.get(id)?.accessory === true)
  const asked = accessories.length > 0 ? accessories : offer.types
  const fitting = asked.flatMap((id) => {
    const exact = brand.bands.get(id)
    if (exact !== undefined) return [exact]
    return [...brand.bands].filter(([own]) => offer.tree.related(own, id)).map(([, band]) => band)
  })
  if (fitting.length > 0) return lowest(fitting)
  // A named type that the brand has no band for can't be judged by another type's.
  return offer.types.length > 0 ? undefined : lowest([...brand.bands.values()])
}

function lowest(bands: readonly Band[]): Band | undefined {
  return bands.reduce<Band | undefined>(
    (best, band) => (best === undefined || band.low < best.low ? band : best),
    undefined,
  )
}
