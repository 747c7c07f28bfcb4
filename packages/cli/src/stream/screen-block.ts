import { isUtf8 } from 'node:buffer'
import {
  maxRowValues,
  parseJsonText,
  parseListing,
  showFound,
  TooManyValues,
  tooManyValuesFault,
  type Assessment,
  type Listing,
  type PortfolioSummary,
  type Verdict,
} from '@touchstone/contract'
import { defaultMaxLineBytes } from './blocks.ts'
import { LineWriter } from './line-writer.ts'

/** What a listing adds to its seller's portfolio, as the engine reads it. */
export type PortfolioEntryOf = (
  listing: Listing,
  assessment: Assessment,
) => { brand?: string; level?: number; price?: string; marks: readonly string[] }

/** The part of the engine that the pipeline needs. */
export type LineScreener = {
  screen(
    listing: Listing,
    options?: { portfolio?: PortfolioSummary | undefined; isParsed?: boolean },
  ): Assessment
  portfolioEntry?: PortfolioEntryOf
}

/** One listing of a seller, for the seller's portfolio. */
export type SellerRow = {
  line: number
  marketplace: string | undefined
  seller: string
  listing: string
  entry: ReturnType<PortfolioEntryOf>
}

/** One line of the rejects file. */
export type Reject = {
  line: number
  pointer: string
  reason: string
  found: string
  remedy: string
  id?: string
  /** Further faults of the same line. */
  also?: { pointer: string; reason: string }[]
}

/** A row of a table that is no listing, in its place among the blocks. */
export type RejectedRow = { kind: 'reject'; reject: Reject }

const newline = 0x0a
const parsed = { isParsed: true }

export type VerdictCounts = Record<Verdict, number>

export type BlockResult = {
  /** Assessments as NDJSON, in the order of the input. */
  output: Uint8Array<ArrayBuffer>
  rejects: Reject[]
  rows: number
  verdicts: VerdictCounts
  /** Texts of listings and assessments in turn, as JSON, if requested. */
  pairs: string[]
  /** Listings that name their seller, if requested. */
  sellerRows: SellerRow[]
  engine: string | undefined
  /** True if `strict` stopped at the last of `rejects`. */
  stopped: boolean
}

/** How much of an assessment is written. */
export const details = ['lean', 'full'] as const
export type Detail = (typeof details)[number]

export type BlockOptions = {
  strict: boolean
  withPairs: boolean
  /** Lean assessments have no sentences, and no text that their listing contains. Full by default. */
  detail?: Detail
  /** Collects what each listing adds to its seller's portfolio, instead of writing assessments. */
  forSellers?: boolean
  maxLineBytes?: number
}

/** What the sellers' other listings say together, by line. */
export type LinePortfolios = ReadonlyMap<number, PortfolioSummary>

export function noVerdicts(): VerdictCounts {
  return { clear: 0, 'ask-proof': 0, review: 0, block: 0 }
}

/**
 * Screens whole lines. An invalid line becomes a reject and screening continues. The output is in the writer's
 * buffer.
 */
export function screenBlock(
  screener: LineScreener,
  bytes: Uint8Array,
  firstLine: number,
  options: BlockOptions,
  writer = new LineWriter(),
  portfolios?: LinePortfolios,
): BlockResult {
  const screening = new BlockScreening(screener, options, writer, portfolios)
  const maxLineBytes = options.maxLineBytes ?? defaultMaxLineBytes
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Checking the whole block once avoids checking each line.
  const sound = isUtf8(buffer)
  let line = firstLine
  for (let from = 0; from < buffer.length && !screening.stopped; line++) {
    const end = buffer.indexOf(newline, from)
    const to = end === -1 ? buffer.length : end
    if (to - from > maxLineBytes) screening.reject(oversizeReject(line, maxLineBytes))
    else if (!sound && !isUtf8(buffer.subarray(from, to))) {
      screening.reject(notUtf8(buffer.subarray(from, to), line))
    } else if (to > from) screening.screenRow(buffer.toString('utf8', from, to), line)
    from = to + 1
  }
  return screening.result()
}

class BlockScreening {
  stopped = false
  private readonly screener: LineScreener
  private readonly options: BlockOptions
  private readonly writer: LineWriter
  private rows = 0
  private readonly rejects: Reject[] = []
  private readonly pairs: string[] = []
  private readonly sellerRows: SellerRow[] = []
  private readonly portfolios: LinePortfolios | undefined
  private readonly verdicts = noVerdicts()
  private engine: string | undefined

  constructor(
    screener: LineScreener,
    options: BlockOptions,
    writer: LineWriter,
    portfolios: LinePortfolios | undefined,
  ) {
    this.portfolios = portfolios
    this.writer = writer
    this.screener = screener
    this.options = options
  }

  screenRow(text: string, line: number): void {
    const row = readRow(text, line)
    if (row === undefined) return
    if ('reject' in row) {
      this.reject(row.reject)
      return
    }
    const { listing } = row
    try {
      const portfolio = this.portfolios?.get(line)
      const assessment = this.screener.screen(
        listing,
        portfolio === undefined ? parsed : { portfolio, isParsed: true },
      )
      this.rows++
      this.verdicts[assessment.verdict]++
      this.engine ??= assessment.engine
      if (this.options.forSellers === true) {
        this.addSellerRow(listing, assessment, line)
        return
      }
      assessment.line = line
      const json = JSON.stringify(assessment)
      this.writer.add(json)
      if (this.options.withPairs) this.pairs.push(text, json)
    } catch (error) {
      this.reject({
        line,
        pointer: '',
        reason: `internal: the engine failed on this listing (${(error as Error).message})`,
        found: showFound(listing),
        remedy: 'report it with this line; the other lines are not affected',
        ...idOf(listing),
      })
    }
  }

  /** An empty ID is none: people who share it are not one seller. */
  private addSellerRow(listing: Listing, assessment: Assessment, line: number): void {
    const seller = listing.seller?.id ?? ''
    const entry = this.screener.portfolioEntry?.(listing, assessment)
    if (seller === '' || entry === undefined) return
    const { marketplace, id } = listing
    this.sellerRows.push({ line, marketplace, seller, listing: id, entry })
  }

  reject(reject: Reject): void {
    this.rejects.push(reject)
    if (this.options.strict) this.stopped = true
  }

  result(): BlockResult {
    return {
      output: this.writer.bytes(),
      rejects: this.rejects,
      rows: this.rows,
      verdicts: this.verdicts,
      pairs: this.pairs,
      sellerRows: this.sellerRows,
      engine: this.engine,
      stopped: this.stopped,
    }
  }
}

function idOf(value: unknown): { id?: string } {
  const id =
    typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined
  return typeof id === 'string' ? { id: id.slice(0, 200) } : {}
}

export function oversizeReject(line: number, maxLineBytes: number): Reject {
  return {
    line,
    pointer: '',
    reason: `is longer than ${Math.round(maxLineBytes / 1024 / 1024)} MiB`,
    found: 'a line that is too long to store',
    remedy: 'shorten the description or remove data that is not text',
  }
}

/** Parses one line, or returns its fault; undefined for a blank line. */
export function screenLine(
  bytes: Buffer,
  line: number,
): { listing: Listing } | { reject: Reject } | undefined {
  if (bytes.length > defaultMaxLineBytes) {
    return { reject: oversizeReject(line, defaultMaxLineBytes) }
  }
  if (!isUtf8(bytes)) return { reject: notUtf8(bytes, line) }
  return readRow(bytes.toString('utf8'), line)
}

function readRow(
  text: string,
  line: number,
): { listing: Listing } | { reject: Reject } | undefined {
  let value: unknown
  try {
    value = parseJsonText(text, maxRowValues)
  } catch (error) {
    if (error instanceof TooManyValues) return { reject: manyValuesReject(line) }
    return text.trim() === '' ? undefined : { reject: notJson(text, line, error as Error) }
  }
  const parsed = parseListing(value)
  if (parsed.ok) return { listing: parsed.listing }
  const [first, ...rest] = parsed.faults
  const remedy = Array.isArray(value) ? onePerLine : (first?.remedy ?? 'write a listing')
  return {
    reject: {
      line,
      pointer: first?.pointer ?? '',
      reason: first?.problem ?? 'is not a listing',
      found: first?.found ?? showFound(value),
      remedy,
      ...idOf(value),
      ...(rest.length > 0 && {
        also: rest.slice(0, 9).map(({ pointer, problem }) => ({ pointer, reason: problem })),
      }),
    },
  }
}

function manyValuesReject(line: number): Reject {
  const { problem, ...fault } = tooManyValuesFault(maxRowValues)
  return { line, reason: problem, ...fault }
}

function notUtf8(bytes: Buffer, line: number): Reject {
  const id = /"id"\s*:\s*"([^"\\]*)"/.exec(bytes.subarray(0, 1000).toString('latin1'))?.[1]
  return {
    line,
    pointer: '',
    reason: 'is not valid UTF-8',
    found: showFound(bytes.subarray(0, 200).toString('utf8')),
    remedy: 'write the file as UTF-8',
    // An id with characters outside ASCII may be the invalid text itself.
    ...(id !== undefined && /^[ -~]{1,200}$/.test(id) && { id }),
  }
}

const onePerLine =
  'write each listing on its own line: use jq -c for one document, jq -c ".[]" for an array'

function notJson(text: string, line: number, error: Error): Reject {
  const place = / at position (\d+)/.exec(error.message)
  const position = place ? Number(place[1]) : undefined
  const problem = error.message
    .replace(/ (in JSON )?at position [^]*/, '')
    .replace(/, (\.\.\.)?".*$/s, '')
    .replace(/ JSON input$/, ' the line')
  const where = position === undefined ? '' : ` at character ${position + 1}`
  const from = Math.max(0, (position ?? 0) - 20)
  return {
    line,
    pointer: '',
    reason: `is not JSON: ${problem}${where}`,
    found: showFound(text.slice(from, from + 80)),
    remedy: remedyFor(text, problem),
  }
}

function remedyFor(text: string, problem: string): string {
  if (problem.startsWith('Bad control character')) {
    return 'write a control character as an escape: \\u0000, \\n, \\t'
  }
  return /^\s*[{[]\s*$/.test(text) ? onePerLine : 'write one complete JSON object per line'
}
