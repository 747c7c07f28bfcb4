import { setImmediate as breathe } from 'node:timers/promises'
import {
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

/** A row of a batch or a file, with its place there. */
export type InputRow = { row: number; input: unknown }

export type RowResult = { row: number } & (
  | {
      id: string
      listing: string
      version: number
      state: ListingState
      verdict?: Verdict
      complete?: false
    }
  | { error: RowError }
)

const mostUnderway = 4

type RowsOptions = {
  intake: ListingIngest
  sender: ListingSender
  wish: IngestOptions
  tell: (result: RowResult) => void
}

/**
 * Takes the rows that `feed` gives, and tells the log what became of them; what was written before a
 * fault stands, there too.
 */
export async function ingestRows(
  options: RowsOptions & { together: IngestGroup },
  feed: (taking: RowIntake) => Promise<void>,
): Promise<void> {
  const { intake, sender, tell, together } = options
  const told = new IngestSummary()
  const taking = new RowIntake({
    ...options,
    tell: (result) => {
      told.add(result)
      tell(result)
    },
  })
  try {
    await feed(taking)
    await taking.end()
  } finally {
    await taking.settled()
    await told.record(intake.store, sender, together)
  }
}

/**
 * Rows on their way into the store, in parts: while one is written, others are judged. Parts are
 * written in their order, one after the other.
 */
class RowIntake {
  private readonly intake: ListingIngest
  private readonly sender: ListingSender
  private readonly wish: IngestOptions
  private readonly tell: (result: RowResult) => void
  private readonly underway: Promise<unknown>[] = []
  private part: { row: number; listing: Listing }[] = []
  private readonly names = new Map<string, number>()
  private rows = 0
  private written: Promise<unknown> = Promise.resolve()

  constructor(options: RowsOptions) {
    this.intake = options.intake
    this.sender = options.sender
    this.wish = { ...options.wish, urgency: 'bulk' }
    this.tell = options.tell
  }

  /** Takes a row; waits while enough rows are underway. */
  async add({ row, input }: InputRow): Promise<void> {
    // A long file is held against itself in pieces as long as the longest batch.
    if (this.rows++ % maxBatchRows === 0) {
      // A listing that is named again in the next piece must not meet itself in one part.
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

  /** Sends what waits, and settles when all is written. */
  async end(): Promise<void> {
    await this.send()
    await Promise.all(this.underway)
  }

  /** Settles when nothing is underway any more, whatever came of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underway)
  }

  /** Notes a row that is no listing. */
  refuse(row: number, error: RowError): void {
    this.tell({ row, error })
  }

  private async send(): Promise<void> {
    const part = this.part
    this.part = []
    if (part.length > 0) {
      const rowOf = new Map(part.map(({ row, listing }) => [nameOf(listing), row]))
      const turn = this.written
      const listings = part.map(({ listing }) => listing)
      const work = this.intake.ingest(this.sender, listings, this.wish, turn).then((taken) => {
        for (const one of taken) {
          const row = rowOf.get(nameOf(one.source))
          if (row !== undefined) this.tell(resultOf(row, one))
        }
      })
      // What fails is told by `end`; a part that waits for its turn goes on all the same.
      this.written = work.catch(() => undefined)
      this.underway.push(work)
      void work.catch(() => undefined)
    }
    if (this.underway.length >= mostUnderway) await this.underway.shift()
    // Whoever asks for a single listing meanwhile is heard.
    await breathe()
  }
}

function resultOf(row: number, taken: IngestResult): RowResult {
  const { id, listing, version, state, assessment } = taken
  const { verdict, complete, waitsFor } = assessment
  // What waits for pictures alone was judged by all the rest.
  const said = {
    ...((complete !== false || waitsFor !== undefined) && { verdict }),
    ...(complete === false && { complete }),
  }
  return { row, id, listing, version, state, ...said }
}

const noListing: Fault = {
  pointer: '',
  problem: 'is not a listing',
  found: 'another kind of value',
  mend: 'write a listing',
}

/** A fault as one sentence; `whole` names what is at fault where it is no single field. */
export function toRowError(fault: Fault | undefined, whole: string): RowError {
  const known = fault ?? noListing
  return { pointer: known.pointer, message: messageOf(known, whole) }
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
