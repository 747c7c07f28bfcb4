import type { Fault } from '@touchstone/contract'

/** Bytes of a file or an upload, in pieces of any size. */
export type Bytes = AsyncIterable<Uint8Array>

export type Faults = readonly [Fault, ...Fault[]]

/**
 * One row of a file. `row` counts the rows of data from 1, without the header; `line` is the line
 * of the text, or the row of the sheet, on which it begins. `stopped` says that nothing after this
 * place could be read; what came before it stands.
 */
export type Row<T> = { row: number; line: number; value: T } | FaultyRow
export type FaultyRow = {
  row: number
  line: number
  faults: Faults
  stopped?: true
  /** What the row holds, where it could be read and is only no listing. */
  cells?: Cells
}

/** Numbers come from formats that know numbers; a text is never taken for one here. */
export type Cell = string | number

/** The cells of one row by their headers; an empty cell is absent. No prototype. */
export type Cells = Readonly<Record<string, Cell>>

/** Unwinds a reader that can't go on; it becomes the last row and never leaves this room. */
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

/** Turns a reader that stops into rows of which the last one says why. Other errors pass. */
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

/** An object without a prototype, so that a column called __proto__ is a column. */
export function emptyCells(): Record<string, Cell> {
  return Object.create(null) as Record<string, Cell>
}

/** 1536 → "1.5 KiB"; for the sentences of refusals. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB']
  let size = bytes
  let unit = 0
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024
  return `${Number(size.toFixed(1)).toLocaleString('en')} ${units[unit]}`
}
