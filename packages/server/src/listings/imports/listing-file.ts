import { gatheringFields, parseListing, type Listing } from '@touchstone/contract'
import {
  asCells,
  asListings,
  formatOf,
  inUtf8,
  mapRow,
  openTable,
  readJson,
  suggestMapping,
  type Bytes,
  type Cells,
  type Mapping,
  type EncodingCandidate,
  type Row,
} from '../formats/index.ts'

/** What the sender of a file says of it; what the file says itself goes first. */
export type FileOptions = Pick<Mapping, 'currency' | 'marketplace' | 'language'> & {
  /** A label of the WHATWG Encoding Standard; found where absent. */
  encoding?: string | undefined
}

/** The mapping that somebody settled for files with these columns, where anybody did. */
export type FindMapping = (headers: readonly string[]) => Promise<Mapping | undefined>

/** A file of listings, open for reading. */
export type ListingFile = {
  format: string
  /**
   * Which column is taken for which field, of the columns seen so far; undefined where the rows are
   * listings already.
   */
  mapping(): Mapping | undefined
  /** True where the mapping was settled before, and is no proposal. */
  isRemembered: boolean
  encoding: string | undefined
  /** Where the encoding is unclear: how the file begins in each likely one. It has no rows then. */
  readings: readonly EncodingCandidate[] | undefined
  rows: AsyncIterable<Row<Listing>>
}

/** So many rows show which column is what. */
const sampleRows = 50
/** Rows of JSON whose names are data, not columns, would bring new ones for ever. */
const mostColumns = 1000
/** Cells that all proposals for such rows may read together: each one reads those of every sample. */
const maxProposalCells = 2_000_000

/**
 * Opens a file of listings of any format that is read here, by its content. JSON whose first rows are
 * listings is taken as it stands; columns of anything else are mapped as it is remembered, or else by
 * name and values. Never throws on bad input: a file that can't be read is one faulty row.
 */
export async function openListingFile(
  bytes: Bytes,
  { encoding: stated, ...wishes }: FileOptions,
  remembered: FindMapping,
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
  // Rows of JSON bring their columns with them, each row its own: whoever settled a mapping saw those
  // of the first rows alone.
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
      yield mapRow(row, mapping)
    }
  }
  const { isRemembered } = settled
  return { ...about, mapping: () => mapping, isRemembered, rows: mapEach() }
}

/** The first rows of something, and all of them from the beginning. */
export type SampledRows<T> = { first: Row<T>[]; rows: AsyncGenerator<Row<T>> }

export type FileColumns = SampledRows<Cells> & {
  headers: readonly string[]
  /** What of the first rows could be read. */
  samples: Cells[]
  /** True where the headers are those of the first rows only. */
  comeWithRows: boolean
}

/** The rows of a file as they stand: listings already, or columns that have to be mapped. */
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
  const table = await openTable(all, stated === undefined ? {} : { encoding: stated })
  const { encoding, readings } = table
  return {
    format: table.format,
    encoding,
    readings,
    columns: await columnsOf(table.headers, table.rows),
  }
}

/** What is taken for what: as it was settled before, or as names and values of the sample say. */
export async function chooseMapping(
  { headers, samples }: FileColumns,
  wishes: Omit<FileOptions, 'encoding'>,
  remembered: FindMapping,
): Promise<{ mapping: Mapping; isRemembered: boolean }> {
  const known = headers.length === 0 ? undefined : await remembered(headers)
  const mapping = { ...(known ?? suggestMapping([...headers], samples)), ...wishes }
  return { mapping, isRemembered: known !== undefined }
}

/** What was settled for these columns, and for others what is proposed, where no column has that field. */
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
