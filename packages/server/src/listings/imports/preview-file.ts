import type { Fault, Listing } from '@touchstone/contract'
import {
  applyMapping,
  chooseMapping,
  openFile,
  asListings,
  cellsOf,
  type Bytes,
  type Cells,
  type FaultyRow,
  type FileOptions,
  type FindSettings,
  type MarketplaceCurrencies,
  type Mapping,
  type EncodingCandidate,
  type Row,
} from '../formats/index.ts'

const shownRows = 20

/** A readable row of a file. */
export type ReadRow = { row: number; line: number; cells: Cells }

/** One of the first rows and its result: a listing, or why not. */
export type PreviewedRow = {
  row: number
  line: number
  /** Null if the row could not be read. */
  cells: Cells | null
  listing: Listing | null
  faults: readonly (Fault & { column?: string })[]
}

export type FilePreview = {
  format: string
  /** Null if the rows are already listings. */
  columns: { headers: readonly string[]; mapping: Mapping; remembered: boolean } | null
  rows: PreviewedRow[]
  /** Null if the format determines it. */
  encoding: string | null
  /** If several encodings are likely: the start of the file in each. There are no rows then. */
  readings: readonly EncodingCandidate[]
}

/**
 * Previews a file's first rows as listings. `cut` means that these bytes are only the start of a file, whose last row
 * may be cut off. Stores nothing and never throws on invalid input.
 */
export async function previewFile(
  bytes: Bytes,
  { wishes, cut, remembered }: { wishes: FileOptions; cut: boolean; remembered: FindSettings },
): Promise<FilePreview> {
  const { encoding: stated, ...constants } = wishes
  const file = await openFile(bytes, stated)
  const { format, readings = [] } = file
  const about = { format, encoding: file.encoding ?? null, readings }
  const shown = <T>(first: readonly Row<T>[]): Row<T>[] =>
    first.filter((row) => !(cut && 'faults' in row && row.stopped === true)).slice(0, shownRows)
  if ('listings' in file) {
    const { first, rows } = file.listings
    await rows.return(undefined)
    return { ...about, columns: null, rows: await previewListings(shown(first)) }
  }
  const { first, rows, headers } = file.columns
  await rows.return(undefined)
  if (readings.length > 0) return { ...about, columns: null, rows: [] }
  const { mapping, isRemembered, currencies } = await chooseMapping(
    file.columns,
    constants,
    remembered,
  )
  return {
    ...about,
    columns: { headers, mapping, remembered: isRemembered },
    rows: shown(first).map((row) =>
      'value' in row ? mapped(mapping, { ...row, cells: row.value }, currencies) : faulty(row),
    ),
  }
}

/** Previews rows under a given mapping. */
export function previewMapping(
  mapping: Mapping,
  rows: readonly ReadRow[],
  currencies: MarketplaceCurrencies,
): PreviewedRow[] {
  return rows.map((row) => mapped(mapping, row, currencies))
}

function mapped(
  mapping: Mapping,
  { row, line, cells }: ReadRow,
  currencies: MarketplaceCurrencies,
): PreviewedRow {
  const result = applyMapping(mapping, cells, currencies)
  return {
    row,
    line,
    cells,
    ...(result.ok
      ? { listing: result.listing, faults: [] }
      : { listing: null, faults: result.faults }),
  }
}

function faulty({ row, line, faults, cells }: FaultyRow): PreviewedRow {
  return { row, line, cells: cells ?? null, listing: null, faults }
}

async function previewListings(rows: readonly Row<unknown>[]): Promise<PreviewedRow[]> {
  async function* given(): AsyncGenerator<Row<unknown>> {
    yield* rows
  }
  const previewed: PreviewedRow[] = []
  for await (const row of asListings(given())) {
    if (!('value' in row)) previewed.push(faulty(row))
    else {
      const { row: number, line, value: listing } = row
      const cells = cellsOf(listing) ?? null
      previewed.push({ row: number, line, cells, listing, faults: [] })
    }
  }
  return previewed
}
