import { gatheringFields, parseListing, type Listing } from '@touchstone/contract'
import { asListings, readJson } from './json.ts'
import {
  asCells,
  findHeader,
  joinRows,
  layoutMapping,
  mapRow,
  suggestMapping,
  type Mapping,
  type MarketplaceCurrencies,
} from './mapping/index.ts'
import { formatOf, openTable } from './open-table.ts'
import type { Bytes, Cells, Row } from './row.ts'
import type { EncodingCandidate } from './table/index.ts'
import { inUtf8 } from './transcode.ts'

/** The sender's description of a file; the file's own information takes precedence. */
export type FileOptions = Pick<Mapping, 'currency' | 'marketplace' | 'language'> & {
  /** A label of the WHATWG Encoding Standard; detected by default. */
  encoding?: string | undefined
}

/** What the sender saved before: the mapping of files with these columns, and the currencies of marketplaces. */
export type RememberedSettings = {
  mapping: Mapping | undefined
  currencies: MarketplaceCurrencies
}
export type FindSettings = (headers: readonly string[]) => Promise<RememberedSettings>

/** A file of listings, open for reading. */
export type ListingFile = {
  format: string
  /** The fields of the columns seen so far; undefined if the rows are already listings. */
  mapping(): Mapping | undefined
  /** True if the mapping was saved before and is not a suggestion. */
  isRemembered: boolean
  encoding: string | undefined
  /** If the encoding is unclear: the start of the file in each likely one. There are no rows then. */
  readings: readonly EncodingCandidate[] | undefined
  rows: AsyncIterable<Row<Listing>>
}

/** Rows read to suggest a mapping. */
const sampleRows = 50
/** If names in JSON rows are data instead of columns, new ones would never end. */
const mostColumns = 1000
/** Most cells read by all suggestions for such rows together, since each reads those of every sample. */
const maxProposalCells = 2_000_000

/**
 * Opens a file of listings in any supported format, recognised by content. JSON whose first rows are listings is used
 * unchanged; other columns are mapped by a saved mapping, or by names and values. Never throws on invalid input: an
 * unreadable file is one faulty row.
 */
export async function openListingFile(
  bytes: Bytes,
  { encoding: stated, ...wishes }: FileOptions,
  remembered: FindSettings,
): Promise<ListingFile> {
  const file = await openFile(bytes, stated)
  const { format, encoding, readings } = file
  const about = { format, encoding, readings }
  if ('listings' in file) {
    const rows = asListings(file.listings.rows)
    return { ...about, mapping: () => undefined, isRemembered: false, rows }
  }
  const settled = await chooseMapping(file.columns, wishes, remembered)
  const { samples, headers, rows, comeWithRows } = file.columns
  const columns = new Set(headers)
  let { mapping } = settled
  let proposalCells = 0
  // Each JSON row has its own columns: whoever saved a mapping saw only those of the first rows.
  async function* mapEach(): AsyncGenerator<Row<Listing>> {
    for await (const row of rows) {
      if ('value' in row && comeWithRows) {
        const unseen = Object.keys(row.value).filter((name) => !columns.has(name))
        if (unseen.length > 0 && columns.size < mostColumns && proposalCells < maxProposalCells) {
          for (const name of unseen) columns.add(name)
          samples.push(row.value)
          proposalCells += columns.size * samples.length
          const proposed = { ...suggestMapping([...columns], samples), ...wishes }
          mapping = settled.isRemembered ? beyond(settled.mapping, headers, proposed) : proposed
        }
      }
      yield mapRow(row, mapping, settled.currencies)
    }
  }
  const { isRemembered } = settled
  return { ...about, mapping: () => mapping, isRemembered, rows: mapEach() }
}

/** A stream's first rows, and all rows from the start. */
export type SampledRows<T> = { first: Row<T>[]; rows: AsyncGenerator<Row<T>> }

export type FileColumns = SampledRows<Cells> & {
  headers: readonly string[]
  /** The readable ones among the first rows. */
  samples: Cells[]
  /** True if the headers are only those of the first rows. */
  comeWithRows: boolean
}

/** The rows of a file: listings, or columns that need a mapping. */
export type OpenFile = Pick<ListingFile, 'format' | 'encoding' | 'readings'> &
  ({ listings: SampledRows<unknown> } | { columns: FileColumns })

export async function openFile(bytes: Bytes, stated?: string): Promise<OpenFile> {
  const { format, all } = await formatOf(bytes)
  if (format === 'json') {
    const listings = await sampled(readJson(stated === undefined ? all : inUtf8(all, stated)))
    const values = listings.first.flatMap((row) => ('value' in row ? [row.value] : []))
    const about = { format, encoding: stated ?? 'utf-8', readings: undefined }
    if (values.some((value) => parseListing(value).ok)) return { ...about, listings }
    return { ...about, columns: await columnsOf([], asCells(listings.rows)) }
  }
  const table = await openTable(all, {
    findHeader,
    ...(stated !== undefined && { encoding: stated }),
  })
  const { headers, encoding, readings } = table
  return {
    format: table.format,
    encoding,
    readings,
    columns: await columnsOf(headers, joinRows(headers, table.rows)),
  }
}

/** The saved mapping, or one suggested from names and values of the sample. */
export async function chooseMapping(
  { headers, samples }: FileColumns,
  wishes: Omit<FileOptions, 'encoding'>,
  remembered: FindSettings,
): Promise<{ mapping: Mapping; isRemembered: boolean; currencies: MarketplaceCurrencies }> {
  const { mapping: known, currencies } = await remembered(headers)
  const proposed = known ?? layoutMapping(headers) ?? suggestMapping([...headers], samples)
  const mapping = { ...proposed, ...wishes }
  return { mapping, isRemembered: known !== undefined, currencies }
}

/** The saved mapping, extended by suggestions for other columns if their field is free. */
function beyond(
  settled: Mapping,
  headers: readonly string[],
  { columns: proposed }: Mapping,
): Mapping {
  const known = new Set(headers)
  const taken = new Set(settled.columns.map(({ field }) => field))
  const others = proposed.filter(
    ({ column, field }) => !known.has(column) && (gatheringFields.has(field) || !taken.has(field)),
  )
  return { ...settled, columns: [...settled.columns, ...others] }
}

async function columnsOf(
  headers: readonly string[],
  all: AsyncGenerator<Row<Cells>>,
): Promise<FileColumns> {
  const { first, rows } = await sampled(all)
  const samples = first.flatMap((row) => ('value' in row ? [row.value] : []))
  const comeWithRows = headers.length === 0
  const names = comeWithRows ? [...new Set(samples.flatMap(Object.keys))] : headers
  return { headers: names, samples, comeWithRows, first, rows }
}

async function sampled<T>(rows: AsyncGenerator<Row<T>>): Promise<SampledRows<T>> {
  const first: Row<T>[] = []
  while (first.length < sampleRows) {
    const next = await rows.next()
    if (next.done === true) break
    first.push(next.value)
  }
  async function* fromTheBeginning(): AsyncGenerator<Row<T>> {
    yield* first
    yield* rows
  }
  return { first, rows: fromTheBeginning() }
}
