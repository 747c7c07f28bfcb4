import { lineState, type Dialect } from './records.ts'

const delimiters = [',', ';', '\t', '|'] as const

const sampleRecords = 60

/** The delimiter in Excel's special first line: "sep=;". */
export function statedDelimiter(sample: string): string | undefined {
  return /^sep=([^\r\n])\r?\n/i.exec(sample)?.[1]
}

/**
 * Detects delimiter and quote from the start of a table: the delimiter with which most records have as many cells as
 * the header, and of two equal ones the one with more cells.
 */
export function detectDialect(sample: string, given: Partial<Dialect> = {}): Dialect {
  const quotes: Dialect['quote'][] = given.quote === undefined ? ['"', "'"] : [given.quote]
  const signs = given.delimiter === undefined ? delimiters : [given.delimiter]
  const dialects = quotes.flatMap((quote) => signs.map((delimiter) => ({ delimiter, quote })))
  // Titles above the header have one cell.
  return (
    bestOf(dialects, (dialect) => scoreOf(countsOf(sample, dialect), dialect)) ??
    bestOf(dialects, (dialect) => scoreOf(belowTitles(countsOf(sample, dialect)), dialect)) ??
    dialects[0] ?? { delimiter: ',', quote: '"' }
  )
}

function bestOf(
  dialects: readonly Dialect[],
  scoreOf: (dialect: Dialect) => number,
): Dialect | undefined {
  let best: { dialect: Dialect; score: number } | undefined
  for (const dialect of dialects) {
    const score = scoreOf(dialect)
    if (score > (best?.score ?? 0)) best = { dialect, score }
  }
  return best?.dialect
}

/** The records from the first of several cells on, if nearly all of these are as long: text with a comma is not. */
function belowTitles(counts: readonly number[]): readonly number[] {
  const from = counts.findIndex((count) => count > 1)
  const [header = 0, ...rest] = counts.slice(Math.max(0, from))
  const alike = rest.filter((count) => count === header).length
  return header > 2 && alike >= rest.length * 0.8 ? [header, ...rest] : []
}

/** How many cells the first records have; none if the quote cannot be one. */
function countsOf(sample: string, dialect: Dialect): number[] {
  // An apostrophe counts as a quote only if the header itself is quoted with it.
  if (dialect.quote === "'" && !/^\s*'[^']*'(?:[,;\t|\r\n]|$)/.test(sample)) return []
  const counts: number[] = []
  let text = ''
  let open = false
  for (const line of sample.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []) {
    if (text === '' && line.trim() === '') continue
    text += line
    open = lineState(line, open, dialect) === 'open'
    if (open) continue
    counts.push(countCells(text, dialect))
    text = ''
    if (counts.length === sampleRecords) break
  }
  return counts
}

function scoreOf([header = 0, ...rest]: readonly number[], dialect: Dialect): number {
  if (header < 2) return 0
  const alike = rest.filter((count) => count === header).length
  const share = rest.length === 0 ? 1 : alike / rest.length
  return 0.2 + share + Math.min(header, 99) / 1000 + (dialect.quote === "'" ? 0.1 : 0)
}

/** Cells of a record: one more than delimiters outside quotes. One pass. */
function countCells(record: string, { delimiter, quote }: Dialect): number {
  let cells = 1
  let at = 0
  for (;;) {
    if (quote !== '' && record.startsWith(quote, at)) at = endOfQuoting(record, at, quote)
    if (at === -1) return cells
    const next = record.indexOf(delimiter, at)
    if (next === -1) return cells
    at = next + delimiter.length
    cells++
  }
}

/** Index after the quote that closes the cell opened here; -1 if none does. */
function endOfQuoting(record: string, from: number, quote: string): number {
  let at = from + 1
  for (;;) {
    at = record.indexOf(quote, at)
    if (at === -1) return -1
    if (!record.startsWith(quote, at + 1)) return at + 1
    at += 2
  }
}

const number = /^[^\p{L}]?\s*-?\d[\d.,'\s]*[^\p{L}]?$/u

/** True if the cells of the first record look like column names, not values. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (filled.length === 0) return false
  return filled.every(
    (cell) => cell.length <= 100 && !number.test(cell) && !/^(https?:)?\/\//i.test(cell),
  )
}
