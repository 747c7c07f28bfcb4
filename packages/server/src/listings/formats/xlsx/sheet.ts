import type { ReadLimits } from '../limits.ts'
import { ReadingStopped, type Cell } from '../row.ts'
import { columnOf, dateOf, unescapeCell } from './cell.ts'
import type { WorkbookPackage } from './package.ts'
import { walkPart, type Workbook } from './workbook.ts'

/** The cells of a sheet's row by column from 0; `line` is the number of the row. */
export type SheetRow = { line: number; cells: Map<number, Cell>; tooLong: number | undefined }

/** Reads the non-empty rows of a sheet, in file order. */
export async function* sheetRows(
  parts: WorkbookPackage,
  workbook: Workbook,
  path: string,
  limits: ReadLimits,
): AsyncGenerator<SheetRow> {
  const reader = new SheetReader(workbook, limits)
  const steps = walkPart(parts, path, limits, reader)
  try {
    while ((await steps.next()).done !== true) yield* reader.ready.splice(0)
  } finally {
    await steps.return(undefined)
  }
}

class SheetReader {
  ready: SheetRow[] = []
  private readonly workbook: Workbook
  private readonly limits: ReadLimits
  private row: SheetRow | undefined
  private lastLine = 0
  private column = -1
  private type = 'n'
  private style = 0
  private found = ''
  private isValue = false
  private inReading = false
  private cells = 0

  constructor(workbook: Workbook, limits: ReadLimits) {
    this.workbook = workbook
    this.limits = limits
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      const stated = Number(attributes['r'])
      this.lastLine = Number.isSafeInteger(stated) && stated > 0 ? stated : this.lastLine + 1
      this.row = { line: this.lastLine, cells: new Map(), tooLong: undefined }
      this.column = -1
    } else if (name === 'c') {
      const stated = attributes['r'] === undefined ? undefined : columnOf(attributes['r'])
      this.column = stated ?? this.column + 1
      this.type = attributes['t'] ?? 'n'
      this.style = Number(attributes['s'] ?? 0)
      this.found = ''
      if (++this.cells > this.limits.workbookCells) throw tooManyCells(this.limits, this.lastLine)
    } else if (name === 'v') this.isValue = true
    else if (name === 'rPh') this.inReading = true
    else if (name === 't') this.isValue = this.type === 'inlineStr' && !this.inReading
  }

  text(piece: string): void {
    if (this.isValue && this.found.length <= this.limits.cellCharacters) this.found += piece
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isValue = false
    else if (name === 'rPh') this.inReading = false
    else if (name === 'c') this.addCell()
    else if (name === 'row' && this.row !== undefined) {
      if (this.row.cells.size > 0) this.ready.push(this.row)
      this.row = undefined
    }
  }

  private addCell(): void {
    if (this.row === undefined || this.found === '') return
    const { cells } = this.row
    // One cell beyond the columns is enough to say so.
    if (cells.size > this.limits.columns) return
    const value = this.value()
    const isTooLong = typeof value === 'string' && value.length > this.limits.cellCharacters
    if (isTooLong) this.row.tooLong ??= this.column
    if (value !== '') cells.set(this.column, isTooLong ? '…' : value)
  }

  private value(): Cell {
    switch (this.type) {
      case 's':
        return this.workbook.sharedStrings[Number(this.found)] ?? ''
      case 'b':
        return this.found === '1' ? 'true' : 'false'
      case 'n': {
        const number = Number(this.found)
        if (!Number.isFinite(number)) return this.found
        const isDate = this.workbook.dateStyles[this.style] === true
        return (isDate ? dateOf(number, this.workbook.since1904) : undefined) ?? number
      }
      default:
        return unescapeCell(this.found)
    }
  }
}

function tooManyCells(limits: ReadLimits, line: number): ReadingStopped {
  const most = limits.workbookCells.toLocaleString('en')
  return new ReadingStopped(
    { problem: `has more than ${most} cells`, found: `${most} cells or more`, remedy: 'split it' },
    line,
  )
}
