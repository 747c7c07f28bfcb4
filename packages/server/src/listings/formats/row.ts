import type { Fault } from '@touchstone/contract'

/** Bytes of a file or an upload, in chunks of any size. */
export type Bytes = AsyncIterable<Uint8Array>

export type Faults = readonly [Fault, ...Fault[]]

/**
 * One row of a file. `row` counts data rows from 1, without the header; `line` is the line of the text, or the row of
 * the sheet, on which it starts. `stopped` means that nothing after this row could be read; earlier rows are valid.
 */
export type Row<T> = { row: number; line: number; value: T } | FaultyRow
export type FaultyRow = {
  row: number
  line: number
  faults: Faults
  stopped?: true
  /** The row's content, if it could be read but is not a listing. */
  cells?: Cells
}

/** Numbers come only from formats with numbers; text is never converted. */
export type Cell = string | number

/** The cells of a row by header; empty cells are absent. No prototype. */
export type Cells = Readonly<Record<string, Cell>>

/** Ends a reader that cannot continue; becomes the last row and never leaves this leaf. */
export class ReadingStopped extends Error {
  readonly fault: Fault
  readonly line: number | undefined

  constructor(fault: Omit<Fault, 'pointer'>, line?: number) {
    super(fault.problem)
    this.name = 'ReadingStopped'
    this.fault = { pointer: '', ...fault }
    this.line = line
  }
}

/** Converts a stopped reader into rows, the last of which gives the reason. Other errors pass. */
export async function* untilStopped<T>(rows: AsyncIterable<Row<T>>): AsyncGenerator<Row<T>> {
  let row = 0
  let line = 0
  try {
    for await (const each of rows) {
      row = each.row
      line = each.line
      yield each
    }
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    yield { row: row + 1, line: error.line ?? line + 1, faults: [error.fault], stopped: true }
  }
}

/** An object without a prototype, so that a column may be called __proto__. */
export function emptyCells(): Record<string, Cell> {
  return Object.create(null) as Record<string, Cell>
}

/** 1536 → "1.5 KiB", for error messages. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB']
  let size = bytes
  let unit = 0
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024
  return `${Number(size.toFixed(1)).toLocaleString('en')} ${units[unit]}`
}
