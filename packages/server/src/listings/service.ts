import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { ListingState, RowError, TakenListing, Verdict } from '@touchstone/contract'
import { contextOf, type Actor } from '../identity/index.ts'
import { openListingFile, type Bytes, type FileWishes, type Mapping } from '../intake/index.ts'
import { canonicalJson } from '../platform/canonical-json/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { keepAnswer, noteRequest, otherRequest } from '../platform/idempotency/index.ts'
import { mostInBatch } from './model.ts'
import { maySendListings } from './policy.ts'
import { errorOf, readListing, RowIntake, type RowResult } from './rows.ts'
import type { Intake, Sender, Wish } from './taking.ts'

type Sent = { intake: Intake; actor: Actor; wish?: Wish }

/** Takes one offer and judges it, unless it is kept already as it stands. */
export async function takeListing(asked: Sent & { input: unknown }): Promise<TakenListing> {
  const { intake, wish = {} } = asked
  const sender = senderOf(asked.actor)
  const parsed = readListing(asked.input)
  if ('error' in parsed) {
    throw new AppError({
      code: 'bad-listing',
      message: parsed.error.message,
      pointer: parsed.error.pointer,
    })
  }
  const [taken] = await intake.take(sender, [parsed.listing], wish)
  if (taken === undefined) throw new Error('a listing was taken and not told')
  return taken
}

export type Batch = {
  rows: unknown[]
  /** A request that comes again under the same key gets the answer of the first. */
  idempotencyKey?: string
}

/** Takes up to 10,000 offers, each with a result of its own, in the order of the rows. */
export async function takeBatch(asked: Sent & { input: Batch }): Promise<RowResult[]> {
  const { intake, wish = {} } = asked
  const { rows, idempotencyKey: key } = asked.input
  const sender = senderOf(asked.actor)
  if (rows.length > mostInBatch) {
    throw new AppError({
      code: 'bad-input',
      message: `the batch has ${rows.length} rows; send at most ${mostInBatch} at once`,
    })
  }
  if (key === undefined) return takeRows(intake, sender, rows, wish)
  const { organisationId } = sender
  const requestHash = await hashOf(rows)
  const noted = await intake.store.transact(contextOf(sender), (handle) =>
    noteRequest(handle, { organisationId, key, requestHash }),
  )
  if (noted !== undefined && !noted.requestHash.equals(requestHash)) throw otherRequest(key)
  // Where it was noted and not answered, it ended early or runs still: rows taken once stay as they are.
  const before = noted?.answer ?? null
  if (before !== null) return before as RowResult[]
  const answer = await takeRows(intake, sender, rows, wish)
  const kept = await intake.store.transact(contextOf(sender), (handle) =>
    keepAnswer(handle, { organisationId, key, answer }),
  )
  return kept as RowResult[]
}

async function takeRows(
  intake: Intake,
  sender: Sender,
  rows: readonly unknown[],
  wish: Wish,
): Promise<RowResult[]> {
  const results: RowResult[] = []
  const taking = new RowIntake({
    intake,
    sender,
    wish,
    tell: (result) => (results[result.row] = result),
  })
  for (const [row, input] of rows.entries()) await taking.add({ row, input })
  await taking.end()
  return results
}

export type FileResult = {
  format: string
  mapping: Mapping | undefined
  taken: number
  failed: number
  states: Record<ListingState, number>
  verdicts: Record<Verdict, number>
  /** The first faults, by row and line. */
  faults: { row: number; line: number; pointer: string; message: string }[]
}

const faultsShown = 100

/** Takes a file of offers as it comes in: what was taken before a fault stands. */
export async function takeFile(
  asked: Sent & { bytes: Bytes; wishes: FileWishes },
): Promise<FileResult> {
  const { intake, wish = {} } = asked
  const sender = senderOf(asked.actor)
  const file = await openListingFile(asked.bytes, asked.wishes)
  const result: FileResult = {
    format: file.format,
    mapping: undefined,
    taken: 0,
    failed: 0,
    states: { new: 0, changed: 0, unchanged: 0 },
    verdicts: { clear: 0, 'ask-proof': 0, review: 0, block: 0 },
    faults: [],
  }
  const fail = (row: number, line: number, { pointer, message }: RowError): void => {
    result.failed++
    if (result.faults.length < faultsShown) result.faults.push({ row, line, pointer, message })
  }
  const lines = new Map<number, number>()
  const taking = new RowIntake({
    intake,
    sender,
    wish,
    tell: (one) => {
      const line = lines.get(one.row) ?? 0
      lines.delete(one.row)
      if ('error' in one) {
        fail(one.row, line, one.error)
        return
      }
      result.taken++
      result.states[one.state]++
      if (one.verdict !== undefined) result.verdicts[one.verdict]++
    },
  })
  for await (const row of file.rows) {
    if (!('value' in row)) {
      fail(row.row, row.line, errorOf(row.faults[0], 'the row'))
      continue
    }
    lines.set(row.row, row.line)
    await taking.add({ row: row.row, input: row.value })
  }
  await taking.end()
  result.mapping = file.mapping()
  return result
}

function senderOf(actor: Actor): Sender {
  if (maySendListings(actor)) return actor
  throw notAllowed('sending listings needs the scope listings:write, or the role admin or analyst')
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

function notAllowed(message: string): AppError {
  return new AppError({ code: 'not-allowed', message })
}
