import { createHash, randomUUID } from 'node:crypto'
import {
  depthFault,
  faultsOf,
  isTooDeep,
  tooManyFieldsFault,
  type EventType,
  type DecisionInput,
  type OutcomeInput,
  type RecordedRowView,
  type RowError,
} from '@touchstone/contract'
import type { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import {
  brandsOf,
  contextOf,
  kindOfOrganisation,
  type Actor,
} from '../../access/organisations/index.ts'
import {
  toRowError,
  findListings,
  type ListingRef,
  type NamedListing,
} from '../../listings/ingest/index.ts'
import { canonicalJson } from '../../platform/canonical-json/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  runIdempotently,
  idOfRow,
  saveResponse,
  lockRequest,
  recordRequest,
  otherRequest,
  type NamedRequest,
} from '../../platform/idempotency/index.ts'
import { runToEnd, runInSlices, type Steps } from '../../platform/time-slicing/index.ts'
import { maxClockAheadMilliseconds, maxDecisionRows } from './types.ts'
import { findRecorded, type DecisionSource } from './repository.ts'

export type ServiceInput = { handle: Transaction; actor: Actor }
export type Member = Exclude<Actor, { kind: 'operator' }>

export type DecisionsInput = {
  /** One, or a list of them. */
  body: unknown
  /** A request that comes again under the same key gets the answer of the first. */
  idempotencyKey?: string
}

export type RecordResult = { taken: number; failed: number; results: RecordedRowView[] }

type RecordInput = DecisionInput | OutcomeInput
export type DecisionInputRow<G> = {
  row: number
  id: string
  fields: G
  at: Date
  listing: NamedListing
}

export type Noun<G extends RecordInput> = {
  name: 'decisions' | 'outcomes'
  subject: 'decision' | 'outcome'
  action: AuditAction
  event: EventType
  schema: z.ZodType<G>
  /** Separates the rows that take effect only after a second person's confirmation; returns the others. */
  propose?(options: {
    handle: Transaction
    actor: Member
    rows: readonly DecisionInputRow<G>[]
  }): Promise<{
    proposed: { row: DecisionInputRow<G>; error?: RowError }[]
    rest: DecisionInputRow<G>[]
  }>
  /** Writes the rows; returns the content of each event beside its listing. */
  insert(
    handle: Transaction,
    teller: DecisionSource,
    rows: readonly DecisionInputRow<G>[],
  ): Promise<Record<string, unknown>[]>
}

export async function record<G extends RecordInput>(
  { handle, input: { body, idempotencyKey } }: ServiceInput & { input: DecisionsInput },
  actor: Member,
  noun: Noun<G>,
): Promise<RecordResult> {
  const rows = rowsOf(body)
  return runIdempotently({
    handle,
    sender: actor,
    key: idempotencyKey,
    request: { [noun.name]: body },
    work: async () => {
      const results: RowResult[] = []
      const read = runToEnd(readRows(noun, rows, results, () => randomUUID()))
      await recordRows({ handle, actor, noun, rows: read, results })
      if (!Array.isArray(body)) refuseFaulty(results[0])
      return recordedOf(results)
    },
  })
}

function rowsOf(body: unknown): readonly unknown[] {
  const rows: readonly unknown[] = Array.isArray(body) ? body : [body]
  if (rows.length <= maxDecisionRows) return rows
  throw new AppError({
    code: 'row-limit-exceeded',
    message: `the request has ${rows.length} rows; send at most ${maxDecisionRows} at once`,
  })
}

export type BatchInput = { store: Store; actor: Actor; input: DecisionsInput }

/** Rows per transaction: fewer if other requests are waiting, which are served in between. */
const rowsOfPart = { alone: 250, besideOthers: 50 }

/**
 * Records rows in parts, each in a transaction. With a key, rows recorded before a failure are not recorded again.
 */
export async function recordBatch<G extends RecordInput>(
  { store, input }: BatchInput,
  actor: Member,
  noun: Noun<G>,
): Promise<RecordResult> {
  const { body, idempotencyKey: key } = input
  const inputs = rowsOf(body)
  const context = contextOf(actor)
  if (inputs.length <= rowsOfPart.besideOthers) {
    return store.transact(context, (handle) => record({ handle, actor, input }, actor, noun))
  }
  const request = key === undefined ? undefined : await requestOf(actor, key, noun, inputs)
  if (request !== undefined) {
    const noted = await store.transact(context, (handle) => recordRequest(handle, request))
    if (noted !== undefined && !noted.requestHash.equals(request.requestHash)) {
      throw otherRequest(request.key)
    }
    const before = noted?.answer ?? null
    if (before !== null) return before as RecordResult
  }
  const results: RowResult[] = []
  const idOf = (row: number): string => (request ? idOfRow(request, row) : randomUUID())
  const read = await runInSlices(readRows(noun, inputs, results, idOf))
  for (let from = 0; from < read.length;) {
    const size = store.isSharedWith(actor.organisationId) ? 'besideOthers' : 'alone'
    const rows = read.slice(from, from + rowsOfPart[size])
    from += rows.length
    await store.transact({ ...context, urgency: 'bulk' }, async (handle) => {
      if (request !== undefined) await lockRequest(handle, request)
      await recordRows({ handle, actor, noun, rows, results, mayBeRecorded: request !== undefined })
    })
  }
  const answer = recordedOf(results)
  if (request === undefined) return answer
  const recorded = await store.transact(context, (handle) =>
    saveResponse(handle, { ...request, answer }),
  )
  return recorded as RecordResult
}

/** Identifies a request with a key: the same as `answerOnce` computes, a few rows at a time. */
async function requestOf<G extends RecordInput>(
  sender: Member,
  key: string,
  noun: Noun<G>,
  inputs: readonly unknown[],
): Promise<NamedRequest> {
  const hash = createHash('sha256').update(`{${JSON.stringify(noun.name)}:[`)
  await runInSlices(
    (function* (): Steps<void> {
      for (const [row, input] of inputs.entries()) {
        hash.update(`${row === 0 ? '' : ','}${canonicalJson(input)}`)
        yield
      }
    })(),
  )
  return { sender, key, requestHash: hash.update(']}').digest() }
}

type RowResult = RecordedRowView & { missing?: boolean }
type ReadRow<G extends RecordInput> = Omit<DecisionInputRow<G>, 'listing'>

function recordedOf(results: readonly RowResult[]): RecordResult {
  const failed = results.filter(({ error }) => error !== undefined).length
  return {
    taken: results.length - failed,
    failed,
    results: results.map(({ missing: _, ...result }) => result),
  }
}

/** The rows that may be recorded; of the others the results say why not. */
function* readRows<G extends RecordInput>(
  noun: Noun<G>,
  inputs: readonly unknown[],
  results: RowResult[],
  idOf: (row: number) => string,
): Steps<ReadRow<G>[]> {
  const now = new Date()
  const rows: ReadRow<G>[] = []
  for (const [row, input] of inputs.entries()) {
    const read = readRow(noun.schema, input, now)
    if ('error' in read) results[row] = { row, error: read.error }
    else rows.push({ row, id: idOf(row), ...read })
    yield
  }
  return rows
}

async function recordRows<G extends RecordInput>(options: {
  handle: Transaction
  actor: Member
  noun: Noun<G>
  rows: readonly ReadRow<G>[]
  results: RowResult[]
  /** True where an earlier request under the same key may have recorded some. */
  mayBeRecorded?: boolean
}): Promise<void> {
  const { handle, actor, noun, rows: read, results, mayBeRecorded = false } = options
  const { organisationId } = actor
  const refs = read.map(({ fields }) => refOf(fields))
  const listings = await findListings(handle, organisationId, refs, brandsOf(actor))
  const ids = mayBeRecorded ? read.map(({ id }) => id) : []
  const recorded = mayBeRecorded ? await findRecorded(handle, organisationId, ids) : none
  const rows: DecisionInputRow<G>[] = []
  read.forEach((entry, index) => {
    const { row, fields } = entry
    const listing = listings[index]
    const how = recorded.get(entry.id)
    if (listing === undefined) results[row] = { row, error: noListing(fields), missing: true }
    else if (how !== undefined) {
      results[row] = {
        ...toRecordedRow({ ...entry, listing }),
        ...(how === 'proposed' && { proposed: true }),
      }
    } else if ('version' in fields && (fields.version ?? 1) > listing.version) {
      results[row] = { row, error: noVersion(fields.version, listing.version) }
    } else rows.push({ ...entry, listing })
  })
  if (rows.length === 0) return
  const { proposed = [], rest = rows } = (await noun.propose?.({ handle, actor, rows })) ?? {}
  for (const { row, error } of proposed) {
    results[row.row] =
      error === undefined ? { ...toRecordedRow(row), proposed: true } : { row: row.row, error }
  }
  if (rest.length === 0) return
  const decisionInputs = await storeAndPublish({ handle, actor, noun, rows: rest })
  for (const row of decisionInputs) results[row.row] = toRecordedRow(row)
}

const none: ReadonlyMap<string, 'recorded' | 'proposed'> = new Map()

function toRecordedRow<G extends RecordInput>({
  row,
  id,
  fields,
  listing,
}: DecisionInputRow<G>): RecordedRowView {
  const version = 'version' in fields ? fields.version : undefined
  return { row, id, listing: listing.id, version: version ?? listing.version }
}

/** Writes the rows, their events, and the entry in the log. */
export async function storeAndPublish<G extends RecordInput>(options: {
  handle: Transaction
  actor: Member
  noun: Pick<Noun<G>, 'subject' | 'action' | 'event' | 'insert'>
  rows: readonly DecisionInputRow<G>[]
}): Promise<readonly DecisionInputRow<G>[]> {
  const { handle, actor, noun, rows } = options
  const { organisationId } = actor
  const source = await kindOfOrganisation(handle, organisationId)
  if (source === undefined) throw new Error('an organisation that signed in is missing')
  const eventData = await noun.insert(handle, { organisationId, source }, rows)
  await recordOutbox(
    handle,
    organisationId,
    rows.map(({ listing: { id, marketplace, externalId } }, index) => ({
      type: noun.event,
      data: { listing: { id, marketplace, externalId }, ...eventData[index] },
    })),
  )
  const [first] = rows
  await recordEvent({
    handle,
    organisationId,
    action: noun.action,
    subject:
      rows.length === 1 && first !== undefined
        ? { kind: noun.subject, id: first.id }
        : { kind: 'organisation', id: organisationId },
    detail: { rows: rows.length },
  })
  return rows
}

const earliest = Date.parse('2000-01-01T00:00:00Z')

function readRow<G extends RecordInput>(
  schema: z.ZodType<G>,
  input: unknown,
  now: Date,
): { fields: G; at: Date } | { error: RowError } {
  const many = tooManyFieldsFault(input)
  if (many !== undefined) return { error: toRowError(many, 'the row') }
  if (isTooDeep(input)) return { error: toRowError(depthFault(input), 'the row') }
  const result = schema.safeParse(input)
  if (!result.success) return { error: toRowError(faultsOf(result.error, input, 1)[0], 'the row') }
  const parsed = result.data
  const at = parsed.at === undefined ? now : new Date(parsed.at)
  if (at.getTime() >= earliest && at.getTime() <= now.getTime() + maxClockAheadMilliseconds) {
    return { fields: parsed, at }
  }
  const message = `/at ${parsed.at} is before 2000 or in the future; write when it happened`
  return { error: { pointer: '/at', message } }
}

function refOf({ id, listing = '', marketplace = '' }: RecordInput): ListingRef {
  return id === undefined ? { marketplace, externalId: listing } : { id }
}

/** Another organisation's listing and none at all look the same from outside. */
function noListing({ id, listing, marketplace }: RecordInput): RowError {
  if (id !== undefined) return { pointer: '/id', message: `there is no listing ${id}` }
  const place = marketplace === undefined ? 'without a marketplace' : `on ${marketplace}`
  return { pointer: '/listing', message: `there is no listing ${listing} ${place}` }
}

function noVersion(options: number | undefined, newest: number): RowError {
  const message = `/version ${options} does not exist; the newest is ${newest}`
  return { pointer: '/version', message }
}

function refuseFaulty(result: RowResult | undefined): void {
  if (result?.error === undefined) return
  throw new AppError({ code: result.missing ? 'not-found' : 'validation-failed', ...result.error })
}
