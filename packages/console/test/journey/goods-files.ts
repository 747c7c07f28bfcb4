import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Goods } from './journey.ts'

/** Invalid rows, each with another fault. */
const faulty: readonly object[] = [
  { title: 'A row without an id' },
  { id: 'without-title' },
  { id: 'odd-title', title: '#REF!' },
]

/** Writes the same rows, with invalid ones among them, as compressed NDJSON and as CSV into a folder. */
export function writeGoods(
  folder: string,
  rows: readonly object[],
): Pick<Goods, 'ndjson' | 'csv' | 'listings' | 'faulty'> {
  const middle = Math.floor(rows.length / 2)
  const all = [...rows.slice(0, middle), ...faulty, ...rows.slice(middle)]
  const ndjson = join(folder, 'listings.jsonl.gz')
  const csv = join(folder, 'listings.csv')
  writeFileSync(ndjson, gzipSync(all.map((row) => JSON.stringify(row)).join('\n')))
  writeFileSync(csv, csvOf(all))
  return { ndjson, csv, listings: rows.length, faulty: faulty.length }
}

function csvOf(rows: readonly object[]): string {
  const columns = [...new Set(rows.flatMap(Object.keys))]
  const quoted = (cell: unknown): string => `"${written(cell).replaceAll('"', '""')}"`
  const lineOf = (row: Record<string, unknown>): string =>
    columns.map((column) => quoted(row[column])).join(',')
  const lines = rows.map((row) => lineOf({ ...row }))
  return [columns.map(quoted).join(','), ...lines].join('\r\n')
}

function written(cell: unknown): string {
  if (cell === undefined || cell === null) return ''
  return typeof cell === 'string' ? cell : JSON.stringify(cell)
}
