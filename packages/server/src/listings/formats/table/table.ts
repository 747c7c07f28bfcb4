import { untilStopped, type Cells, type ReadingStopped, type Row } from '../row.ts'
import { EncodingUnclear } from './encoding-unclear.ts'
import type { EncodingCandidate } from './find-encoding.ts'
import type { Dialect } from './records.ts'

/** A file of rows and columns, open for reading. An unreadable file gives a single stopped row. */
export type Table = {
  format: 'csv' | 'xlsx' | 'merchant-xml' | 'json'
  /** Names of the columns in order, each once; empty if rows have their own. */
  headers: readonly string[]
  rows: AsyncGenerator<Row<Cells>>
  /** The encoding, for text formats. */
  encoding?: string
  /** If several encodings are likely: the start of the table in each. Its only row says so. */
  readings?: readonly EncodingCandidate[]
  dialect?: Dialect
  /** All sheets of a workbook, and the one being read. */
  sheets?: readonly string[]
  sheet?: string
}

/** The table of an unreadable file: one row with the reason. */
export function stoppedTable(format: Table['format'], error: ReadingStopped): Table {
  async function* rows(): AsyncGenerator<Row<Cells>> {
    throw error
  }
  const readings = error instanceof EncodingUnclear ? error.readings : undefined
  return { format, headers: [], rows: untilStopped(rows()), ...(readings && { readings }) }
}
