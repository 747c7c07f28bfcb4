import type { PortfolioSummary, SellerPortfolio } from '@touchstone/contract'
import type { Portfolio, PortfolioEntry } from '@touchstone/recognition'
import type { LinePortfolios, LinesBlock, SellerRow } from '../stream/index.ts'
import { GrowingColumn, TextTable } from './growing-column.ts'

type MakePortfolio = new () => Portfolio
type Mark = PortfolioEntry['marks'][number]

const none = -1
const newline = 0x0a

/**
 * The listings of all sellers of an input, a few bytes each. A listing that occurs several times counts once, as its
 * kindest row; the order of the rows changes nothing.
 */
export class SellerLedger {
  private readonly makePortfolio: MakePortfolio
  private readonly sellers = new TextTable()
  private readonly brands = new TextTable()
  private readonly prices = new TextTable()
  private readonly marks = new TextTable()
  private readonly line = new GrowingColumn((length) => new Int32Array(length))
  private readonly seller = new GrowingColumn((length) => new Int32Array(length))
  private readonly listing = new GrowingColumn((length) => new Float64Array(length))
  private readonly brand = new GrowingColumn((length) => new Int32Array(length))
  private readonly price = new GrowingColumn((length) => new Int32Array(length))
  private readonly level = new GrowingColumn((length) => new Int8Array(length))
  private readonly marked = new GrowingColumn((length) => new Int32Array(length))
  private rows = 0

  constructor(makePortfolio: MakePortfolio) {
    this.makePortfolio = makePortfolio
  }

  /** Rows come in the order of their lines. */
  add({ line, marketplace, seller, listing, entry }: SellerRow): void {
    const row = this.rows++
    this.line.set(row, line)
    this.seller.set(row, this.sellers.numberOf(JSON.stringify([marketplace ?? null, seller])))
    this.listing.set(row, hashOf(listing))
    this.brand.set(row, entry.brand === undefined ? none : this.brands.numberOf(entry.brand))
    this.price.set(row, entry.price === undefined ? none : this.prices.numberOf(entry.price))
    this.level.set(row, entry.level ?? none)
    this.marked.set(row, this.marks.numberOf(entry.marks.join(' ')))
  }

  finish(): SellerPortfolios {
    const starts = new Int32Array(this.sellers.size + 1)
    for (let row = 0; row < this.rows; row++) {
      const next = this.seller.at(row) + 1
      starts[next] = (starts[next] ?? 0) + 1
    }
    for (let at = 1; at < starts.length; at++)
      starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
    const order = new Int32Array(this.rows)
    const next = starts.slice()
    for (let row = 0; row < this.rows; row++) {
      const seller = this.seller.at(row)
      order[next[seller] ?? 0] = row
      next[seller] = (next[seller] ?? 0) + 1
    }
    const rowsOf = (seller: number) => order.subarray(starts[seller], starts[seller + 1])
    const kept = new Int32Array(this.rows)
    const probabilities = new Float64Array(this.sellers.size)
    const flagged = new Map<number, Portfolio>()
    for (let seller = 0; seller < this.sellers.size; seller++) {
      const rows = rowsOf(seller)
      this.chooseRows(rows, kept)
      const portfolio = this.portfolioOf(rows, kept)
      const summary = portfolio.summary()
      probabilities[seller] = summary.probability
      if (summary.flagged) flagged.set(seller, portfolio)
    }
    return new SellerPortfolios({
      probabilities,
      flagged,
      keyOf: (seller) => this.sellers.textOf(seller),
      summaryOf: (seller) => this.portfolioOf(rowsOf(seller), kept).summary(),
      rowFrom: (line) => this.rowFrom(line),
      row: (row) =>
        row < this.rows
          ? {
              line: this.line.at(row),
              seller: this.seller.at(row),
              entry: this.entryOf(kept[row] ?? row),
            }
          : undefined,
    })
  }

  private portfolioOf(rows: Int32Array, kept: Int32Array): Portfolio {
    const portfolio = new this.makePortfolio()
    for (const row of rows) if (kept[row] === row) portfolio.add(this.entryOf(row))
    return portfolio
  }

  /** Notes for each row the one that stands for its listing. */
  private chooseRows(rows: Int32Array, kept: Int32Array): void {
    const byListing = new Map<number, number>()
    for (const row of rows) {
      const listing = this.listing.at(row)
      const earlier = byListing.get(listing)
      if (earlier === undefined || this.isKinder(row, earlier)) byListing.set(listing, row)
    }
    for (const row of rows) kept[row] = byListing.get(this.listing.at(row)) ?? row
  }

  private isKinder(row: number, other: number): boolean {
    const [a, b] = [this.entryOf(row), this.entryOf(other)]
    const marks = a.marks.length - b.marks.length
    if (marks !== 0) return marks < 0
    const levels = (a.level ?? Infinity) - (b.level ?? Infinity)
    if (levels !== 0 && !Number.isNaN(levels)) return levels > 0
    return JSON.stringify(a) < JSON.stringify(b)
  }

  private entryOf(row: number): PortfolioEntry {
    const [brand, price, level] = [this.brand.at(row), this.price.at(row), this.level.at(row)]
    const marks = this.marks.textOf(this.marked.at(row))
    return {
      ...(brand !== none && { brand: this.brands.textOf(brand) }),
      ...(price !== none && { price: this.prices.textOf(price) }),
      ...(level !== none && { level }),
      marks: marks === '' ? [] : (marks.split(' ') as Mark[]),
    }
  }

  /** The first row at this line or after it. */
  private rowFrom(line: number): number {
    let [low, high] = [0, this.rows]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.line.at(middle) < line) low = middle + 1
      else high = middle
    }
    return low
  }
}

type Source = {
  probabilities: Float64Array
  flagged: ReadonlyMap<number, Portfolio>
  keyOf(seller: number): string
  summaryOf(seller: number): PortfolioSummary
  rowFrom(line: number): number
  row(row: number): { line: number; seller: number; entry: PortfolioEntry } | undefined
}

/** The portfolios of all sellers of an input that was read to its end. */
export class SellerPortfolios {
  private readonly source: Source

  constructor(source: Source) {
    this.source = source
  }

  get counts(): { sellers: number; flagged: number } {
    return { sellers: this.source.probabilities.length, flagged: this.source.flagged.size }
  }

  /** Every seller with at least one listing, the most probable first. */
  *lines(): Generator<SellerPortfolio> {
    const { probabilities, keyOf, summaryOf } = this.source
    const order = Array.from(probabilities, (_, seller) => seller).sort(
      (a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1),
    )
    for (const seller of order) {
      const [marketplace, id] = JSON.parse(keyOf(seller)) as [string | null, string]
      yield {
        ...(marketplace !== null && { marketplace }),
        seller: id,
        ...summaryOf(seller),
      }
    }
  }

  /** For the lines of flagged sellers in a block, what the seller's other listings say together. */
  ofBlock = ({ bytes, firstLine }: LinesBlock): LinePortfolios | undefined => {
    if (this.source.flagged.size === 0) return undefined
    const found = new Map<number, PortfolioSummary>()
    const end = firstLine + countLines(bytes)
    for (let at = this.source.rowFrom(firstLine); ; at++) {
      const row = this.source.row(at)
      if (row === undefined || row.line >= end) break
      const portfolio = this.source.flagged.get(row.seller)
      if (portfolio !== undefined) found.set(row.line, portfolio.without(row.entry))
    }
    return found.size === 0 ? undefined : found
  }
}

function countLines(bytes: Uint8Array): number {
  let count = 1
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count++
  return count
}

/** 53 bits of a text's hash (cyrb53): among a million listings of one seller two meet once in ten thousand files. */
function hashOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}
