import { gatheringFields, type ListingField } from '@touchstone/contract'
import type { Cell, Cells } from '../row.ts'
import { currenciesOf, isCurrency } from './currency.ts'
import type { MappedColumn, Mapping } from './fields.ts'
import { fieldOfName } from './header-names.ts'
import { orderIn, type DateOrder } from './read-values.ts'

type Column = { column: string; values: string[] }
type Proposal = MappedColumn & { sureness: number }

/**
 * Suggests which column is which field of a listing, by headers and, if these say nothing, by the values of some
 * rows. A person confirms it: uncertain columns are left out, and no currency or decimal separator is assumed that
 * the rows do not show.
 */
export function suggestMapping(headers: readonly string[], sampleRows: readonly Cells[]): Mapping {
  const columns = headers.map((column) => ({
    column,
    values: sampleRows.flatMap((row) => {
      const cell = Object.hasOwn(row, column) ? row[column] : undefined
      return cell === undefined ? [] : [String(cell).trim()]
    }),
  }))
  const proposals = columns.flatMap(proposalsFor)
  const chosen = choose(proposals)
  completeByValues(columns, chosen)
  const order = new Map(headers.map((header, at) => [header, at]))
  chosen.sort((one, other) => (order.get(one.column) ?? 0) - (order.get(other.column) ?? 0))
  const decimal = decimalSignOf(chosen, sampleRows)
  const dateOrder = dateOrderOf(chosen, sampleRows)
  return {
    columns: chosen,
    ...(decimal !== undefined && { decimal }),
    ...(dateOrder !== undefined && { dateOrder }),
  }
}

function proposalsFor({ column, values }: Column): Proposal[] {
  const named = fieldOfName(column)
  if (named === undefined || contradicts(named.field, values)) return []
  const support = confirms(named.field, values) ? 0.5 : 0
  return [{ column, field: named.field, by: 'name', sureness: named.sureness + support }]
}

function choose(proposals: Proposal[]): MappedColumn[] {
  const chosen: MappedColumn[] = []
  const taken = new Set<ListingField>()
  const bySureness = proposals.toSorted((one, other) => other.sureness - one.sureness)
  for (const { column, field, by } of bySureness) {
    const isGathering = gatheringFields.has(field)
    if (taken.has(field) && !isGathering) continue
    taken.add(field)
    chosen.push({ column, field, by })
  }
  return chosen
}

/** Adds required fields, and those that are evident from values alone. */
function completeByValues(columns: readonly Column[], chosen: MappedColumn[]): void {
  const free = (): Column[] =>
    columns.filter(
      ({ column, values }) => values.length > 0 && !chosen.some((each) => each.column === column),
    )
  const add = (field: ListingField, fits: (column: Column) => boolean): void => {
    if (chosen.some((each) => each.field === field)) return
    const found = free().find(fits)
    if (found !== undefined) chosen.push({ column: found.column, field, by: 'values' })
  }
  const every = (test: (value: string) => boolean) => (column: Column) => column.values.every(test)
  add('images', every(isImageAddress))
  add('url', every(isAddress))
  add('currency', every(isCurrency))
  add('price', every(isPricedText))
  const longest = free()
    .filter(({ values }) => values.some(isWriting))
    .filter(({ values }) => !values.every(isAddress))
    .map((column) => ({ column, length: meanLength(column.values) }))
    .sort((one, other) => one.length - other.length)
  if (!chosen.some(({ field }) => field === 'title')) {
    const [title] = longest
    if (title !== undefined) {
      chosen.push({ column: title.column.column, field: 'title', by: 'values' })
    }
  }
  add('id', ({ values }) => values.length > 1 && areIds(values))
  const address = chosen.find(({ field }) => field === 'url')
  // A listing's address is unique, so it serves as id if nothing else does.
  if (address !== undefined && !chosen.some(({ field }) => field === 'id')) {
    chosen.push({ column: address.column, field: 'id', by: 'values' })
  }
}

function meanLength(values: readonly string[]): number {
  return values.reduce((sum, { length }) => sum + length, 0) / Math.max(1, values.length)
}

/** Two words, or four characters of Chinese, which has no spaces between words. */
function isWriting(value: string): boolean {
  if (/\p{Script=Han}{4}/u.test(value)) return true
  let words = 0
  for (const word of value.split(/\s+/)) if (/\p{L}/u.test(word) && ++words === 2) return true
  return false
}

function isAddress(value: string): boolean {
  return /^(https?:)?\/\/\S+$/i.test(value)
}

function isImageAddress(value: string): boolean {
  return /^(https?:)?\/\/\S+\.(jpe?g|png|webp|gif|avif)(\?\S*)?(\s|,|$)/i.test(value)
}

function isPricedText(value: string): boolean {
  const words = value.split(/[\d\s.,'’-]+/).filter((word) => word !== '')
  return /\d/.test(value) && words.length === 1 && currenciesOf(words[0] ?? '').length > 0
}

function areIds(values: readonly string[]): boolean {
  const areShort = values.every(
    (value) => /^[\p{L}\p{N}_.:-]{1,64}$/u.test(value) && /\d/.test(value),
  )
  return (
    areShort &&
    new Set(values).size === values.length &&
    !values.some((each) => /^\d+[.,]\d{1,2}$/.test(each))
  )
}

const numeric: ReadonlySet<ListingField> = new Set([
  'price',
  'salePrice',
  'shippingPrice',
  'quantity',
  'unitsSold',
])

function contradicts(field: ListingField, values: readonly string[]): boolean {
  if (values.length === 0) return false
  if (numeric.has(field)) return values.every((value) => !/\p{Nd}/u.test(value))
  if (field === 'url' || field === 'images') return values.every((value) => !/[/.]/.test(value))
  if (field === 'currency') return values.every((value) => currenciesOf(value).length === 0)
  if (field === 'title' || field === 'brand') return values.every(isAddress)
  // "item-is-marketplace"
  if (field === 'marketplace' || field === 'seller.id') {
    return values.every((value) => /^(y|n|yes|no|true|false|0|1)$/i.test(value))
  }
  return false
}

function confirms(field: ListingField, values: readonly string[]): boolean {
  if (values.length === 0) return false
  if (field === 'images' || field === 'url') return values.every(isAddress)
  if (field === 'currency') return values.every(isCurrency)
  if (numeric.has(field)) return values.every((value) => /\p{Nd}/u.test(value))
  return false
}

const priced: ReadonlySet<ListingField> = new Set(['price', 'salePrice', 'shippingPrice'])

// Only unambiguous numbers show the separator: those with both signs, or not three final digits.
function decimalSignOf(
  chosen: readonly MappedColumn[],
  rows: readonly Cells[],
): '.' | ',' | undefined {
  const columns = chosen.filter(({ field }) => priced.has(field))
  const seen = new Set<'.' | ','>()
  for (const { column } of columns) {
    for (const row of rows) {
      const sign = signIn(Object.hasOwn(row, column) ? row[column] : undefined)
      if (sign !== undefined) seen.add(sign)
    }
  }
  const [only, second] = seen
  return second === undefined ? only : undefined
}

/** The order of day and month, if all dates that show one show the same. */
function dateOrderOf(
  chosen: readonly MappedColumn[],
  rows: readonly Cells[],
): DateOrder | undefined {
  const columns = chosen.filter(({ field }) => field === 'observedAt')
  const orders = columns.flatMap(({ column }) =>
    rows.map((row) => (Object.hasOwn(row, column) ? orderIn(row[column] ?? '') : undefined)),
  )
  const [only, second] = new Set(orders.filter((order) => order !== undefined))
  return second === undefined ? only : undefined
}

function signIn(cell: Cell | undefined): '.' | ',' | undefined {
  if (typeof cell !== 'string') return undefined
  const digits = /\d[\d.,'’\s]*\d/.exec(cell)?.[0] ?? ''
  const signs = digits.replace(/[^.,]/g, '')
  const last = signs.at(-1) as '.' | ',' | undefined
  if (last === undefined) return undefined
  const end = digits.length - 1 - digits.lastIndexOf(last)
  if (new Set(signs).size > 1) return last
  if (signs.length > 1) return last === '.' ? ',' : '.'
  return end === 3 && !/^0/.test(digits) ? undefined : last
}
