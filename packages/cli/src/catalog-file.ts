import { isUtf8 } from 'node:buffer'
import {
  locate,
  parseCatalog,
  showFound,
  TouchstoneError,
  type Catalog,
  type CatalogCheckOptions,
  type Fault,
} from '@touchstone/contract'
import { openForReading } from './stream/index.ts'

const shownFaults = 10

/**
 * Reads a catalog file. Throws a TouchstoneError that names line, field, value and mend of each
 * fault; slips that are legal come back as `warnings`, one line of text each.
 */
export async function loadCatalog(path: string): Promise<{ catalog: Catalog; warnings: string[] }> {
  const json = await readText(path)
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw unusable(path, [syntaxFault(json, cause as Error)], '', cause)
  }
  let parsed = parseCatalog(value, { hasRate: () => false })
  // The vocabulary, which knows that a handbag is a bag, is loaded only where it can make a difference.
  if (parsed.warnings.length > 0) parsed = parseCatalog(value, await knowledge())
  if (parsed.ok) {
    const lines = faultLines(parsed.warnings, json).map((line) => `${path}, ${line}`)
    return { catalog: parsed.catalog, warnings: cut(lines, parsed.warnings.length) }
  }
  const lines = faultLines(parsed.faults, json)
  throw unusable(path, cut(lines, parsed.faults.length), parsed.faults[0]?.pointer)
}

// To find the line of a fault the whole text is read: only those that are shown are looked for.
function faultLines(faults: readonly Fault[], json: string): string[] {
  return faults.slice(0, shownFaults).map((fault) => faultLine(fault, json))
}

function cut(lines: string[], of: number): string[] {
  return of > lines.length ? [...lines, `… and ${of - lines.length} more`] : lines
}

async function knowledge(): Promise<CatalogCheckOptions> {
  const { exchangeRates, productTypes } = await import('@touchstone/recognition')
  const parents = new Map(productTypes.types.map(({ id, parent }) => [id, parent]))
  return {
    hasRate: (currency) => Object.hasOwn(exchangeRates.perDollar, currency),
    fits: (type, brandTypes) => {
      for (let wider: string | undefined = type; wider !== undefined; wider = parents.get(wider)) {
        if (brandTypes.includes(wider)) return true
      }
      return false
    },
  }
}

async function readText(path: string): Promise<string> {
  const handle = await openForReading(path, 'the catalog')
  const bytes = await handle.readFile().finally(() => handle.close())
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw unusable(path, ['it is packed with gzip: unpack it first, with gunzip -c'])
  }
  if (!isUtf8(bytes)) throw unusable(path, [notUtf8(bytes)])
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  if (text.trim() === '') throw unusable(path, ['it is empty: write at least {"brands": []}'])
  return text
}

/** Names the place of the first byte that is not UTF-8. */
function notUtf8(bytes: Buffer): string {
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from)
    const row = bytes.subarray(from, end === -1 ? bytes.length : end)
    if (!isUtf8(row)) {
      const found = showFound(row.subarray(0, 200).toString('utf8').trim())
      return `line ${line}: the text is not valid UTF-8; found ${found}; write the file as UTF-8`
    }
    from += row.length + 1
  }
  return 'the text is not valid UTF-8; write the file as UTF-8'
}

function unusable(
  path: string,
  lines: readonly string[],
  pointer?: string,
  cause?: unknown,
): TouchstoneError {
  return new TouchstoneError({
    code: 'bad-catalog',
    message: [`the catalog ${path} cannot be used:`, ...lines.map((line) => `  ${line}`)].join(
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
  return `line ${locate(json, fault.pointer)}: ${field} ${fault.problem}${also}; found ${fault.found}; ${fault.mend}`
}

function syntaxFault(json: string, error: Error): string {
  const place = / at position (\d+)/.exec(error.message)
  const at = place ? Number(place[1]) : unexpectedTokenAt(json)
  const before = json.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const problem = error.message
    .replace(/ (in JSON )?at position .*$/, '')
    .replace(/, (\.\.\.)?".*$/s, '')
  const found = showFound(json.slice(at - column + 1, at + 40).split('\n', 1)[0])
  const mend =
    at >= json.length ? 'the file ends too early' : 'mend the text at this place or before it'
  return `line ${line}, column ${column}: this is not JSON: ${problem}; found ${found}; ${mend}`
}

/** Where the JSON parser names no position, the shortest prefix that fails in the same way. */
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
