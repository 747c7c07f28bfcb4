import { parseCatalog, showFound, type Fault } from '@touchstone/contract'
import {
  formatOf,
  inUtf8,
  isMerchantTable,
  openTable,
  readJsonDocument,
  readTrademarks,
  type Bytes,
  type Cells,
  type EncodingCandidate,
  type Row,
  type TrademarkRecord,
} from '../../listings/formats/index.ts'
import type { Draft } from './apply-drafts.ts'
import {
  productColumn,
  parseProduct,
  type ProductColumn,
  type ProductReadOptions,
} from './product-columns.ts'
import { rightOf } from './trademark-rights.ts'

/** One row of a file with its change; `within` is its pointer in the document. */
export type CatalogDraftRow = Row<Draft> & { within?: string }

/** A catalog file, open for reading. */
export type CatalogFile = {
  format: string
  /** The fields of the columns seen so far, for tables and feeds. */
  columns(): Record<string, string> | undefined
  rows: AsyncIterable<CatalogDraftRow>
  /** If the encoding is unclear: the start of the file in each likely one. There are no rows then. */
  readings?: readonly EncodingCandidate[]
}

/** Input: bytes, or a parsed JSON document. */
export type CatalogSource = { bytes: Bytes } | { document: unknown }

/** Opens a file in any supported format, recognised by content. Never throws on invalid input. */
export async function openCatalogFile(
  source: CatalogSource,
  { encoding, ...wishes }: ProductReadOptions & { encoding?: string },
): Promise<CatalogFile> {
  if ('document' in source) return asDocument({ row: 1, line: 0, value: source.document })
  const { format, all } = await formatOf(source.bytes)
  if (format === 'json') {
    return asDocument(await readJsonDocument(encoding === undefined ? all : inUtf8(all, encoding)))
  }
  if (format === 'trademark-xml') {
    return {
      format,
      columns: () => undefined,
      rows: rightRows(readTrademarks(all, { encoding }), wishes),
    }
  }
  const table = await openTable(all, encoding === undefined ? {} : { encoding })
  const { readings } = table
  if (readings !== undefined) {
    return { format: table.format, columns: () => undefined, rows: noRows(), readings }
  }
  const isFeed = table.format === 'merchant-xml' || isMerchantTable(table.headers)
  const decimal = isFeed ? ({ decimal: '.' } as const) : {}
  return asProducts(table.format, table.headers, table.rows, { ...decimal, ...wishes })
}

async function* noRows(): AsyncGenerator<CatalogDraftRow> {}

function asDocument(document: Row<unknown>): CatalogFile {
  return { format: 'json', columns: () => undefined, rows: documentRows(document) }
}

async function* documentRows(document: Row<unknown>): AsyncGenerator<CatalogDraftRow> {
  if (!('value' in document)) {
    yield document
    return
  }
  const { value } = document
  const faults = wholeFaults(value)
  if (faults !== undefined) {
    yield { row: 1, line: 0, faults: [faults], stopped: true }
    return
  }
  const { brands = [], products = [] } = value as { brands?: unknown[]; products?: unknown[] }
  for (const [list, entries] of Object.entries({ brands, products })) {
    for (const [at, entry] of entries.entries()) {
      const id = (entry as { id?: unknown } | null)?.id
      const within = `/${list}/${at}`
      const place = { row: at + 1, line: 0, within }
      const entryId = typeof id === 'string' ? id : ''
      if (list === 'brands') yield { ...place, value: { kind: 'brand', id: entryId, value: entry } }
      else yield { ...place, value: { kind: 'product', id: entryId, value: entry, partial: false } }
    }
  }
}

/** Faults of a document before its entries are checked. */
function wholeFaults(value: unknown): Fault | undefined {
  if (Array.isArray(value)) {
    return {
      pointer: '',
      problem: 'is a list, not a catalog',
      found: showFound(value),
      remedy: 'write {"brands": [], "products": []}',
    }
  }
  const { brands, products } = (value ?? {}) as { brands?: unknown; products?: unknown }
  const shape = {
    brands: Array.isArray(brands) ? [] : brands,
    products: Array.isArray(products) ? [] : products,
  }
  const parsed = parseCatalog(typeof value === 'object' && value !== null ? shape : value)
  return parsed.ok ? undefined : parsed.faults[0]
}

function asProducts(
  format: string,
  headers: readonly string[],
  rows: AsyncIterable<Row<Cells>>,
  wishes: ProductReadOptions,
): CatalogFile {
  const columnsByName = new Map<string, ProductColumn | undefined>()
  const columnsOf = (names: readonly string[]): ProductColumn[] => {
    for (const name of names) {
      if (!columnsByName.has(name) && columnsByName.size < mostColumns)
        columnsByName.set(name, productColumn(name))
    }
    return [...columnsByName.values()].filter((column) => column !== undefined)
  }
  const stated = columnsOf(headers)
  const hasId = headers.length === 0 || stated.some(({ field }) => field === 'id')
  return {
    format,
    columns: () => Object.fromEntries(columnsOf([]).map(({ column, field }) => [column, field])),
    rows: hasId ? productRows(rows, columnsOf, wishes) : noId(headers),
  }
}

/** Most column names remembered, for rows with their own columns. */
const mostColumns = 1000

async function* productRows(
  rows: AsyncIterable<Row<Cells>>,
  columnsOf: (names: readonly string[]) => ProductColumn[],
  wishes: ProductReadOptions,
): AsyncGenerator<CatalogDraftRow> {
  for await (const each of rows) {
    if (!('value' in each)) {
      yield each
      continue
    }
    const { row, line, value } = each
    const read = parseProduct(columnsOf(Object.keys(value)), value, wishes)
    if ('faults' in read) yield { row, line, faults: read.faults }
    else yield { row, line, value: { kind: 'product', partial: true, ...read.product } }
  }
}

async function* noId(headers: readonly string[]): AsyncGenerator<CatalogDraftRow> {
  const fault = {
    pointer: '/id',
    problem: 'has no column',
    found: showFound(headers.slice(0, 20).join(', ')),
    remedy: 'name the column that tells products apart "id" or "sku"',
  }
  yield { row: 1, line: 1, faults: [fault], stopped: true }
}

async function* rightRows(
  rows: AsyncIterable<Row<TrademarkRecord>>,
  wishes: ProductReadOptions,
): AsyncGenerator<CatalogDraftRow> {
  for await (const each of rows) {
    if (!('value' in each)) {
      yield each
      continue
    }
    const { row, line, value: record } = each
    const brandId =
      wishes.brand ?? record.words.map(wishes.brandOf).find((found) => found !== undefined)
    if (brandId === undefined) {
      const fault = {
        pointer: '/MarkVerbalElementText',
        problem: 'is not the name of a brand in this catalog',
        found: showFound(record.words[0]),
        remedy: 'name the brand of these trademarks (brand=<id>), or add the brand first',
      }
      yield { row, line, faults: [fault] }
      continue
    }
    const right = rightOf(record)
    const id = `${record.office} ${right.number ?? ''}`
    const withdrawn = record.deleted
    yield { row, line, value: { kind: 'right', id, brandId, right, withdrawn } }
  }
}
