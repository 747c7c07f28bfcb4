import { isUtf8 } from 'node:buffer'
import {
  isTooDeep,
  tooManyFieldsFault,
  maxRowValues,
  parseJsonText,
  parseListing,
  showFound,
  TooManyValues,
  tooManyValuesFault,
  type Fault,
  type Listing,
} from '@touchstone/contract'
import { limitBytes, peek, plainBytes } from './bytes.ts'
import { elementsOf, findWrappedArray, type Wrapping } from './json-array.ts'
import { withDefaults, type ReadLimits } from './limits.ts'
import { cutLines } from './lines.ts'
import { cellsOf } from './mapping/index.ts'
import { ReadingStopped, formatBytes, untilStopped, type Bytes, type Row } from './row.ts'

const newline = Uint8Array.of(0x0a)
const mark = Uint8Array.of(0xef, 0xbb, 0xbf)

export type JsonOptions = { limits?: Partial<ReadLimits> }

/** Reads NDJSON, one JSON value per line, plain or gzip; skips blank lines. */
export function readNdjson(bytes: Bytes, options: JsonOptions = {}): AsyncGenerator<Row<unknown>> {
  const limits = withDefaults(options.limits)
  return untilStopped(ndjsonRows(plainBytes(bytes, limits), limits))
}

/** Streams the elements of one JSON array, plain or gzip. */
export function readJsonArray(
  bytes: Bytes,
  options: JsonOptions = {},
): AsyncGenerator<Row<unknown>> {
  const limits = withDefaults(options.limits)
  return untilStopped(arrayRows(plainBytes(bytes, limits), limits))
}

/** Reads NDJSON, a JSON array, or one in an object such as {"products": [ … ]}, distinguished by how the file begins. */
export function readJson(bytes: Bytes, options: JsonOptions = {}): AsyncGenerator<Row<unknown>> {
  const limits = withDefaults(options.limits)
  return untilStopped(eitherRows(plainBytes(bytes, limits), limits))
}

/** Reads a file with a single JSON value, plain or gzip, on any number of lines. */
export async function readJsonDocument(
  bytes: Bytes,
  options: JsonOptions = {},
): Promise<Row<unknown>> {
  const limits = withDefaults(options.limits)
  const pieces: Uint8Array[] = []
  try {
    const plain = limitBytes(plainBytes(bytes, limits), limits.documentBytes)
    for await (const piece of plain) pieces.push(piece)
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    return { row: 1, line: 1, faults: [error.fault], stopped: true }
  }
  const document = valueOf(withoutMark(Buffer.concat(pieces)), 1, 1, limits, 'document')
  return 'value' in document ? document : { ...document, stopped: true }
}

/** Parses JSON values in the contract's format as listings. */
export async function* asListings(rows: AsyncIterable<Row<unknown>>): AsyncGenerator<Row<Listing>> {
  for await (const each of rows) {
    if (!('value' in each)) {
      yield each
      continue
    }
    const { row, line, value } = each
    const parsed = parseListing(value)
    if (parsed.ok) yield { row, line, value: parsed.listing }
    else {
      const cells = cellsOf(value)
      const [first = noListing(value), ...more] = parsed.faults
      yield { row, line, faults: [first, ...more], ...(cells && { cells }) }
    }
  }
}

function noListing(value: unknown): Fault {
  return {
    pointer: '',
    problem: 'is not a listing',
    found: showFound(value),
    remedy: 'write a listing',
  }
}

async function* eitherRows(bytes: Bytes, limits: ReadLimits): AsyncGenerator<Row<unknown>> {
  const { start, all } = await peek(bytes, 4096)
  const text = withoutMark(start).toString()
  if (text.trimStart().startsWith('[')) yield* arrayRows(all, limits)
  else {
    const wrapping = findWrappedArray(text)
    const marked = start.length - withoutMark(start).length
    yield* wrapping === undefined
      ? ndjsonRows(all, limits)
      : arrayRows(all, limits, { ...wrapping, bytes: wrapping.bytes + marked })
  }
}

async function* ndjsonRows(bytes: Bytes, limits: ReadLimits): AsyncGenerator<Row<unknown>> {
  let row = 0
  for await (const { bytes: found, line } of cutLines(bytes, {
    end: newline,
    maxBytes: limits.rowBytes,
  })) {
    const text = found !== undefined && line === 1 ? withoutMark(found) : found
    if (text !== undefined && isBlank(text)) continue
    yield valueOf(text, ++row, line, limits)
  }
}

async function* arrayRows(
  bytes: Bytes,
  limits: ReadLimits,
  wrapping?: Wrapping,
): AsyncGenerator<Row<unknown>> {
  let row = 0
  for await (const { bytes: found, line } of elementsOf(bytes, limits, wrapping)) {
    yield valueOf(found, ++row, line, limits)
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return false
  }
  return true
}

function withoutMark(bytes: Buffer): Buffer {
  return mark.every((byte, at) => bytes[at] === byte) ? bytes.subarray(mark.length) : bytes
}

function valueOf(
  bytes: Buffer | undefined,
  row: number,
  line: number,
  limits: ReadLimits,
  what: 'row' | 'document' = 'row',
): Row<unknown> {
  const faulty = (problem: string, found: string, remedy: string): Row<unknown> => ({
    row,
    line,
    faults: [{ pointer: '', problem, found, remedy }],
  })
  if (bytes === undefined) {
    return faulty(
      `is longer than ${formatBytes(limits.rowBytes)}`,
      'a row that is too long',
      'shorten the description or leave out anything that is not text',
    )
  }
  if (!isUtf8(bytes)) {
    const found = showFound(bytes.subarray(0, 200).toString('utf8').trim())
    return faulty('is not valid UTF-8', found, 'write the file as UTF-8')
  }
  const text = bytes.toString('utf8')
  try {
    const value = parseJsonText(text, what === 'row' ? maxRowValues : Infinity)
    const many = what === 'row' ? tooManyFieldsFault(value) : undefined
    if (many !== undefined) return { row, line, faults: [many] }
    if (!isTooDeep(value, limits.depth)) return { row, line, value }
    return faulty(
      `is nested deeper than ${limits.depth} levels`,
      showFound(value),
      'write a flatter object',
    )
  } catch (error) {
    if (error instanceof TooManyValues)
      return { row, line, faults: [tooManyValuesFault(maxRowValues)] }
    return faulty(...notJson(text, error as Error, what))
  }
}

const wholeOf = {
  row: 'write each row as one complete JSON object, on a line of its own or in one array',
  document: 'write one JSON document, with a program that produces valid JSON',
}

function notJson(text: string, error: Error, what: keyof typeof wholeOf): [string, string, string] {
  const place = / at position (\d+)/.exec(error.message)
  const position = place === null ? undefined : Number(place[1])
  const problem = error.message
    .replace(/ (in JSON )?at position .*$/s, '')
    .replace(/, (\.\.\.)?".*$/s, '')
    .replace(/ JSON input$/, ` the ${what}`)
  const where = position === undefined ? '' : ` at ${placeIn(text, position)}`
  const from = Math.max(0, (position ?? 0) - 20)
  return [
    `is not JSON: ${problem}${where}`,
    showFound(text.slice(from, from + 80).trim()),
    wholeOf[what],
  ]
}

function placeIn(text: string, position: number): string {
  const before = text.slice(0, position)
  const lines = before.split('\n').length
  const character = `character ${position - before.lastIndexOf('\n')}`
  return lines === 1 ? character : `line ${lines}, ${character}`
}
