import { setImmediate as breathe } from 'node:timers/promises'
import {
  faultCause,
  isStorableText,
  parseListing,
  type Fault,
  type Listing,
  type ListingState,
  type RowError,
  type Verdict,
} from '@touchstone/contract'
import { messageOf } from '../../platform/errors/index.ts'
import { maxBatchRows } from './types.ts'
import { listingNameOf } from './listing-row.ts'
import { IngestSummary, type IngestGroup } from './ingest-summary.ts'
import type { ListingIngest, ListingSender, IngestResult, IngestOptions } from './ingest.ts'

/** A row of a batch or file, with its position. */
export type InputRow = { row: number; input: unknown }

export type RowResult = { row: number } & (
  | {
      id: string
      listing: string
      version: number
      state: ListingState
      verdict?: Verdict
      /** False if a person reviews the listing while it stays up. */
      hold?: false
      complete?: false
    }
  | { error: RowError }
)

const mostUnderway = 4

type RowsOptions = {
  intake: ListingIngest
  sender: ListingSender
  ingestOptions: IngestOptions
  onResult: (result: RowResult) => void
}

/** Ingests the rows from `feed` and records the result in the log; rows before a failure remain and are recorded. */
export async function ingestRows(
  options: RowsOptions & { together: IngestGroup },
  feed: (rowIntake: RowIntake) => Promise<void>,
): Promise<void> {
  const { intake, sender, onResult, together } = options
  const summary = new IngestSummary()
  const rowIntake = new RowIntake({
    ...options,
    onResult: (result) => {
      summary.add(result)
      onResult(result)
    },
  })
  try {
    await feed(rowIntake)
    await rowIntake.end()
  } finally {
    await rowIntake.settled()
    await summary.record(intake.store, sender, together)
  }
}

/**
 * Rows on their way into the store, in parts: while one is being written, others are assessed. Parts are written in
 * order.
 */
class RowIntake {
  private readonly intake: ListingIngest
  private readonly sender: ListingSender
  private readonly ingestOptions: IngestOptions
  private readonly onResult: (result: RowResult) => void
  private readonly underway: Promise<unknown>[] = []
  private part: { row: number; listing: Listing }[] = []
  private readonly names = new Map<string, number>()
  private rows = 0
  private written: Promise<unknown> = Promise.resolve()

  constructor(options: RowsOptions) {
    this.intake = options.intake
    this.sender = options.sender
    this.ingestOptions = { ...options.ingestOptions, urgency: 'bulk' }
    this.onResult = options.onResult
  }

  /** Adds a row; waits while enough rows are in progress. */
  async add({ row, input }: InputRow): Promise<void> {
    // Duplicates in a long file are detected in pieces the size of the largest batch.
    if (this.rows++ % maxBatchRows === 0) {
      // A listing repeated in the next piece must not be in the same part.
      await this.send()
      this.names.clear()
    }
    const parsed = parseListingInput(input)
    if ('error' in parsed) {
      this.refuse(row, parsed.error)
      return
    }
    const { listing } = parsed
    const name = nameOf(listing)
    const earlier = this.names.get(name)
    if (earlier !== undefined) {
      this.refuse(row, twice(listing, earlier))
      return
    }
    this.names.set(name, row)
    this.part.push({ row, listing })
    if (this.part.length >= this.intake.rowsOfPart(this.sender)) await this.send()
  }

  /** Sends pending rows, and resolves when everything is written. */
  async end(): Promise<void> {
    await this.send()
    await Promise.all(this.underway)
  }

  /** Resolves when nothing is in progress, whatever the result. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underway)
  }

  /** Records a row that is not a listing. */
  refuse(row: number, error: RowError): void {
    this.onResult({ row, error })
  }

  private async send(): Promise<void> {
    const part = this.part
    this.part = []
    if (part.length > 0) {
      const rowOf = new Map(part.map(({ row, listing }) => [nameOf(listing), row]))
      const turn = this.written
      const listings = part.map(({ listing }) => listing)
      const work = this.intake
        .ingest(this.sender, listings, this.ingestOptions, turn)
        .then((results) => {
          for (const result of results) {
            const row = rowOf.get(nameOf(result.source))
            if (row !== undefined) this.onResult(resultOf(row, result))
          }
        })
      // `end` reports failures; a part waiting for its turn continues anyway.
      this.written = work.catch(() => undefined)
      this.underway.push(work)
      void work.catch(() => undefined)
    }
    if (this.underway.length >= mostUnderway) await this.underway.shift()
    // Lets requests for single listings run in between.
    await breathe()
  }
}

function resultOf(row: number, result: IngestResult): RowResult {
  const { id, listing, version, state, assessment } = result
  const { verdict, hold, complete, waitsFor } = assessment
  // Assessments waiting only for pictures are otherwise complete.
  const verdictFields = {
    ...((complete !== false || waitsFor !== undefined) && {
      verdict,
      ...(hold === false && { hold }),
    }),
    ...(complete === false && { complete }),
  }
  return { row, id, listing, version, state, ...verdictFields }
}

const noListing: Fault = {
  pointer: '',
  problem: 'is not a listing',
  found: 'another kind of value',
  remedy: 'write a listing',
}

/** A fault as one sentence; `whole` names the subject if it is not a single field. */
export function toRowError(fault: Fault | undefined, whole: string): RowError {
  const known = fault ?? noListing
  return { pointer: known.pointer, message: messageOf(known, whole), cause: faultCause(known) }
}

export function parseListingInput(input: unknown): { listing: Listing } | { error: RowError } {
  const parsed = parseListing(input)
  if (!parsed.ok) {
    return { error: toRowError(parsed.faults[0], 'the listing') }
  }
  const { listing } = parsed
  for (const name of ['id', 'marketplace'] as const) {
    const value = listing[name] ?? ''
    if (!isStorableText(value)) {
      const message = `/${name} contains a character that cannot be stored (null or an unpaired surrogate); remove or replace it`
      return { error: { pointer: `/${name}`, message } }
    }
  }
  return parsed
}

function nameOf({ marketplace = '', id }: Listing): string {
  return listingNameOf(marketplace, id)
}

function twice({ id }: Listing, earlier: number): RowError {
  return {
    pointer: '/id',
    message: `/id ${JSON.stringify(id)} also appears in row ${earlier} of this batch; send each listing once`,
  }
}
