import type { PortfolioFact, PortfolioSummary, PricePart } from '#contract'
import { BASE_RATE, logit, sigmoid } from '../verdict/index.ts'
import { marks, priceLevels, type Mark, type PortfolioEntry } from './portfolio-entry.ts'

/**
 * Evidence of a price at each level, in tenths of log-odds. Shares of second-hand goods from two marketplaces, whose
 * condition was withheld, against shares of replica sheets, drawn in towards zero (docs/benchmarks.md). Whole numbers
 * add up to the same sum in any order.
 */
const levelEvidence = [30, 25, 18, 12, 7, 5, -4, -10] as const
/** One brand’s prices say no more than this, nor more than so many listings of it: its outlet is no portfolio. */
const MAX_OF_BRAND = 30
const MIN_OF_BRAND = -10
const LISTINGS_OF_BRAND = 4
/** All prices say no more than this, nor more than so many listings: slightly low prices do not add up without end. */
const MAX_OF_PRICES = 80
const LISTINGS_OF_PRICES = 12

/** Levels that are below the lowest usual price. */
const BELOW = 6
const MIN_BELOW = 3
/** Fewer low prices than these are a fact only if some of them are below a third of the usual. */
const ENOUGH_BELOW = 4
const MIN_BELOW_THIRD = 2
const MIN_BRANDS = 2

/** Goods of this many brands at one price, or so many costly goods of any, are priced by what they cost to make. */
export const sharedPriceFrom = { brands: 3, compared: 4 } as const
const MAX_SAME_PRICES = 3
const SAME_PRICE = 10

interface MarkRule {
  code: PortfolioFact['code']
  /** Tenths of log-odds for each listing. */
  each: number
  most: number
  /** Fewer listings than this are no fact. */
  least: number
}

const markRules: Readonly<Record<Mark, MarkRule>> = {
  choices: { code: 'seller.portfolio-choices', each: 5, most: 20, least: 2 },
  pictures: { code: 'seller.portfolio-pictures', each: 5, most: 15, least: 3 },
  quantities: { code: 'seller.portfolio-quantities', each: 3, most: 10, least: 3 },
  signs: { code: 'seller.portfolio-signs', each: 20, most: 40, least: 2 },
  // Buyers who liken goods to an original say less than those who call them fake.
  reviews: { code: 'seller.portfolio-reviews', each: 15, most: 40, least: 2 },
}

/** From this probability on a portfolio is shown to people. */
const FLAGGED_FROM = 0.5

/** Parts named in the sentence, with the levels below them. */
const parts: readonly { part: PricePart; levels: number }[] = [
  { part: 'tenth', levels: 1 },
  { part: 'fifth', levels: 2 },
  { part: 'third', levels: 3 },
  { part: 'half', levels: 4 },
  { part: 'whole', levels: BELOW },
]

/** The number of price levels, from the lowest, that lie below this part of the lowest usual price. */
export function levelsBelow(part: PricePart): number {
  return parts.find((one) => one.part === part)?.levels ?? BELOW
}

interface BrandTally {
  entries: number
  /** Listings at each level. */
  levels: number[]
}

interface PriceTally {
  entries: number
  /** Those with a level: goods that cost something, compared with their usual price. */
  compared: number
  brands: Map<string, number>
}

/**
 * What the listings of one seller on one marketplace say together. Adding and removing a listing takes constant time,
 * and any order gives the same result as starting anew.
 */
export class Portfolio {
  private listings = 0
  private branded = 0
  private readonly markCounts = { choices: 0, pictures: 0, quantities: 0, signs: 0, reviews: 0 }
  private readonly brands = new Map<string, BrandTally>()
  /** Listings at each level. */
  private readonly levels = priceLevels.map(() => 0)
  /** Brands with a listing at each level or below it. */
  private readonly brandsBelow = priceLevels.map(() => 0)
  /** Tenths of log-odds of all brands, and the listings that they rest on. */
  private evidence = 0
  private weighed = 0
  private readonly prices = new Map<string, PriceTally>()
  /** Listings whose price several goods share, and the number of these prices. */
  private samePriced = 0
  private samePrices = 0

  constructor(entries: Iterable<PortfolioEntry> = []) {
    for (const entry of entries) this.add(entry)
  }

  /** Adds listings with this entry. */
  add(entry: PortfolioEntry, count = 1): void {
    this.change(entry, count)
  }

  /** Takes out listings that were added before. */
  remove(entry: PortfolioEntry, count = 1): void {
    this.change(entry, -count)
  }

  /** The portfolio as it is without one of its listings: what the others say about it. */
  without(entry: PortfolioEntry): PortfolioSummary {
    this.remove(entry)
    try {
      return this.summary()
    } finally {
      this.add(entry)
    }
  }

  summary(): PortfolioSummary {
    const facts: PortfolioFact[] = []
    let tenths = 0
    const prices = this.pricesFact()
    if (prices !== undefined) facts.push(prices)
    const part = Math.min(1, LISTINGS_OF_PRICES / Math.max(1, this.weighed))
    tenths += Math.min(prices === undefined ? 0 : MAX_OF_PRICES, this.evidence * part)
    if (
      this.samePrices > 0 &&
      this.samePrices <= MAX_SAME_PRICES &&
      this.samePriced * 3 >= this.branded
    ) {
      facts.push({
        code: 'seller.portfolio-same-price',
        count: this.samePriced,
        of: this.branded,
        params: { prices: this.samePrices },
      })
      tenths += SAME_PRICE
    }
    for (const mark of marks) {
      const { code, each, most, least } = markRules[mark]
      const count = this.markCounts[mark]
      if (count < least) continue
      facts.push({ code, count, of: this.branded, params: {} })
      tenths += Math.min(most, count * each)
    }
    const probability = sigmoid(logit(BASE_RATE) + tenths / 10)
    const flagged = facts.length > 0 && probability >= FLAGGED_FROM
    return { listings: this.listings, probability, flagged, facts }
  }

  /** One bargain or one brand’s outlet is no fact; nor is a shop most of whose prices are usual ones. */
  private pricesFact(): PortfolioFact | undefined {
    const compared = this.levels.reduce((sum, count) => sum + count, 0)
    const below = this.countBelow(BELOW)
    const brands = this.brandsBelow[BELOW - 1] ?? 0
    if (below < MIN_BELOW || brands < MIN_BRANDS) return undefined
    if (below < ENOUGH_BELOW && this.countBelow(levelsBelow('third')) < MIN_BELOW_THIRD)
      return undefined
    if (below * 2 < compared) return undefined
    // The lowest part that half of the low prices are below.
    const lowestPart = parts.find(
      ({ levels }) =>
        this.countBelow(levels) >= Math.max(MIN_BELOW, below / 2) &&
        (this.brandsBelow[levels - 1] ?? 0) >= MIN_BRANDS,
    )
    const { part, levels } = lowestPart ?? { part: 'whole' as const, levels: BELOW }
    return {
      code: 'seller.portfolio-prices',
      count: this.countBelow(levels),
      of: compared,
      params: { brands: this.brandsBelow[levels - 1] ?? 0, part },
    }
  }

  private countBelow(levels: number): number {
    let count = 0
    for (let level = 0; level < levels; level++) count += this.levels[level] ?? 0
    return count
  }

  private change({ brand, level, price, marks: found }: PortfolioEntry, by: number): void {
    this.listings += by
    if (brand === undefined) return
    this.branded += by
    for (const mark of found) this.markCounts[mark] += by
    const tally = this.brands.get(brand) ?? { entries: 0, levels: priceLevels.map(() => 0) }
    this.weigh(tally, -1)
    tally.entries += by
    if (level !== undefined) {
      tally.levels[level] = (tally.levels[level] ?? 0) + by
      this.levels[level] = (this.levels[level] ?? 0) + by
    }
    this.weigh(tally, 1)
    if (tally.entries > 0) this.brands.set(brand, tally)
    else this.brands.delete(brand)
    if (price !== undefined) this.changePrice(price, brand, level !== undefined, by)
  }

  /** Adds a brand’s part to the sums, or takes it out. */
  private weigh({ levels }: BrandTally, by: 1 | -1): void {
    let tenths = 0
    let below = 0
    for (const [level, count] of levels.entries()) {
      tenths += count * (levelEvidence[level] ?? 0)
      below += count
      if (below > 0) this.brandsBelow[level] = (this.brandsBelow[level] ?? 0) + by
    }
    if (below === 0) return
    const weighed = Math.min(below, LISTINGS_OF_BRAND)
    const rounded = Math.round((tenths * weighed) / below)
    this.evidence += by * Math.max(MIN_OF_BRAND, Math.min(MAX_OF_BRAND, rounded))
    this.weighed += by * weighed
  }

  private changePrice(price: string, brand: string, isCompared: boolean, by: number): void {
    const brands = new Map<string, number>()
    const tally = this.prices.get(price) ?? { entries: 0, compared: 0, brands }
    this.countSame(tally, -1)
    tally.entries += by
    if (isCompared) tally.compared += by
    const count = (tally.brands.get(brand) ?? 0) + by
    if (count > 0) tally.brands.set(brand, count)
    else tally.brands.delete(brand)
    this.countSame(tally, 1)
    if (tally.entries > 0) this.prices.set(price, tally)
    else this.prices.delete(price)
  }

  private countSame({ entries, compared, brands }: PriceTally, by: 1 | -1): void {
    if (brands.size < sharedPriceFrom.brands && compared < sharedPriceFrom.compared) return
    this.samePriced += by * entries
    this.samePrices += by
  }
}
