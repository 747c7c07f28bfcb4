import {
  parseListing,
  type Assessment,
  type Fault,
  type Listing,
  type ListingState,
  type RowError,
  type TakenListing,
  type Verdict,
} from '@touchstone/contract'
import { recordOutbox, type NewOutboxEvent } from '../events/index.ts'
import { contextOf, type Actor } from '../identity/index.ts'
import { openListingFile, type Bytes, type FileWishes, type Mapping } from '../intake/index.ts'
import type { Handle, Store } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { answerOnce } from '../platform/idempotency/index.ts'
import type { Engine } from '../screening/index.ts'
import { changedFields, contentHash, judgedHash, mostInBatch, type StoredListing } from './model.ts'
import { mayReadListings, maySendListings } from './policy.ts'
import {
  assessmentsOf,
  insertAssessments,
  insertVersions,
  lockListings,
  pageOfListings,
  touchListings,
  type CurrentListing,
  type NewAssessment,
  type NewVersion,
} from './store.ts'

type Asked = { handle: Handle; actor: Actor }
type Sent = Asked & { engine: Engine }

export type RowResult = { row: number } & (
  | { id: string; listing: string; version: number; state: ListingState; verdict: Verdict }
  | { error: RowError }
)

/** Takes one offer and judges it, unless it is kept already as it stands. */
export async function takeListing(asked: Sent & { input: unknown }): Promise<TakenListing> {
  const parsed = readListing(asked.input)
  if ('error' in parsed) {
    throw new AppError({
      code: 'bad-listing',
      message: parsed.error.message,
      pointer: parsed.error.pointer,
    })
  }
  const [taken] = await takeListings({ ...asked, listings: [parsed.listing] })
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
  const { handle, actor } = asked
  const { rows, idempotencyKey } = asked.input
  if (!maySendListings(actor)) throw notAllowed('sending listings needs the scope listings:write')
  if (rows.length > mostInBatch) {
    throw new AppError({
      code: 'bad-input',
      message: `the batch has ${rows.length} rows; send at most ${mostInBatch} at once`,
    })
  }
  return answerOnce({
    handle,
    organisationId: actor.organisationId,
    key: idempotencyKey,
    request: rows,
    work: () => takeRows(asked, rows),
  })
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

const rowsAtOnce = 500
const faultsShown = 100

/**
 * Takes a file of offers, some hundred rows to a transaction: what was taken before a fault stands.
 * Opens its own transactions.
 */
export async function takeFile(asked: {
  store: Store
  actor: Actor
  engine: Engine
  bytes: Bytes
  wishes: FileWishes
}): Promise<FileResult> {
  const { store, actor, engine } = asked
  if (!maySendListings(actor)) throw notAllowed('sending listings needs the scope listings:write')
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
  let rows: { row: number; line: number; value: Listing }[] = []
  const flush = async (): Promise<void> => {
    const sent = rows
    rows = []
    const listings = sent.map(({ value }) => value)
    const taken = await store.transact(contextOf(actor), (handle) =>
      takeRows({ handle, actor, engine }, listings),
    )
    for (const one of taken) {
      const { row, line } = sent[one.row] ?? { row: 0, line: 0 }
      if ('error' in one) fail(row, line, one.error)
      else {
        result.taken++
        result.states[one.state]++
        result.verdicts[one.verdict]++
      }
    }
  }
  for await (const row of file.rows) {
    if (!('value' in row)) {
      fail(row.row, row.line, errorOf(row.faults[0], 'the row'))
    } else if (rows.push(row) >= rowsAtOnce) await flush()
  }
  if (rows.length > 0) await flush()
  result.mapping = file.mapping()
  return result
}

async function takeRows(asked: Sent, rows: readonly unknown[]): Promise<RowResult[]> {
  const results: RowResult[] = []
  const listings: Listing[] = []
  const rowOf = new Map<string, number>()
  rows.forEach((input, row) => {
    const parsed = readListing(input)
    if ('error' in parsed) {
      results[row] = { row, error: parsed.error }
      return
    }
    const name = nameOf(parsed.listing)
    const earlier = rowOf.get(name)
    if (earlier === undefined) {
      rowOf.set(name, row)
      listings.push(parsed.listing)
    } else results[row] = { row, error: twice(parsed.listing, earlier) }
  })
  for (const taken of await takeListings({ ...asked, listings })) {
    const row = rowOf.get(nameOf(taken.source))
    if (row === undefined) continue
    const { id, listing, version, state, assessment } = taken
    results[row] = { row, id, listing, version, state, verdict: assessment.verdict }
  }
  return results
}

type Taken = TakenListing & { source: Listing }

/** Takes offers of different names. All are locked in one order, so that two requests never wait for each other. */
async function takeListings(asked: Sent & { listings: readonly Listing[] }): Promise<Taken[]> {
  const { handle, actor, engine, listings } = asked
  if (!maySendListings(actor)) throw notAllowed('sending listings needs the scope listings:write')
  if (listings.length === 0) return []
  const { organisationId } = actor
  const byName = new Map(listings.map((listing) => [nameOf(listing), listing]))
  const names = listings.map(({ marketplace = '', id }) => ({ marketplace, externalId: id }))
  const current = await lockListings(handle, organisationId, names, engine.name)
  const compared = current.flatMap((kept) => {
    const listing = byName.get(joined(kept.marketplace, kept.externalId))
    return listing === undefined ? [] : [compare(kept, listing)]
  })
  const unjudged = compared.filter(({ assessment }) => assessment === null)
  const known = await assessmentsOf(
    handle,
    organisationId,
    [...new Set(unjudged.map(({ judged }) => judged))],
    engine.name,
  )
  const assessments: NewAssessment[] = []
  for (const row of unjudged) {
    row.assessment = assess(row, known, engine)
    assessments.push({
      listingId: row.id,
      version: row.version,
      judgedHash: row.judged,
      body: row.assessment,
    })
  }
  const versions = compared.flatMap((row) => (row.newVersion === undefined ? [] : [row.newVersion]))
  await insertVersions(handle, organisationId, versions)
  await insertAssessments(handle, organisationId, engine.name, assessments)
  await recordOutbox(handle, organisationId, assessedEvents(compared))
  await touchListings(
    handle,
    compared.map(({ id }) => id),
  )
  return compared.flatMap(({ id, version, state, assessment, listing }) =>
    assessment === null
      ? []
      : [{ id, listing: listing.id, version, state, assessment, source: listing }],
  )
}

/** Others are told of what is not clear, and of what is clear now and was not before. */
function assessedEvents(compared: readonly Compared[]): NewOutboxEvent[] {
  return compared.flatMap(({ id, listing, version, isNews, lastVerdict, assessment }) => {
    if (!isNews || assessment === null) return []
    const { verdict } = assessment
    if (verdict === 'clear' && (lastVerdict ?? 'clear') === 'clear') return []
    const { id: externalId, marketplace = '' } = listing
    const data = {
      listing: { id, marketplace, externalId },
      ...{ version, verdict, previousVerdict: lastVerdict },
    }
    return [{ type: 'listing.assessed', data }]
  })
}

type Compared = {
  id: string
  listing: Listing
  version: number
  state: ListingState
  judged: string
  newVersion: NewVersion | undefined
  assessment: Assessment | null
  /** True where the newest version was not judged by this engine yet. */
  isNews: boolean
  /** Of the version before, or of this one by another engine. */
  lastVerdict: Verdict | null
}

function compare(kept: CurrentListing, listing: Listing): Compared {
  const hash = contentHash(listing)
  const judged = judgedHash(listing).toString('hex')
  const { id, content, lastVerdict } = kept
  if (content !== null && hash.equals(kept.contentHash)) {
    const { version, assessment } = kept
    const same = { version, state: 'unchanged', newVersion: undefined, assessment } as const
    return { id, listing, judged, lastVerdict, isNews: assessment === null, ...same }
  }
  const version = kept.version + 1
  const changed = content === null ? [] : changedFields(content, listing)
  const newVersion = {
    listingId: id,
    version,
    contentHash: hash.toString('hex'),
    changed,
    content: listing,
  }
  const state = content === null ? 'new' : 'changed'
  const news = { version, state, newVersion, assessment: null, isNews: true } as const
  return { id, listing, judged, lastVerdict, ...news }
}

/** The same content is judged once; what was said of it goes under this offer's name. */
function assess(row: Compared, known: Map<string, Assessment>, engine: Engine): Assessment {
  const before = known.get(row.judged)
  if (before === undefined) {
    const assessment = engine.screen(row.listing)
    known.set(row.judged, assessment)
    return assessment
  }
  return { ...before, listing: row.listing.id }
}

export type ListAsked = Asked & {
  input: { limit: number; after?: { firstSeenAt: Date; id: string } }
}

/** A page of the offers that the actor may see, newest first. */
export async function listListings({ handle, actor, input }: ListAsked): Promise<StoredListing[]> {
  if (!mayReadListings(actor) || actor.kind === 'operator') {
    throw notAllowed('reading listings needs the scope listings:read')
  }
  return pageOfListings(handle, { organisationId: actor.organisationId, ...input })
}

const noListing: Fault = {
  pointer: '',
  problem: 'is not a listing',
  found: 'another kind of value',
  mend: 'write a listing',
}

/** A fault as one sentence; `whole` names what is at fault where it is no single field. */
function errorOf({ pointer, problem, found, mend }: Fault, whole: string): RowError {
  const field = pointer === '' ? whole : pointer
  return { pointer, message: `${field} ${problem}; found ${found}; ${mend}` }
}

function readListing(input: unknown): { listing: Listing } | { error: RowError } {
  const parsed = parseListing(input)
  if (!parsed.ok) {
    const [fault = noListing] = parsed.faults
    return { error: errorOf(fault, 'the listing') }
  }
  const { listing } = parsed
  for (const name of ['id', 'marketplace'] as const) {
    const value = listing[name] ?? ''
    if (value.includes('\0') || !value.isWellFormed()) {
      const message = `/${name} holds a character that no store keeps (a null or half a surrogate pair); write it in other characters`
      return { error: { pointer: `/${name}`, message } }
    }
  }
  return parsed
}

function nameOf({ marketplace = '', id }: Listing): string {
  return joined(marketplace, id)
}

function joined(marketplace: string, externalId: string): string {
  return JSON.stringify([marketplace, externalId])
}

function twice({ id }: Listing, earlier: number): RowError {
  return {
    pointer: '/id',
    message: `/id ${JSON.stringify(id)} stands in row ${earlier} of this batch too; send each offer once`,
  }
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'not-allowed', message })
}
