import { untilStopped, type Cells, type ReadingStopped, type Row } from '../row.ts'
import { EncodingUnclear } from './encoding-unclear.ts'
import type { EncodingCandidate } from './find-encoding.ts'
import type { Dialect } from './records.ts'

/** A file of rows and columns, open for reading. A file that can't be read gives one stopped row. */
export type Table = {
  format: 'csv' | 'xlsx' | 'merchant-xml' | 'json'
  /** Names of the columns, in their order, each once; empty where they come with the rows. */
  headers: readonly string[]
  rows: AsyncGenerator<Row<Cells>>
  /** How the text is written, for texts. */
  encoding?: string
  /** Where several encodings are likely: how the table begins in each. Its one row says so. */
  readings?: readonly EncodingCandidate[]
  dialect?: Dialect
  /** All sheets of a workbook, and the one that is read. */
  sheets?: readonly string[]
  sheet?: string
}

/** The table of a file that can't be read: one row, which says why. */
export function stoppedTable(format: Table['format'], error: ReadingStopped): Table {
  async function* rows(): AsyncGenerator<Row<Cells>> {
    throw error
  }
  const readings = error instanceof EncodingUnclear ? error.readings : undefined
  return { format, headers: [], rows: untilStopped(rows()), ...(readings && { readings }) }
}
