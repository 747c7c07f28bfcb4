import {
  parseListing,
  showFound,
  type Fault,
  type Listing,
  type ListingField,
  type UnreadField,
  type UnreadValue,
} from '@touchstone/contract'
import type { Cell, Cells, Row } from '../row.ts'
import type { MarketplaceCurrencies, Mapping } from './fields.ts'
import { decimalText, readPrice } from './read-price.ts'
import { addressesIn, conditionOf, countryOf, instantOf, wholeNumberOf } from './read-values.ts'

/** A fault of a mapped row; `column` is the header of the faulty cell, `pointer` the field. */
export type MappedFault = Fault & { column?: string }

export type MappedListing =
  | { ok: true; listing: Listing }
  | { ok: false; faults: readonly [MappedFault, ...MappedFault[]] }

const none: MarketplaceCurrencies = {}

/**
 * Builds a listing from the cells of one row. Reports every fault with its column; a price, number, country or date
 * that cannot be read is no fault, but stays with the listing as text. Text is unchanged except for line ends, which
 * become \n; empty cells are no values.
 */
export function applyMapping(
  mapping: Mapping,
  row: Cells,
  currencies: MarketplaceCurrencies = none,
): MappedListing {
  const builder = new RowBuilder(mapping, row, currencies)
  const draft = builder.build()
  const [first, ...others] = builder.faults
  if (first !== undefined) return { ok: false, faults: [first, ...others] }
  const parsed = parseListing(draft)
  if (parsed.ok) return { ok: true, listing: parsed.listing }
  const [fault, ...more] = parsed.faults.map((each) => builder.withColumn(each))
  if (fault === undefined) throw new RangeError('A rejected listing has a fault.')
  return { ok: false, faults: [fault, ...more] }
}

/** Builds listings from the rows of a table; faulty rows pass unchanged. */
export async function* mapRows(
  rows: AsyncIterable<Row<Cells>>,
  mapping: Mapping,
): AsyncGenerator<Row<Listing>> {
  for await (const row of rows) yield mapRow(row, mapping)
}

/** The listing of one row of a table; a faulty row passes unchanged. */
export function mapRow(
  each: Row<Cells>,
  mapping: Mapping,
  currencies?: MarketplaceCurrencies,
): Row<Listing> {
  if (!('value' in each)) return each
  const { row, line, value } = each
  const mapped = applyMapping(mapping, value, currencies)
  if (mapped.ok) return { row, line, value: mapped.listing }
  return { row, line, faults: mapped.faults, cells: value }
}

const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/
// Spreadsheets round beyond 15 digits, and show such numbers with an exponent.
const rounded = /^\d(?:[.,]\d+)?E\+\d+$/i

/** The optional fields that become no value of their own if unreadable. */
const unreadable: Readonly<Partial<Record<ListingField, UnreadField>>> = {
  price: 'price',
  salePrice: 'price',
  shippingPrice: 'shippingPrice',
  quantity: 'quantity',
  unitsSold: 'unitsSold',
  'seller.country': 'sellerCountry',
  shipsFrom: 'shipsFrom',
  observedAt: 'observedAt',
}
const maxUnreadText = 200

class RowBuilder {
  readonly faults: MappedFault[] = []
  private readonly unread = new Map<UnreadField, UnreadValue>()
  private readonly mapping: Mapping
  private readonly row: Cells
  private readonly currencies: MarketplaceCurrencies

  constructor(mapping: Mapping, row: Cells, currencies: MarketplaceCurrencies) {
    this.mapping = mapping
    this.row = row
    this.currencies = currencies
  }

  build(): Record<string, unknown> {
    const { mapping } = this
    const draft: Record<string, unknown> = {
      id: this.id(),
      title: this.text('title'),
      description: this.text('description'),
      url: this.trimmed('url'),
      category: this.text('category'),
      brand: this.text('brand'),
      condition: this.parsed('condition', conditionOf),
      language: this.trimmed('language') ?? mapping.language,
      marketplace: this.trimmed('marketplace') ?? mapping.marketplace,
      price: this.listedPrice(),
      shippingPrice: this.price('shippingPrice'),
      quantity: this.parsed('quantity', wholeNumberOf),
      unitsSold: this.parsed('unitsSold', wholeNumberOf),
      images: this.images(),
      seller: this.seller(),
      shipsFrom: this.parsed('shipsFrom', countryOf),
      observedAt: this.parsed('observedAt', (cell) => instantOf(cell, mapping.dateOrder)),
      attributes: this.attributes(),
    }
    if (this.unread.size > 0) draft['unread'] = [...this.unread.values()]
    return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined))
  }

  withColumn(fault: Fault): MappedFault {
    const name = fault.pointer.slice(1).replaceAll('/', '.')
    const mapped = this.mapping.columns.find(
      ({ field }) => field === name || name.startsWith(`${field}.`),
    )
    if (mapped !== undefined) return { ...fault, column: mapped.column }
    if (fault.found !== 'nothing') return fault
    return { ...fault, remedy: `name the column that contains it, or add one; ${fault.remedy}` }
  }

  private *cells(field: ListingField): Generator<{ column: string; cell: Cell }> {
    for (const mapped of this.mapping.columns) {
      if (mapped.field !== field || !Object.hasOwn(this.row, mapped.column)) continue
      const cell = this.row[mapped.column]
      if (cell === undefined || String(cell).trim() === '') continue
      if (spreadsheetError.test(String(cell))) {
        if (this.leaveUnread(field, cell, 'unreadable')) continue
        const remedy = 'correct the formula in the spreadsheet, or leave the cell empty'
        this.fault(field, mapped.column, cell, { problem: 'is a spreadsheet error', remedy })
        continue
      }
      yield { column: mapped.column, cell }
    }
  }

  private cell(field: ListingField): { column: string; cell: Cell } | undefined {
    for (const found of this.cells(field)) return found
    return undefined
  }

  private text(field: ListingField): string | undefined {
    const found = this.cell(field)
    return found === undefined ? undefined : textOf(found.cell)
  }

  private trimmed(field: ListingField): string | undefined {
    return this.text(field)?.trim()
  }

  private id(): string | undefined {
    const found = this.cell('id')
    if (found === undefined) return undefined
    const { column, cell } = found
    const isRounded = typeof cell === 'number' ? !isExact(cell) : rounded.test(cell.trim())
    if (isRounded) {
      const problem = 'was rounded by a spreadsheet'
      this.fault('id', column, cell, {
        problem,
        remedy: 'format the column as text and enter it again',
      })
    }
    return textOf(cell).trim()
  }

  private parsed<T>(
    field: ListingField,
    parse: (cell: Cell) => { value: T } | { problem: string; remedy: string; reason?: 'ambiguous' },
  ): T | undefined {
    const found = this.cell(field)
    if (found === undefined) return undefined
    const result = parse(found.cell)
    if ('value' in result) return result.value
    if (!this.leaveUnread(field, found.cell, result.reason)) {
      this.fault(field, found.column, found.cell, result)
    }
    return undefined
  }

  /** Keeps the text of a value that cannot be read; false if the field may not stay without one. */
  private leaveUnread(
    field: ListingField,
    cell: Cell,
    reason: UnreadValue['reason'] = 'unreadable',
  ): boolean {
    const name = unreadable[field]
    if (name === undefined) return false
    const text = textOf(cell).trim().slice(0, maxUnreadText).toWellFormed()
    if (!this.unread.has(name)) this.unread.set(name, { field: name, text, reason })
    return true
  }

  /** The price to pay: an unreadable sale price is no reason to show the one before it. */
  private listedPrice() {
    return this.cell('salePrice') === undefined ? this.price('price') : this.price('salePrice')
  }

  private price(field: 'price' | 'salePrice' | 'shippingPrice') {
    const found = this.cell(field)
    if (found === undefined) return undefined
    const { decimal, currency = this.currencyOfMarketplace() } = this.mapping
    const stated = this.trimmed('currency')
    const result = readPrice(found.cell, { stated, currency, decimal })
    if (result.ok) return result.money
    this.leaveUnread(field, found.cell, result.reason)
    return undefined
  }

  private currencyOfMarketplace(): string | undefined {
    const name = this.trimmed('marketplace') ?? this.mapping.marketplace ?? ''
    return Object.hasOwn(this.currencies, name) ? this.currencies[name] : undefined
  }

  private images(): { url: string }[] | undefined {
    const urls: string[] = []
    for (const { cell } of this.cells('images')) urls.push(...addressesIn(String(cell)))
    const unique = [...new Set(urls)]
    return unique.length === 0 ? undefined : unique.slice(0, 50).map((url) => ({ url }))
  }

  private seller(): Record<string, string> | undefined {
    const name = this.trimmed('seller.name')
    // The contract requires an id; if the file has only sellers' names, the name serves as one.
    const id = this.trimmed('seller.id') ?? name
    const country = this.parsed('seller.country', countryOf)
    if (id === undefined) return undefined
    return { id, ...(name !== undefined && { name }), ...(country !== undefined && { country }) }
  }

  private attributes(): Record<string, string> | undefined {
    const found: [string, string][] = []
    for (const { column, cell } of this.cells('attributes')) {
      // As a key it would reach the prototype when attributes are copied one by one.
      if (column !== '__proto__') found.push([column, textOf(cell)])
    }
    return found.length === 0 ? undefined : Object.fromEntries(found)
  }

  private fault(
    field: ListingField,
    column: string,
    cell: Cell,
    { problem, remedy }: { problem: string; remedy: string },
  ): void {
    const pointer = `/${field.replaceAll('.', '/')}`
    this.faults.push({ pointer, problem, found: showFound(cell), remedy, column })
  }
}

function textOf(cell: Cell): string {
  return typeof cell === 'number' ? decimalText(cell) : cell.replace(/\r\n?/g, '\n')
}

function isExact(value: number): boolean {
  return !Number.isInteger(value) || Math.abs(value) < 1e15
}
