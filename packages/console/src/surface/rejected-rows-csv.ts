import { csvTable } from './csv-table.ts'

export type Fault = {
  row: number
  line: number
  pointer: string
  message: string
  /** What the row holds, by the names of its columns. */
  cells?: Readonly<Record<string, string | number>> | undefined
}

/** Faulty rows as a table: what is wrong with each, and then the row itself, to be mended and sent again. */
export function rejectsCsv(faults: readonly Fault[]): string {
  const columns = [...new Set(faults.flatMap(({ cells = {} }) => Object.keys(cells)))]
  return csvTable([
    ['row', 'line', 'pointer', 'message', ...columns],
    ...faults.map(({ row, line, pointer, message, cells = {} }) => [
      String(row),
      String(line),
      pointer,
      message,
      ...columns.map((column) => (Object.hasOwn(cells, column) ? String(cells[column]) : '')),
    ]),
  ])
}
