import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { IngestedListingView } from '@touchstone/contract'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { canonicalJson } from '../../platform/canonical-json/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import { saveResponse, recordRequest, otherRequest } from '../../platform/idempotency/index.ts'
import { maxBatchRows } from './types.ts'
import { mayIngestListings } from './policy.ts'
import { parseListingInput, ingestRows, type RowResult } from './ingest-rows.ts'
import type { ListingIngest, ListingSender, IngestOptions } from './ingest.ts'

export type IngestInput = { intake: ListingIngest; actor: Actor; ingestOptions?: IngestOptions }

/** Ingests and assesses one listing, unless it is stored unchanged. */
export async function ingestListing(
  options: IngestInput & { input: unknown },
): Promise<IngestedListingView> {
  const { intake, ingestOptions = {} } = options
  const sender = requireSender(options.actor)
  const parsed = parseListingInput(options.input)
  if ('error' in parsed) {
    throw new AppError({
      code: 'bad-listing',
      message: parsed.error.message,
      pointer: parsed.error.pointer,
    })
  }
  return intake.ingestSingle(sender, parsed.listing, ingestOptions)
}

export type Batch = {
  rows: unknown[]
  /** A request repeated under the same key gets the first response. */
  idempotencyKey?: string
}

/** Ingests up to 10,000 listings, with a result for each, in the order of the rows. */
export async function ingestBatch(options: IngestInput & { input: Batch }): Promise<RowResult[]> {
  const { intake, ingestOptions = {} } = options
  const { rows, idempotencyKey: key } = options.input
  const sender = requireSender(options.actor)
  if (rows.length > maxBatchRows) {
    throw new AppError({
      code: 'row-limit-exceeded',
      message: `the batch has ${rows.length} rows; send at most ${maxBatchRows} at once`,
    })
  }
  if (key === undefined) return ingestSentRows(intake, sender, rows, ingestOptions)
  const requestHash = await hashOf(rows)
  const noted = await intake.store.transact(contextOf(sender), (handle) =>
    recordRequest(handle, { sender, key, requestHash }),
  )
  if (noted !== undefined && !noted.requestHash.equals(requestHash)) throw otherRequest(key)
  // If it was recorded without a response, it ended early or is still running: rows already ingested stay unchanged.
  const before = noted?.answer ?? null
  if (before !== null) return before as RowResult[]
  const answer = await ingestSentRows(intake, sender, rows, ingestOptions)
  const recorded = await intake.store.transact(contextOf(sender), (handle) =>
    saveResponse(handle, { sender, key, answer }),
  )
  return recorded as RowResult[]
}

async function ingestSentRows(
  intake: ListingIngest,
  sender: ListingSender,
  rows: readonly unknown[],
  ingestOptions: IngestOptions,
): Promise<RowResult[]> {
  const results: RowResult[] = []
  const report = (result: RowResult): void => void (results[result.row] = result)
  const together = { way: 'batch', id: randomUUID() } as const
  await ingestRows(
    { intake, sender, ingestOptions, onResult: report, together },
    async (rowIntake) => {
      for (const [row, input] of rows.entries()) await rowIntake.add({ row, input })
    },
  )
  return results
}

export function requireSender(actor: Actor): ListingSender {
  if (mayIngestListings(actor)) return actor
  throw notAllowed(
    'sending listings requires the scope listings:write, or the role admin or analyst',
  )
}

const hashedAtOnce = 250

async function hashOf(rows: readonly unknown[]): Promise<Buffer> {
  const hash = createHash('sha256')
  for (const [at, row] of rows.entries()) {
    hash.update(canonicalJson(row)).update('\n')
    if (at % hashedAtOnce === hashedAtOnce - 1) await breathe()
  }
  return hash.digest()
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
