import type { PortfolioFact, PortfolioSummary } from '#contract'
import type { SignalContext } from './signal-context.ts'
import { readableNumber, type Draft } from './signal.ts'

const DAY = 86_400_000
/** A price from which goods are scarce enough that a private stock of them is odd; US dollars. */
const SCARCE_FROM = 300
const LARGE_STOCK = 50
/** An account younger than this has hardly any history. */
const YOUNG_DAYS = 90
const STOCK = 0.5
const SURE = 0.8

/** No dealer whom they did not choose gets stock from this many luxury houses at once. */
const MANY_LUXURY_BRANDS = 4
const MANY_BRANDS = 0.7
/** More names than these are counted only. */
const SHOWN_BRANDS = 6

/**
 * Log-odds of what the seller’s other listings say together. It is no fact about this listing, so that it counts only
 * beside one.
 */
const portfolioWeights: Readonly<Record<PortfolioFact['code'], number>> = {
  'seller.portfolio-prices': 1.2,
  'seller.portfolio-same-price': 0.4,
  'seller.portfolio-choices': 0.4,
  'seller.portfolio-pictures': 0.6,
  'seller.portfolio-quantities': 0.3,
  'seller.portfolio-signs': 1.2,
  'seller.portfolio-reviews': 1.2,
}

/** Age of the account, size of the stock, mix of brands, other listings; never country, language or name. */
export function sellerSignals(context: SignalContext): Draft[] | undefined {
  const { listing, offered, seenAt, portfolio } = context
  const joined = listing.seller?.joinedAt
  const brands = context.sellerBrands ?? luxuryBrands(context)
  const many = brands.length >= MANY_LUXURY_BRANDS
  const silent = joined === undefined && listing.quantity === undefined && !many
  if (silent && portfolio === undefined) return undefined
  if (offered === undefined) return []
  const drafts = portfolioSignals(portfolio)
  if (many)
    drafts.push({
      code: 'seller.many-luxury-brands',
      weight: MANY_BRANDS,
      evidence: {
        params: { count: brands.length, brands: brands.slice(0, SHOWN_BRANDS) },
      },
    })
  if (joined !== undefined && seenAt !== undefined) {
    const days = Math.floor((seenAt - Date.parse(joined)) / DAY)
    if (days >= 0 && days < YOUNG_DAYS)
      drafts.push({
        code: 'seller.young-account',
        weight: days < 30 ? 0.6 : 0.3,
        evidence: {
          field: 'seller/joinedAt',
          text: joined,
          params: { days, under: YOUNG_DAYS },
        },
      })
  }
  if ((listing.quantity ?? 0) >= LARGE_STOCK) {
    const scarce = offered.brand.dearest >= SCARCE_FROM
    drafts.push({
      code: 'seller.stock-of-scarce-goods',
      weight: STOCK,
      // Honest dealers have stock too: for goods that are not scarce it is evidence only beside other signs.
      contextOnly: !scarce,
      evidence: {
        field: 'quantity',
        text: String(listing.quantity),
        params: {
          count: readableNumber(listing.quantity ?? 0),
          brand: offered.brand.name,
          from: LARGE_STOCK,
          ...(scarce && { scarceFrom: SCARCE_FROM }),
          ...(context.condition === 'new' && { isNew: true as const }),
        },
      },
    })
  }
  return drafts
}

function portfolioSignals(portfolio: PortfolioSummary | undefined): Draft[] {
  if (portfolio?.flagged !== true) return []
  return portfolio.facts.map(({ code, count, of, params }) => ({
    code,
    weight: portfolioWeights[code],
    contextOnly: true,
    evidence: { params: { count: readableNumber(count), of: readableNumber(of), ...params } },
  })) as Draft[]
}

/** Costly brands that one listing has on listing at once, by name. */
function luxuryBrands({ mentions, condition }: SignalContext): string[] {
  if (condition === 'used' || condition === 'refurbished') return []
  if (mentions.length < MANY_LUXURY_BRANDS) return []
  return mentions
    .filter(
      ({ brand, role, confidence }) =>
        role === 'offered' && confidence >= SURE && brand.dearest >= SCARCE_FROM,
    )
    .map(({ brand }) => brand.name)
}
