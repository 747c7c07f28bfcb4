import { parseListing, type Listing } from '@touchstone/contract'
import {
  asCells,
  asListings,
  formatOf,
  mapRow,
  openTable,
  readJson,
  suggestMapping,
  type Bytes,
  type Cells,
  type Mapping,
  type Row,
} from '../formats/index.ts'

/** What the sender of a file says of it; what the file says itself goes first. */
export type FileWishes = Pick<Mapping, 'currency' | 'marketplace' | 'language'>

/** A file of offers, open for reading. */
export type ListingFile = {
  format: string
  /**
   * Which column is taken for which field, of the columns seen so far; undefined where the rows are
   * listings already.
   */
  mapping(): Mapping | undefined
  rows: AsyncIterable<Row<Listing>>
}

/** So many rows show which column is what. */
const sampleRows = 50
/** Rows of JSON whose names are data, not columns, would bring new ones for ever. */
const mostColumns = 1000

/**
 * Opens a file of offers of any format that is read here, by its content. JSON whose first rows are
 * listings is taken as it stands; columns of anything else are mapped by name and values. Never
 * throws on bad input: a file that can't be read is one faulty row.
 */
export async function openListingFile(bytes: Bytes, wishes: FileWishes): Promise<ListingFile> {
  const { format, all } = await formatOf(bytes)
  if (format === 'json') {
    const { first, rows } = await sampled(readJson(all))
    const values = first.flatMap((row) => ('value' in row ? [row.value] : []))
    if (values.some((value) => parseListing(value).ok)) {
      return { format, mapping: () => undefined, rows: asListings(rows) }
    }
    return mapped(format, [], asCells(rows), wishes)
  }
  const table = await openTable(all)
  return mapped(table.format, table.headers, table.rows, wishes)
}

async function mapped(
  format: string,
  headers: readonly string[],
  all: AsyncGenerator<Row<Cells>>,
  wishes: FileWishes,
): Promise<ListingFile> {
  const { first, rows } = await sampled(all)
  const samples = first.flatMap((row) => ('value' in row ? [row.value] : []))
  const columns = new Set(headers.length > 0 ? headers : samples.flatMap(Object.keys))
  let mapping: Mapping = { ...suggestMapping([...columns], samples), ...wishes }
  // Rows of JSON bring their columns with them, each row its own.
  async function* mapEach(): AsyncGenerator<Row<Listing>> {
    for await (const row of rows) {
      if ('value' in row && headers.length === 0) {
        const unseen = Object.keys(row.value).filter((name) => !columns.has(name))
        if (unseen.length > 0 && columns.size < mostColumns) {
          for (const name of unseen) columns.add(name)
          samples.push(row.value)
          mapping = { ...suggestMapping([...columns], samples), ...wishes }
        }
      }
      yield mapRow(row, mapping)
    }
  }
  return { format, mapping: () => mapping, rows: mapEach() }
}

/** The first rows, and all of them from the beginning. */
async function sampled<T>(
  rows: AsyncGenerator<Row<T>>,
): Promise<{ first: Row<T>[]; rows: AsyncGenerator<Row<T>> }> {
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
