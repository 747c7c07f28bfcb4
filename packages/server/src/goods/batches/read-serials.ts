import { isUtf8 } from 'node:buffer'
import { csvCells, cutLines, type Dialect } from '../../listings/formats/index.ts'
import { AppError } from '../../platform/errors/index.ts'

export type SerialLine = { line: number } & ({ serial: string } | { problem: string })

const maxLineBytes = 2000
const newline = Uint8Array.of(0x0a)
/** Lines that are handed on together. */
const linesAtOnce = 1000

/**
 * Reads a file of serials line by line: NDJSON with {"serial": …} or a text, or CSV with a column `serial` or one
 * column alone.
 */
export async function* readSerials(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SerialLine[]> {
  let read: ((text: string) => string | undefined) | undefined
  let lines: SerialLine[] = []
  for await (const { bytes: found, line } of cutLines(bytes, {
    end: newline,
    maxBytes: maxLineBytes,
  })) {
    const text = textOf(found, line)
    if (text === '') continue
    if (read === undefined) {
      const begun = readerFor(text)
      read = begun.read
      if (begun.isHeader) continue
    }
    const serial = read(text)
    lines.push(
      serial === undefined
        ? { line, problem: `has no serial: ${JSON.stringify(text.slice(0, 60))}` }
        : { line, serial },
    )
    if (lines.length < linesAtOnce) continue
    yield lines
    lines = []
  }
  yield lines
}

function textOf(bytes: Buffer | undefined, line: number): string {
  if (bytes === undefined) {
    throw new AppError({
      code: 'validation-failed',
      message: `line ${line} has more than ${maxLineBytes} bytes; write one serial on each line`,
    })
  }
  if (!isUtf8(bytes)) {
    throw new AppError({
      code: 'body-not-utf8',
      message: `the file is not UTF-8 in line ${line}; save it as UTF-8`,
    })
  }
  // The mark at the beginning of a file is trimmed, too.
  return bytes.toString('utf8').trim()
}

type Reader = { isHeader: boolean; read: (text: string) => string | undefined }

function readerFor(first: string): Reader {
  if (/^[{"]/.test(first) && fromJson(first) !== undefined)
    return { isHeader: false, read: fromJson }
  const delimiter = [',', ';', '\t'].find((one) => first.includes(one))
  const cells = cellsOf(first, delimiter).map((cell) => cell.toLowerCase())
  const column = cells.indexOf('serial')
  const at = column === -1 ? 0 : column
  const read = (text: string): string | undefined => {
    const serial = cellsOf(text, delimiter)[at]
    return serial === '' ? undefined : serial
  }
  return { isHeader: column !== -1, read }
}

function fromJson(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const serial =
      typeof value === 'object' && value !== null ? (value as { serial?: unknown }).serial : value
    return typeof serial === 'string' ? serial : undefined
  } catch {
    return undefined
  }
}

/** The cells of a row. Of lists with one column there are a hundred million lines, most without a quote. */
function cellsOf(text: string, delimiter: string | undefined): string[] {
  if (!text.includes('"')) return text.split(delimiter ?? '\n').map((cell) => cell.trim())
  const dialect: Dialect = { delimiter: delimiter ?? ',', quote: '"' }
  const [cells = [text]] = csvCells(text, dialect, '\n') ?? []
  return cells.map((cell) => cell.trim())
}
