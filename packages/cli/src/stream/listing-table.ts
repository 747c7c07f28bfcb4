import { TouchstoneError, type Listing, type UnreadField } from '@touchstone/contract'
import type { ListingFile, Row } from '@touchstone/server/formats'
import { visible } from '../terminal.ts'
import { defaultBlockBytes, joined, type Block, type CutOptions } from './blocks.ts'
import type { Reject, RejectedRow } from './screen-block.ts'

/** A table of listings, whose rows are read as lines of NDJSON with the numbers that they have in the file. */
export type ListingTable = {
  blocks(cut?: CutOptions): AsyncGenerator<Block | RejectedRow>
  /** How the columns were read, and what of the rows was not; complete after the last block. */
  notes(): string[]
}

type TableSource = { name: string; signal: AbortSignal; encoding: string | undefined }
type FaultyRow = Extract<Row<Listing>, { faults: unknown }>

/**
 * Opens a file in any format that imports of the server read, with the columns of known exports or found by name and
 * content. Throws a TouchstoneError if its encoding is unclear.
 */
export async function openListingTable(
  chunks: AsyncIterable<Uint8Array>,
  { name, signal, encoding }: TableSource,
): Promise<ListingTable> {
  // Loaded here: only tables need it, and NDJSON must not wait for it.
  const { openListingFile } = await import('@touchstone/server/formats')
  const file = await openListingFile(chunks, { encoding }, async () => ({
    mapping: undefined,
    currencies: {},
  }))
  if (file.readings !== undefined) throw encodingUnclear(name, file.readings)
  const unread = new Map<UnreadField, number>()
  async function* blocks({ blockBytes = defaultBlockBytes }: CutOptions = {}): AsyncGenerator<
    Block | RejectedRow
  > {
    const gathered = new GatheredRows()
    for await (const row of file.rows) {
      // What follows an interruption is a row cut off.
      if (signal.aborted) break
      if ('faults' in row) {
        if (!gathered.isEmpty) yield gathered.cutBlock()
        if (row.stopped) throw unreadable(name, row)
        yield { kind: 'reject', reject: rejectOf(row) }
        continue
      }
      for (const { field } of row.value.unread ?? []) {
        unread.set(field, (unread.get(field) ?? 0) + 1)
      }
      if (!gathered.fits(row.line)) yield gathered.cutBlock()
      gathered.add(row.value, row.line)
      if (gathered.bytes >= blockBytes) yield gathered.cutBlock()
    }
    if (!gathered.isEmpty) yield gathered.cutBlock()
  }
  const notes = (): string[] => [
    columnsNote(file),
    ...[...unread].map(
      ([field, rows]) =>
        `${field} could not be read in ${rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`}, assessed without it.`,
    ),
  ]
  return { blocks, notes }
}

/** Most lines without a row, such as lines of a text in several, within a block. */
const maxGap = 1000

/** Rows as lines of NDJSON; blank lines stand for lines of the file that begin no row. */
class GatheredRows {
  bytes = 0
  private parts: Buffer[] = []
  private firstLine = 1
  private nextLine = 1

  get isEmpty(): boolean {
    return this.parts.length === 0
  }

  fits(line: number): boolean {
    return this.isEmpty || (line >= this.nextLine && line - this.nextLine <= maxGap)
  }

  add(listing: Listing, line: number): void {
    if (this.isEmpty) this.firstLine = this.nextLine = line
    const part = Buffer.from(`${'\n'.repeat(line - this.nextLine)}${JSON.stringify(listing)}\n`)
    this.parts.push(part)
    this.bytes += part.length
    this.nextLine = line + 1
  }

  cutBlock(): Block {
    const bytes = joined(this.parts, this.bytes)
    this.parts = []
    this.bytes = 0
    return { kind: 'lines', bytes, firstLine: this.firstLine }
  }
}

function rejectOf({ line, faults: [first, ...others] }: FaultyRow): Reject {
  const { pointer, problem, found, remedy } = first
  const also = others
    .slice(0, 9)
    .map((fault) => ({ pointer: fault.pointer, reason: fault.problem }))
  return { line, pointer, reason: problem, found, remedy, ...(also.length > 0 && { also }) }
}

function unreadable(name: string, { line, faults: [fault] }: FaultyRow): TouchstoneError {
  const { problem, found, remedy } = fault
  return new TouchstoneError({
    code: 'unusable-input',
    message: visible(
      `${name} cannot be read from line ${line} on: it ${problem}; found ${found}; ${remedy}`,
    ),
  })
}

function encodingUnclear(
  name: string,
  readings: NonNullable<ListingFile['readings']>,
): TouchstoneError {
  const shown = readings.map(
    ({ encoding, lines }) => `  --encoding ${encoding}: ${visible(lines.join(' ⏎ '))}`,
  )
  return new TouchstoneError({
    code: 'unusable-input',
    message: [
      `the encoding of ${name} is unclear: name it with --encoding, or save the file as UTF-8`,
      ...shown,
    ].join('\n'),
  })
}

function columnsNote({ format, encoding, mapping }: ListingFile): string {
  const columns = mapping()?.columns ?? []
  const pairs = columns.map(({ column, field }) => `${column} → ${field}`).join(', ')
  const how = encoding === undefined ? format : `${format} in ${encoding}`
  return visible(pairs === '' ? `Read ${how}, with no known columns.` : `Read ${how}: ${pairs}.`)
}
