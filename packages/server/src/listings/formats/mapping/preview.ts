import type { Cells, Row } from '../row.ts'
import type { Table } from '../table/index.ts'
import { applyMapping, type MappedListing } from './apply-mapping.ts'
import type { Mapping } from './fields.ts'
import { suggestMapping } from './suggest-columns.ts'

export type PreviewRow = {
  row: number
  line: number
  /** Absent if the row could not be read. */
  cells?: Cells
  result: MappedListing
}

export type Preview = {
  headers: readonly string[]
  mapping: Mapping
  rows: PreviewRow[]
}

const previewRows = 20

/**
 * Reads the first rows of a table (20 by default) and shows the result of each under a mapping, or a suggested one.
 * These rows are consumed from the table.
 */
export async function preview(
  table: Pick<Table, 'headers' | 'rows'>,
  { mapping, count = previewRows }: { mapping?: Mapping; count?: number } = {},
): Promise<Preview> {
  const first: Row<Cells>[] = []
  if (count > 0) {
    for await (const row of table.rows) {
      first.push(row)
      if (first.length >= count) break
    }
  }
  const samples = first.flatMap((row) => ('value' in row ? [row.value] : []))
  const headers =
    table.headers.length > 0 ? table.headers : [...new Set(samples.flatMap(Object.keys))]
  const used = mapping ?? suggestMapping(headers, samples)
  return { headers, mapping: used, rows: first.map((row) => previewOf(row, used)) }
}

function previewOf(row: Row<Cells>, mapping: Mapping): PreviewRow {
  const place = { row: row.row, line: row.line }
  if (!('value' in row)) return { ...place, result: { ok: false, faults: row.faults } }
  return { ...place, cells: row.value, result: applyMapping(mapping, row.value) }
}
