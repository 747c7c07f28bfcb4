import { TextDecoder } from 'node:util'
import { AppError } from '../../platform/errors/index.ts'

export type SerialLine = { line: number } & ({ serial: string } | { problem: string })

const maxLineCharacters = 2000

/**
 * Reads a file of serials line by line: NDJSON with {"serial": …} or a text, or CSV with a column `serial` or one
 * column alone.
 */
export async function* readSerials(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SerialLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let line = 0
  let read: ((text: string) => string | undefined) | undefined
  const linesOf = (texts: readonly string[]): SerialLine[] =>
    texts.flatMap((raw): SerialLine[] => {
      line++
      const text = raw.trim()
      if (text === '') return []
      if (read === undefined) {
        const begun = readerFor(text)
        read = begun.read
        if (begun.isHeader) return []
      }
      const serial = read(text)
      return serial === undefined
        ? [{ line, problem: `has no serial: ${JSON.stringify(text.slice(0, 60))}` }]
        : [{ line, serial }]
    })
  for await (const chunk of bytes) {
    const lines = (rest + decode(decoder, line, chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLineCharacters) throw tooLong(line + lines.length + 1)
    yield linesOf(lines)
  }
  yield linesOf([rest + decode(decoder, line)])
}

function decode(decoder: TextDecoder, line: number, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw new AppError({
      code: 'body-not-utf8',
      message: `the file is not UTF-8 from about line ${line + 1} on; save it as UTF-8`,
      cause,
    })
  }
}

type Reader = { isHeader: boolean; read: (text: string) => string | undefined }

function readerFor(first: string): Reader {
  if (/^[{"]/.test(first) && fromJson(first) !== undefined)
    return { isHeader: false, read: fromJson }
  const separator = [',', ';', '\t'].find((one) => first.includes(one))
  const cells = cellsOf(first, separator).map((cell) => cell.toLowerCase())
  const column = cells.indexOf('serial')
  const at = column === -1 ? 0 : column
  const read = (text: string): string | undefined => {
    const serial = cellsOf(text, separator)[at]
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

/** The cells of a row of CSV, quoted or not. */
function cellsOf(text: string, separator: string | undefined): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (text[at] === '"') {
      const end = endOfQuoted(text, at + 1)
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
    }
    const next = separator === undefined ? -1 : text.indexOf(separator, at)
    cells.push((cell + text.slice(at, next === -1 ? undefined : next)).trim())
    if (next === -1 || separator === undefined) return cells
    at = next + separator.length
  }
}

function endOfQuoted(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] !== '"') continue
    if (text[at + 1] !== '"') return at
    at++
  }
  return text.length
}

function tooLong(line: number): AppError {
  return new AppError({
    code: 'validation-failed',
    message: `line ${line} has more than ${maxLineCharacters} characters; write one serial on each line`,
  })
}
