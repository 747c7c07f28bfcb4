import { isUtf8 } from 'node:buffer'
import {
  depthFault,
  isTooDeep,
  locate,
  parseJsonText,
  showFound,
  TouchstoneError,
  type ErrorCode,
  type Fault,
} from '@touchstone/contract'
import { openForReading } from './stream/index.ts'

/** A JSON file given to a command: its name in messages, and the code of its faults. */
export type DocumentKind = {
  name: string
  code: ErrorCode
  /** Minimal content, to be read after "write at least". */
  least: string
}

export type JsonDocument = { text: string; value: unknown }

const shownFaults = 10

/** Reads one JSON document. Throws a TouchstoneError that locates the fault. */
export async function readDocument(path: string, kind: DocumentKind): Promise<JsonDocument> {
  const text = await readText(path, kind)
  let value: unknown
  try {
    value = parseJsonText(text)
  } catch (cause) {
    throw unusable(path, kind, [syntaxFault(text, cause as Error)], '', cause)
  }
  if (isTooDeep(value)) throw faultyDocument(path, kind, [depthFault(value)], text)
  return { text, value }
}

/** The error for a document's faults, each with line, field, value and correction. */
export function faultyDocument(
  path: string,
  kind: DocumentKind,
  faults: readonly Fault[],
  text: string,
): TouchstoneError {
  return unusable(path, kind, faultLines(faults, text), faults[0]?.pointer)
}

/** One line of text for each of the first faults, and a line with the number of the others. */
export function faultLines(faults: readonly Fault[], text: string): string[] {
  // Locating a fault reads the whole text, so this is done only for the faults shown.
  const lines = faults.slice(0, shownFaults).map((fault) => faultLine(fault, text))
  return faults.length > lines.length
    ? [...lines, `… and ${faults.length - lines.length} more`]
    : lines
}

async function readText(path: string, kind: DocumentKind): Promise<string> {
  const handle = await openForReading(path, `the ${kind.name}`)
  let bytes: Buffer
  try {
    bytes = await handle.readFile()
  } finally {
    await handle.close()
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw unusable(path, kind, ['it is packed with gzip: unpack it first, with gunzip -c'])
  }
  if (!isUtf8(bytes)) throw unusable(path, kind, [notUtf8(bytes)])
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  if (text.trim() === '') throw unusable(path, kind, [`it is empty: write at least ${kind.least}`])
  return text
}

/** Locates the first byte that is not UTF-8. */
function notUtf8(bytes: Buffer): string {
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from)
    const row = bytes.subarray(from, end === -1 ? bytes.length : end)
    if (!isUtf8(row)) {
      const text = showFound(row.subarray(0, 200).toString('utf8').trim())
      return `line ${line}: the text is not valid UTF-8; found ${text}; write the file as UTF-8`
    }
    from += row.length + 1
  }
  return 'the text is not valid UTF-8; write the file as UTF-8'
}

function unusable(
  path: string,
  { name, code }: DocumentKind,
  lines: readonly string[],
  pointer?: string,
  cause?: unknown,
): TouchstoneError {
  return new TouchstoneError({
    code,
    message: [`the ${name} ${path} cannot be used:`, ...lines.map((line) => `  ${line}`)].join(
      '\n',
    ),
    pointer,
    cause,
  })
}

function faultLine(fault: Fault, json: string): string {
  const field = fault.pointer === '' ? 'the document' : fault.pointer
  const also =
    fault.other === undefined ? '' : ` (${fault.other} is on line ${locate(json, fault.other)})`
  return `line ${locate(json, fault.pointer)}: ${field} ${fault.problem}${also}; found ${fault.found}; ${fault.remedy}`
}

function syntaxFault(json: string, error: Error): string {
  const place = / at position (\d+)/.exec(error.message)
  const at = place ? Number(place[1]) : unexpectedTokenAt(json)
  const before = json.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const problem = error.message
    .replace(/ (in JSON )?at position [^]*/, '')
    .replace(/, (\.\.\.)?".*$/s, '')
  const text = showFound(json.slice(at - column + 1, at + 40).split('\n', 1)[0])
  const remedy =
    at >= json.length ? 'the file ends too early' : 'correct the text here or before it'
  return `line ${line}, column ${column}: this is not JSON: ${problem}; found ${text}; ${remedy}`
}

/** If the JSON parser gives no position, the shortest prefix that fails in the same way. */
function unexpectedTokenAt(json: string): number {
  let good = 0
  let bad = json.length
  while (good < bad) {
    const middle = Math.floor((good + bad) / 2)
    if (hasUnexpectedToken(json.slice(0, middle + 1))) bad = middle
    else good = middle + 1
  }
  return bad
}

function hasUnexpectedToken(prefix: string): boolean {
  try {
    JSON.parse(prefix)
    return false
  } catch (error) {
    return (error as Error).message.startsWith('Unexpected token')
  }
}
