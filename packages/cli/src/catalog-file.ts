import {
  locate,
  parseCatalog,
  TouchstoneError,
  type Catalog,
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
  let parsed = parseCatalog(value)
  // The vocabulary, which knows that a handbag is a bag, is loaded only where it can make a difference.
  if (parsed.warnings.length > 0) parsed = parseCatalog(value, { fits: await widerTypesFit() })
  const warnings = parsed.warnings.map((fault) => `${path}, ${faultLine(fault, json)}`)
  if (parsed.ok) return { catalog: parsed.catalog, warnings }
  throw unusable(
    path,
    parsed.faults.map((fault) => faultLine(fault, json)),
    parsed.faults[0]?.pointer,
  )
}

async function widerTypesFit(): Promise<(type: string, brandTypes: readonly string[]) => boolean> {
  const { productTypes } = await import('@touchstone/recognition')
  const parents = new Map(productTypes.types.map(({ id, parent }) => [id, parent]))
  return (type, brandTypes) => {
    for (let wider: string | undefined = type; wider !== undefined; wider = parents.get(wider)) {
      if (brandTypes.includes(wider)) return true
    }
    return false
  }
}

async function readText(path: string): Promise<string> {
  const handle = await openForReading(path, 'the catalog')
  const bytes = await handle.readFile().finally(() => handle.close())
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new TouchstoneError({
      code: 'bad-catalog',
      message: `the catalog ${path} is not valid UTF-8: write it as UTF-8`,
      cause,
    })
  }
}

function unusable(
  path: string,
  lines: string[],
  pointer?: string,
  cause?: unknown,
): TouchstoneError {
  const shown = lines.slice(0, shownFaults).map((line) => `  ${line}`)
  const more = lines.length - shown.length
  if (more > 0) shown.push(`  … and ${more} more`)
  return new TouchstoneError({
    code: 'bad-catalog',
    message: [`the catalog ${path} cannot be used:`, ...shown].join('\n'),
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
  return `line ${line}, column ${column}: this is not JSON: ${problem}`
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
