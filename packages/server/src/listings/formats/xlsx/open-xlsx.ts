import { showFound, toPointer } from '@touchstone/contract'
import { withDefaults, type ReadLimits } from '../limits.ts'
import { emptyCells, ReadingStopped, untilStopped } from '../row.ts'
import type { Bytes, Cells, Row } from '../row.ts'
import {
  chained,
  columnNames,
  looksLikeHeader,
  openingOf,
  stoppedTable,
  type FindHeader,
} from '../table/index.ts'
import { tooManyColumns, tooManyRows, type Table } from '../table/index.ts'
import { WorkbookPackage } from './package.ts'
import { sheetRows, type SheetRow } from './sheet.ts'
import { readWorkbook, type Workbook } from './workbook.ts'

export type XlsxOptions = {
  /** Name of a sheet; defaults to the first visible one. */
  sheet?: string
  /** Whether the first row names the columns; detected from its cells by default. */
  header?: boolean
  /** Which of the first rows names the columns, if those before it are titles. */
  findHeader?: FindHeader
  limits?: Partial<ReadLimits>
}

/**
 * Opens a sheet of an Office Open XML workbook (ECMA-376). Formulas count by their stored values; macros, external
 * links and pictures are ignored. Never throws on invalid input.
 */
export async function openXlsx(bytes: Bytes, options: XlsxOptions = {}): Promise<Table> {
  const limits = withDefaults(options.limits)
  try {
    return await openSound(bytes, options, limits)
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    return stoppedTable('xlsx', error)
  }
}

async function openSound(bytes: Bytes, options: XlsxOptions, limits: ReadLimits): Promise<Table> {
  const parts = await WorkbookPackage.open(bytes, limits)
  const workbook = await readWorkbook(parts, limits)
  const sheet = sheetOf(workbook, options.sheet)
  const sheets = workbook.sheets.map(({ name }) => name)
  const rows = sheetRows(parts, workbook, sheet.path, limits)
  const { opening, found } = await openingOf(rows, options.findHeader, (row) =>
    textsOf(row, limits),
  )
  const header = opening[found ?? 0]
  if (header === undefined) throw emptySheet(sheet.name)
  const cells = textsOf(header, limits)
  if (cells.length > limits.columns) throw tooManyColumns(cells, limits)
  const allText = [...header.cells.values()].every((cell) => typeof cell === 'string')
  const hasHeader = options.header ?? (found !== undefined || (allText && looksLikeHeader(cells)))
  const headers = columnNames(hasHeader ? cells : cells.map(() => ''))
  const below = hasHeader ? opening.slice((found ?? 0) + 1) : opening
  const named = rowsOf(chained(below, rows), headers, limits)
  return { format: 'xlsx', headers, sheets, sheet: sheet.name, rows: untilStopped(named) }
}

/** The cells of a row as texts, at most one more than a sheet may have. */
function textsOf({ cells }: SheetRow, limits: ReadLimits): string[] {
  const columns = Math.max(...cells.keys()) + 1
  return Array.from({ length: Math.min(columns, limits.columns + 1) }, (_, at) =>
    String(cells.get(at) ?? ''),
  )
}

function sheetOf({ sheets }: Workbook, name: string | undefined): Workbook['sheets'][number] {
  const found =
    name === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])
      : sheets.find((sheet) => sheet.name === name)
  if (found !== undefined) return found
  throw new ReadingStopped({
    problem: 'has no sheet of this name',
    found: showFound(name),
    remedy: `name one of ${showFound(sheets.map((sheet) => sheet.name))}`,
  })
}

function emptySheet(name: string): ReadingStopped {
  return new ReadingStopped({
    problem: `has no rows in its sheet ${showFound(name)}`,
    found: 'nothing',
    remedy: 'write a header and one listing per row, or name another sheet',
  })
}

async function* rowsOf(
  rows: AsyncIterable<SheetRow>,
  headers: readonly string[],
  limits: ReadLimits,
): AsyncGenerator<Row<Cells>> {
  let row = 0
  for await (const each of rows) {
    if ([...each.cells.values()].every((cell) => String(cell).trim() === '')) continue
    if (++row > limits.rows) throw tooManyRows(limits, each.line)
    yield named(each, row, headers, limits)
  }
}

function named(
  { line, cells, tooLong }: SheetRow,
  row: number,
  headers: readonly string[],
  limits: ReadLimits,
): Row<Cells> {
  if (tooLong !== undefined) {
    const pointer = toPointer([headers[tooLong] ?? tooLong])
    const most = limits.cellCharacters.toLocaleString('en')
    const problem = `is longer than ${most} characters`
    const remedy = 'shorten it'
    return { row, line, faults: [{ pointer, problem, found: 'a text that is too long', remedy }] }
  }
  const value = emptyCells()
  for (const [at, header] of headers.entries()) {
    const cell = cells.get(at)
    if (cell !== undefined) value[header] = cell
  }
  const beyond = [...cells].find(([at, cell]) => at >= headers.length && String(cell).trim() !== '')
  if (beyond === undefined) return { row, line, value }
  return {
    row,
    line,
    faults: [
      {
        pointer: '',
        problem: `has a cell beyond the ${headers.length} columns of the header`,
        found: showFound(beyond[1]),
        remedy: 'name its column in the header, or remove it',
      },
    ],
  }
}
