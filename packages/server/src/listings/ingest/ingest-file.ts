import { randomUUID } from 'node:crypto'
import {
  unreadFields,
  type ImportProgressView,
  type Listing,
  type ListingState,
  type RowError,
  type UnreadField,
  type UnreadValue,
  type Verdict,
} from '@touchstone/contract'
import { contextOf } from '../../access/organisations/index.ts'
import {
  findSettings,
  readListingFile,
  type Bytes,
  type Cells,
  type FileOptions,
  type Mapping,
  type Row,
} from '../imports/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { isMostlyFaulty, mostlyFaulty } from '../formats/index.ts'
import { noProgress, type FileProgress } from './file-progress.ts'
import { toRowError, ingestRows, type RowResult } from './ingest-rows.ts'
import { requireSender, type IngestInput } from './receive-listings.ts'

export type FileResult = {
  format: string
  mapping: Mapping | undefined
  remembered: boolean
  taken: number
  failed: number
  states: Record<ListingState, number>
  verdicts: Record<Verdict, number>
  /** The first faults, by row and line. */
  faults: Reject[]
  /** Fields that could not be read in accepted rows, with the number of rows. */
  unread: { field: UnreadField; count: number }[]
  unreadRows: UnreadRow[]
}

type UnreadRow = { row: number; line: number; id: string; listing: string } & UnreadValue

export type Reject = { row: number; line: number; pointer: string; message: string; cells?: Cells }

type FileImport = IngestInput & {
  bytes: Bytes
  fileOptions: FileOptions
  /** Most rejected rows to return. */
  rejects: number
  /** The sender's id, for querying progress. */
  id?: string
  progress: FileProgress
  /**
   * Aborted if the sender has disconnected or, with the error to return, the server is stopping: earlier rows remain.
   */
  signal: AbortSignal
}

/** Ingests a streamed file of listings: rows before a failure remain. */
export async function ingestFile(options: FileImport): Promise<FileResult> {
  const { progress, id } = options
  const { organisationId } = requireSender(options.actor)
  if (id === undefined) return ingestFileRows(options, { ...noProgress })
  let state: 'done' | 'stopped' = 'stopped'
  try {
    const result = await ingestFileRows(options, progress.begin(organisationId, id))
    state = 'done'
    return result
  } finally {
    progress.end(organisationId, id, state)
  }
}

async function ingestFileRows(options: FileImport, count: ImportProgressView): Promise<FileResult> {
  const { intake, ingestOptions = {}, signal } = options
  const sender = requireSender(options.actor)
  const source = {
    bytes: counted(options.bytes, count),
    remembered: (headers: readonly string[]) =>
      intake.store.transact(contextOf(sender), (handle) =>
        findSettings(handle, sender.organisationId, headers),
      ),
    holder: sender.organisationId,
  }
  const file = await readListingFile(source, options.fileOptions)
  const reported = new ReportedRows(count, options.rejects)
  const together = { way: 'file', id: options.id ?? randomUUID() } as const
  const report = (result: RowResult): void => reported.report(result)
  let isWhole = true
  await ingestRows(
    { intake, sender, ingestOptions, onResult: report, together },
    async (rowIntake) => {
      try {
        for await (const row of file.rows) {
          if (signal.aborted) break
          count.rows++
          reported.sent(row)
          if ('value' in row) await rowIntake.add({ row: row.row, input: row.value })
          else rowIntake.refuse(row.row, toRowError(row.faults[0], 'the row'))
          if (isMostlyFaulty(count)) break
        }
      } catch (error) {
        if (!isBrokenOff(error)) throw error
        isWhole = false
      }
    },
  )
  if (signal.reason instanceof AppError) throw signal.reason
  if (signal.aborted || !isWhole) throw senderLeft()
  if (isMostlyFaulty(count)) throw mostlyFaulty(count, 'listings', reported.faults[0])
  const { states, verdicts, faults } = reported
  return {
    format: file.format,
    mapping: file.mapping(),
    remembered: file.isRemembered,
    taken: count.taken,
    failed: count.failed,
    states,
    verdicts,
    faults,
    ...reported.unreadValues(),
  }
}

async function* counted(bytes: Bytes, count: ImportProgressView): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    count.bytes += chunk.length
    yield chunk
  }
}

function isBrokenOff(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET'
}

/** The sender is gone, and nothing is wrong here. */
function senderLeft(): AppError {
  return new AppError({
    code: 'file-incomplete',
    message: 'the file ended early; rows before that were accepted',
  })
}

/** Most bytes of rejected rows to return. */
const mostCellBytes = 8 * 1024 * 1024

/** Most unread values to return. */
const maxUnreadRows = 20

type SentRow = {
  line: number
  cells?: Cells | undefined
  unread?: readonly UnreadValue[] | undefined
}

/** Results of a file's rows, counted for the response. */
class ReportedRows {
  readonly states: Record<ListingState, number> = { new: 0, changed: 0, unchanged: 0 }
  readonly verdicts: Record<Verdict, number> = { clear: 0, 'ask-proof': 0, review: 0, block: 0 }
  readonly faults: Reject[] = []
  private readonly count: ImportProgressView
  private readonly most: number
  private readonly sentRows = new Map<number, SentRow>()
  private readonly unreadCounts = new Map<UnreadField, number>()
  private readonly unreadRows: UnreadRow[] = []
  private cellBytes = 0

  constructor(count: ImportProgressView, most: number) {
    this.count = count
    this.most = most
  }

  sent(sent: Row<Listing>): void {
    const { row, line } = sent
    if ('value' in sent) this.sentRows.set(row, { line, unread: sent.value.unread })
    else this.sentRows.set(row, { line, cells: sent.cells })
  }

  unreadValues(): Pick<FileResult, 'unread' | 'unreadRows'> {
    const unread = unreadFields.flatMap((field) => {
      const count = this.unreadCounts.get(field)
      return count === undefined ? [] : [{ field, count }]
    })
    return { unread, unreadRows: this.unreadRows }
  }

  report(result: RowResult): void {
    const { line, cells, unread } = this.sentRows.get(result.row) ?? { line: 0 }
    this.sentRows.delete(result.row)
    if ('error' in result) {
      this.fail(result.row, line, result.error, cells)
      return
    }
    this.count.taken++
    this.states[result.state]++
    if (result.verdict !== undefined) this.verdicts[result.verdict]++
    for (const value of unread ?? []) {
      this.unreadCounts.set(value.field, (this.unreadCounts.get(value.field) ?? 0) + 1)
      if (this.unreadRows.length < maxUnreadRows) {
        this.unreadRows.push({
          row: result.row,
          line,
          id: result.id,
          listing: result.listing,
          ...value,
        })
      }
    }
  }

  private fail(row: number, line: number, { pointer, message }: RowError, cells?: Cells): void {
    this.count.failed++
    if (this.faults.length >= this.most) return
    const isTold = cells !== undefined && this.cellBytes < mostCellBytes
    if (isTold) this.cellBytes += JSON.stringify(cells).length
    this.faults.push({ row, line, pointer, message, ...(isTold && { cells }) })
  }
}
