import type { Assessment, Listing } from '@touchstone/contract'
import { portfolioEntry, portfolioMarks, type PortfolioEntry } from '@touchstone/recognition'

/** What a listing adds to its seller's portfolio, in columns. */
export type PortfolioColumns = {
  /** Index of the level of its price; null if there is nothing to compare. */
  level: number | null
  /** A bit for each mark, and one for a stated price; null if the goods are of no brand. */
  marks: number | null
}

/** The bit of a mark in the columns. */
export function markBit(mark: PortfolioEntry['marks'][number]): number {
  return 1 << portfolioMarks.indexOf(mark)
}

/** The bit of goods with a price as stated. */
export const pricedBit = 1 << portfolioMarks.length

/** Longer amounts are no prices to the store. */
const maxDigits = 40

/** From the part of an assessment that the reader of the portfolio is shown. */
export function toPortfolioColumns(
  price: Listing['price'],
  shown: Pick<Assessment, 'brands' | 'signals' | 'price'>,
): PortfolioColumns {
  const stated = price !== undefined && price.amount.length <= maxDigits ? price : undefined
  const entry = portfolioEntry({ price: stated }, shown)
  if (entry.brand === undefined) return { level: null, marks: null }
  const marks = entry.marks.reduce((bits, mark) => bits | markBit(mark), 0)
  return {
    level: entry.level ?? null,
    marks: entry.price === undefined ? marks : marks | pricedBit,
  }
}

/** The columns of listings that equal ones add up by. */
export type EntryRow = PortfolioColumns & {
  brand: string | null
  amount: string | null
  currency: string | null
}

/** The entry that these columns were made from. */
export function toPortfolioEntry({
  brand,
  level,
  marks,
  amount,
  currency,
}: EntryRow): PortfolioEntry {
  if (marks === null || brand === null) return { marks: [] }
  const entry: PortfolioEntry = {
    brand,
    marks: portfolioMarks.filter((mark) => (marks & markBit(mark)) !== 0),
  }
  if ((marks & pricedBit) === 0 || amount === null || currency === null) return entry
  entry.price = `${Number(amount)} ${currency}`
  if (level !== null) entry.level = level
  return entry
}
