import { parse } from 'csv-parse/sync'
import { showFound, toPointer, type Fault } from '@touchstone/contract'
import { peek, plainBytes } from '../bytes.ts'
import { withDefaults, type ReadLimits } from '../limits.ts'
import { emptyCells, ReadingStopped, formatBytes, untilStopped } from '../row.ts'
import type { Bytes, Cells, Faults, Row } from '../row.ts'
import { detectDialect, looksLikeHeader, statedDelimiter } from './dialect.ts'
import {
  isKnownEncoding,
  isKoreanOrChineseIso2022,
  markedEncoding,
  markLength,
} from './encoding.ts'
import { EncodingUnclear, unknownEncoding } from './encoding-unclear.ts'
import { findEncoding } from './find-encoding.ts'
import { chained, columnNames, openingOf, type FindHeader } from './header.ts'
import { recordsOf, type Dialect, type RawRecord } from './records.ts'
import { stoppedTable, type Table } from './table.ts'
import { brokenSign } from './decoding.ts'
import { lineEndOf, textLines, tooLongSign, type LineEnd } from './text.ts'

export type CsvOptions = {
  /** A label known to TextDecoder; detected by default. */
  encoding?: string
  delimiter?: string
  quote?: Dialect['quote']
  /** Whether the first record names the columns; detected from its cells by default. */
  header?: boolean
  /** Which of the first records names the columns, if those before it are titles. */
  findHeader?: FindHeader
  limits?: Partial<ReadLimits>
}

const sampleBytes = 256 * 1024
const sampleCharacters = 64 * 1024

/**
 * Opens a table of comma, semicolon, tab or pipe separated values, plain or gzip, in any of the detected encodings
 * (RFC 4180 and common variants). Never throws on invalid input.
 */
export async function openCsv(bytes: Bytes, options: CsvOptions = {}): Promise<Table> {
  const limits = withDefaults(options.limits)
  try {
    return await openSound(bytes, options, limits)
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    return stoppedTable('csv', error)
  }
}

async function openSound(bytes: Bytes, options: CsvOptions, limits: ReadLimits): Promise<Table> {
  const { start, all } = await peek(plainBytes(bytes, limits), sampleBytes)
  if (isKoreanOrChineseIso2022(start)) throw unreadIso2022()
  const stated = markedEncoding(start) ?? options.encoding?.toLowerCase()
  const encoding = stated ?? (await clearEncoding(start))
  if (!isKnownEncoding(encoding)) throw unknownEncoding(encoding)
  const sampleText = new TextDecoder(encoding, { ignoreBOM: true })
    .decode(start.subarray(markLength(start, encoding)), { stream: true })
    .slice(0, sampleCharacters)
  const delimiter = statedDelimiter(sampleText)
  const sample = delimiter === undefined ? sampleText : sampleText.replace(/^.*\r?\n/, '')
  const dialect = detectDialect(sample, { delimiter, ...definedOf(options) })
  const lineEnd = lineEndOf(sample)
  const lines = textLines(all, { encoding, lineEnd, limits })
  if (delimiter !== undefined) await lines.next()
  const records = parsedRecords(recordsOf(lines, dialect, limits), dialect, lineEnd)

  const { opening, found } = await openingOf(records, options.findHeader, cellsOfRecord)
  const header = opening[found ?? 0]
  if (header === undefined) throw nothingInside()
  const cells = cellsOfRecord(header)
  if (cells.length > limits.columns) throw tooManyColumns(cells, limits)
  const hasHeader = options.header ?? (found !== undefined || looksLikeHeader(cells))
  const shape = shapeOf(hasHeader ? cells : cells.map(() => ''), dialect, encoding)
  const below = hasHeader ? opening.slice((found ?? 0) + 1) : opening
  const rows = rowsOf(chained(below, records), shape, limits)
  return { format: 'csv', headers: shape.headers, encoding, dialect, rows: untilStopped(rows) }
}

const cellsOfRecord = ({ cells, text }: ParsedRecord): string[] => cells ?? [text]

async function clearEncoding(start: Buffer): Promise<string> {
  const { encoding, isSure, readings } = await findEncoding(start)
  if (!isSure) throw new EncodingUnclear(readings)
  return encoding
}

function definedOf({ delimiter, quote }: CsvOptions): Partial<Dialect> {
  return { ...(delimiter !== undefined && { delimiter }), ...(quote !== undefined && { quote }) }
}

type ParsedRecord = RawRecord & { cells?: string[] }

const batchRecords = 256
const batchCharacters = 128 * 1024

async function* parsedRecords(
  records: AsyncIterable<RawRecord>,
  dialect: Dialect,
  lineEnd: LineEnd,
): AsyncGenerator<ParsedRecord> {
  let batch: RawRecord[] = []
  let characters = 0
  const iterator = records[Symbol.asyncIterator]()
  let ended = false
  try {
    while (!ended) {
      let failure: unknown
      try {
        const step = await iterator.next()
        if (step.done === true) ended = true
        else {
          batch.push(step.value)
          characters += step.value.text.length
        }
      } catch (error) {
        failure = error
        ended = true
      }
      if (ended || batch.length >= batchRecords || characters > batchCharacters) {
        yield* parseBatch(batch, dialect, lineEnd)
        batch = []
        characters = 0
      }
      if (failure !== undefined) throw failure as Error
    }
  } finally {
    await iterator.return?.(undefined)
  }
}

function parseBatch(batch: RawRecord[], dialect: Dialect, lineEnd: LineEnd): ParsedRecord[] {
  const sound = batch.filter((record) => record.unclosed === undefined)
  const cells = csvCells(sound.map(({ text }) => text).join(''), dialect, lineEnd)
  // If the parser did not split the records itself, each is parsed alone, which identifies the faulty one.
  const alone = cells === undefined || cells.length !== sound.length
  let at = 0
  return batch.map((record) => {
    if (record.unclosed !== undefined) return record
    const own = alone ? csvCells(record.text, dialect, lineEnd) : undefined
    const found = alone ? (own?.length === 1 ? own[0] : undefined) : cells[at++]
    return found === undefined ? { ...record, unclosed: true } : { ...record, cells: found }
  })
}

/** The cells of each record of a text; undefined where it is none of this dialect. */
export function csvCells(text: string, dialect: Dialect, lineEnd: LineEnd): string[][] | undefined {
  const quote = dialect.quote === '' ? null : dialect.quote
  try {
    return parse(text, {
      delimiter: dialect.delimiter,
      quote,
      escape: quote,
      record_delimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
    })
  } catch {
    return undefined
  }
}

// Encodings that use these have consumed them by now; otherwise the surrounding words are garbled.
const shiftSigns = /[\u000e\u000f\u001b]/

type Shape = {
  headers: string[]
  /** Cells required in a row: up to the last named column. */
  least: number
  encoding: string
  tellsTextFromDelimiter: boolean
}

function shapeOf(cells: readonly string[], { delimiter }: Dialect, encoding: string): Shape {
  const named = cells.map((cell) => cell.replaceAll(brokenSign, '\ufffd'))
  return {
    headers: columnNames(named),
    least: named.findLastIndex((cell) => cell.trim() !== '') + 1,
    encoding,
    // Programs that write tabs omit empty cells at the end.
    tellsTextFromDelimiter: delimiter === '\t',
  }
}

async function* rowsOf(
  records: AsyncIterable<ParsedRecord>,
  shape: Shape,
  limits: ReadLimits,
): AsyncGenerator<Row<Cells>> {
  let row = 0
  for await (const record of records) {
    if (record.cells?.every((cell) => cell.trim() === '') === true) continue
    if (++row > limits.rows) throw tooManyRows(limits, record.line)
    const place = { row, line: record.line }
    const faults = faultsOf(record, shape, limits)
    if (faults !== undefined) {
      yield { ...place, faults }
      continue
    }
    const value = emptyCells()
    for (const [at, header] of shape.headers.entries()) {
      const cell = record.cells?.[at]
      if (cell !== undefined && cell !== '') value[header] = cell
    }
    yield { ...place, value }
  }
}

function faultsOf(record: ParsedRecord, shape: Shape, limits: ReadLimits): Faults | undefined {
  const { cells, text } = record
  const found = showFound(text.trim())
  if (text.includes(tooLongSign)) {
    const problem = `contains a line longer than ${formatBytes(limits.rowBytes)}`
    const remedy = 'shorten the description or leave out anything that is not text'
    return [{ pointer: '', problem, found: 'a line that is too long', remedy }]
  }
  if (cells === undefined) {
    const problem = 'opens a quoted cell that is never closed'
    return [{ pointer: '', problem, found, remedy: 'close it, or double each quote of the text' }]
  }
  const broken = cells.flatMap((cell, at): Fault[] => {
    if (!cell.includes(brokenSign)) return []
    return [
      {
        pointer: toPointer([shape.headers[at] ?? at]),
        problem: `contains bytes that are not ${shape.encoding}`,
        found: showFound(cell.replaceAll(brokenSign, '\ufffd')),
        remedy: 'save the file as UTF-8, or state its encoding',
      },
    ]
  })
  if (broken[0] !== undefined) return [broken[0], ...broken.slice(1)]
  const shifted = cells.findIndex((cell) => shiftSigns.test(cell))
  if (shifted !== -1) {
    return [
      {
        pointer: toPointer([shape.headers[shifted] ?? shifted]),
        problem:
          'contains control characters (ESC, SO or SI) that change how the following text reads',
        found: showFound(cells[shifted]),
        remedy: 'save the file as UTF-8, or remove these characters',
      },
    ]
  }
  const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1
  const columns = shape.headers.length
  const isShort = cells.length < shape.least && !shape.tellsTextFromDelimiter
  if (filled <= columns && !isShort) return undefined
  return [
    {
      pointer: '',
      problem: `has ${cells.length} cells where the header has ${columns}`,
      found,
      remedy: 'quote cells that contain a delimiter or a line break, and write empty cells too',
    },
  ]
}

function nothingInside(): ReadingStopped {
  return new ReadingStopped({
    problem: 'holds no rows',
    found: 'nothing',
    remedy: 'write a header and one listing per row',
  })
}

function unreadIso2022(): ReadingStopped {
  return new ReadingStopped({
    problem: 'is written in ISO-2022-KR or ISO-2022-CN, which is not supported',
    found: 'escape sequences of that encoding',
    remedy: 'save it as UTF-8',
  })
}

export function tooManyColumns(headers: readonly string[], limits: ReadLimits): ReadingStopped {
  return new ReadingStopped({
    problem: `has ${headers.length.toLocaleString('en')} columns`,
    found: showFound(headers.slice(0, 5).join(', ')),
    remedy: `keep at most ${limits.columns.toLocaleString('en')} columns`,
  })
}

export function tooManyRows(limits: ReadLimits, line: number): ReadingStopped {
  const most = limits.rows.toLocaleString('en')
  return new ReadingStopped(
    {
      problem: `has more than ${most} rows`,
      found: `row ${most} and following`,
      remedy: 'split it',
    },
    line,
  )
}
