import type { FaultCause } from '@touchstone/contract'
import { csvTable } from './csv-table.ts'

export type Fault = {
  row: number
  line: number
  pointer: string
  message: string
  cause?: FaultCause | undefined
  /** The row's values by column name. */
  cells?: Readonly<Record<string, string | number>> | undefined
}

/** Rejected rows with their faults, as a table that can be corrected and imported again. */
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
