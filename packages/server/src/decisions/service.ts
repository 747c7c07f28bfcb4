import { randomUUID } from 'node:crypto'
import {
  depthFault,
  faultsOf,
  isTooDeep,
  NewDecision,
  NewOutcome,
  type EventType,
  type RecordedRow,
  type RowError,
  type StoredDecision,
  type StoredOutcome,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../audit/index.ts'
import { recordOutbox } from '../events/index.ts'
import { brandsOf, kindOfOrganisation, type Actor } from '../identity/index.ts'
import {
  errorOf,
  findListings,
  noteDecided,
  type ListingRef,
  type NamedListing,
} from '../listings/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import type { Outgoing } from '../platform/http/index.ts'
import { answerOnce } from '../platform/idempotency/index.ts'
import {
  labelOfDecision,
  labelOfOutcome,
  mostAheadMilliseconds,
  mostAtOnce,
  unknown,
} from './model.ts'
import { mayReadDecisions, mayRecordDecisions, mayRecordOutcomes, mayTakeBack } from './policy.ts'
import { proposeDecisions, type Proposed } from './proposing.ts'
import {
  insertDecisions,
  insertOutcomes,
  pageOfDecisions,
  pageOfOutcomes,
  type PageAsked,
  type Teller,
} from './store.ts'

type Asked = { handle: Handle; actor: Actor }
type Member = Exclude<Actor, { kind: 'operator' }>

export type Sent = {
  /** One, or a list of them. */
  body: unknown
  /** A request that comes again under the same key gets the answer of the first. */
  idempotencyKey?: string
}

export type Recorded = { taken: number; failed: number; results: RecordedRow[] }

/** Keeps what reviewers decided. One that is wrong is an error; of many each has its own result. */
export async function recordDecisions(asked: Asked & { input: Sent }): Promise<Recorded> {
  const { actor } = asked
  if (!mayRecordDecisions(actor)) {
    throw notAllowed(
      'decisions are recorded by analysts, reviewers, admins and keys with decisions:write',
    )
  }
  return record(asked, actor, {
    ...decisionNoun,
    propose: (rows) => proposeDecisions({ handle: asked.handle, actor, rows }),
  })
}

const decisionNoun: Noun<NewDecision> = {
  name: 'decisions',
  subject: 'decision',
  action: 'decisions-recorded',
  event: 'decision.recorded',
  schema: NewDecision,
  keep: async (handle, teller, rows) => {
    const kept = rows.map(({ id, given, at, listing }) => ({
      ...{ id, at, listingId: listing.id, version: given.version ?? listing.version },
      ...{ verdict: given.verdict, reason: given.reason ?? null },
      ...{ note: given.note ?? null, reviewer: given.reviewer ?? null },
    }))
    await insertDecisions(handle, teller, kept)
    const ids = kept.map(({ listingId }) => listingId)
    await noteDecided(handle, teller.organisationId, ids)
    return kept.map(({ id, version, verdict }) => ({ decision: id, version, verdict }))
  },
}

/** Keeps what came of offers, as `recordDecisions` keeps decisions. */
export async function recordOutcomes(asked: Asked & { input: Sent }): Promise<Recorded> {
  const { actor } = asked
  if (!mayRecordOutcomes(actor)) {
    throw notAllowed(
      'outcomes are recorded by analysts, reviewers, admins and keys with outcomes:write',
    )
  }
  return record(asked, actor, {
    name: 'outcomes',
    subject: 'outcome',
    action: 'outcomes-recorded',
    event: 'outcome.recorded',
    schema: NewOutcome,
    keep: async (handle, teller, rows) => {
      const kept = rows.map(({ id, given, at, listing }) => ({
        ...{ id, at, listingId: listing.id, outcome: given.outcome, note: given.note ?? null },
      }))
      await insertOutcomes(handle, teller, kept)
      return kept.map(({ id, outcome }) => ({ id, outcome }))
    },
  })
}

type Given = z.output<typeof NewDecision> | z.output<typeof NewOutcome>
export type Row<G> = { row: number; id: string; given: G; at: Date; listing: NamedListing }

type Noun<G extends Given> = {
  name: 'decisions' | 'outcomes'
  subject: 'decision' | 'outcome'
  action: AuditAction
  event: EventType
  schema: z.ZodType<G>
  /** Keeps apart what counts only once a second person has confirmed it; gives the others back. */
  propose?(rows: readonly Row<G>[]): Promise<{ proposed: Proposed<G>[]; rest: Row<G>[] }>
  /** Writes the rows; gives what the event of each says beside its listing. */
  keep(handle: Handle, teller: Teller, rows: readonly Row<G>[]): Promise<Record<string, unknown>[]>
}

async function record<G extends Given>(
  { handle, input: { body, idempotencyKey } }: Asked & { input: Sent },
  actor: Member,
  noun: Noun<G>,
): Promise<Recorded> {
  const rows: readonly unknown[] = Array.isArray(body) ? body : [body]
  if (rows.length > mostAtOnce) {
    throw new AppError({
      code: 'bad-input',
      message: `the request has ${rows.length} rows; send at most ${mostAtOnce} at once`,
    })
  }
  return answerOnce({
    handle,
    sender: actor,
    key: idempotencyKey,
    request: { [noun.name]: body },
    work: async () => {
      const results = await recordRows(handle, actor, noun, rows)
      if (!Array.isArray(body)) refuseFaulty(results[0])
      const failed = results.filter(({ error }) => error !== undefined).length
      return {
        taken: results.length - failed,
        failed,
        results: results.map(({ missing: _, ...result }) => result),
      }
    },
  })
}

type RowResult = RecordedRow & { missing?: boolean }

async function recordRows<G extends Given>(
  handle: Handle,
  actor: Member,
  noun: Noun<G>,
  inputs: readonly unknown[],
): Promise<RowResult[]> {
  const { organisationId } = actor
  const now = new Date()
  const results: RowResult[] = []
  const parsed: Omit<Row<G>, 'listing'>[] = []
  inputs.forEach((input, row) => {
    const read = readRow(noun.schema, input, now)
    if ('error' in read) results[row] = { row, error: read.error }
    else parsed.push({ row, id: randomUUID(), ...read })
  })
  const refs = parsed.map(({ given }) => refOf(given))
  const listings = await findListings(handle, organisationId, refs, brandsOf(actor))
  const rows: Row<G>[] = []
  parsed.forEach((one, index) => {
    const { row, given } = one
    const listing = listings[index]
    if (listing === undefined) results[row] = { row, error: noListing(given), missing: true }
    else if ('version' in given && (given.version ?? 1) > listing.version) {
      results[row] = { row, error: noVersion(given.version, listing.version) }
    } else rows.push({ ...one, listing })
  })
  if (rows.length === 0) return results
  const { proposed = [], rest = rows } = (await noun.propose?.(rows)) ?? {}
  for (const { row, error } of proposed) {
    results[row.row] =
      error === undefined ? { ...toldOf(row), proposed: true } : { row: row.row, error }
  }
  if (rest.length === 0) return results
  const said = await keepAndTell({ handle, actor, noun, rows: rest })
  for (const row of said) results[row.row] = toldOf(row)
  return results
}

function toldOf<G extends Given>({ row, id, given, listing }: Row<G>): RecordedRow {
  const version = 'version' in given ? given.version : undefined
  return { row, id, listing: listing.id, version: version ?? listing.version }
}

/** Writes the rows, the events that tell others of them, and the entry in the log. */
async function keepAndTell<G extends Given>(asked: {
  handle: Handle
  actor: Member
  noun: Pick<Noun<G>, 'subject' | 'action' | 'event' | 'keep'>
  rows: readonly Row<G>[]
}): Promise<readonly Row<G>[]> {
  const { handle, actor, noun, rows } = asked
  const { organisationId } = actor
  const source = await kindOfOrganisation(handle, organisationId)
  if (source === undefined) throw new Error('an organisation that signed in is not there')
  const said = await noun.keep(handle, { organisationId, source }, rows)
  await recordOutbox(
    handle,
    organisationId,
    rows.map(({ listing: { id, marketplace, externalId } }, index) => ({
      type: noun.event,
      data: { listing: { id, marketplace, externalId }, ...said[index] },
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

/** Makes a decision of what a second person has confirmed; gives its id. */
export async function recordConfirmed(asked: {
  handle: Handle
  actor: Member
  row: Row<NewDecision>
}): Promise<string> {
  const { handle, actor, row } = asked
  await keepAndTell({ handle, actor, noun: decisionNoun, rows: [row] })
  return row.id
}

export type PageInput = { limit: number; after?: { at: Date; id: string } }
type PageOf = Asked & { input: PageInput; listing?: string }

/** A page of the organisation's decisions, of all offers or of one, newest first. */
export async function decisionsOf(asked: PageOf): Promise<Outgoing<StoredDecision>[]> {
  const rows = await pageOfDecisions(asked.handle, await pageAsked(asked))
  return rows.map(({ authorKind, authorId, ...row }) => ({
    ...row,
    label: row.withdrawnAt === null ? labelOfDecision(row.verdict, row.source) : unknown,
    mayWithdraw:
      row.withdrawnAt === null && mayTakeBack(asked.actor, { kind: authorKind, id: authorId }),
  }))
}

export async function outcomesOf(asked: PageOf): Promise<Outgoing<StoredOutcome>[]> {
  const rows = await pageOfOutcomes(asked.handle, await pageAsked(asked))
  return rows.map((row) => ({ ...row, label: labelOfOutcome(row.outcome) }))
}

async function pageAsked({ handle, actor, input, listing }: PageOf): Promise<PageAsked> {
  if (!mayReadDecisions(actor)) throw notAllowed('reading decisions needs the scope listings:read')
  const { organisationId } = actor
  const only = brandsOf(actor)
  const whose = { organisationId, ...(only && { only }), ...input }
  if (listing === undefined) return whose
  const isId = z.uuid().safeParse(listing).success
  const [found] = isId ? await findListings(handle, organisationId, [{ id: listing }], only) : []
  if (found !== undefined) return { ...whose, listingId: found.id }
  throw new AppError({
    code: 'not-found',
    message: `there is no listing ${listing}`,
    pointer: '/id',
  })
}

const earliest = Date.parse('2000-01-01T00:00:00Z')

function readRow<G extends Given>(
  schema: z.ZodType<G>,
  input: unknown,
  now: Date,
): { given: G; at: Date } | { error: RowError } {
  if (isTooDeep(input)) return { error: errorOf(depthFault(input), 'the row') }
  const result = schema.safeParse(input)
  if (!result.success) return { error: errorOf(faultsOf(result.error, input, 1)[0], 'the row') }
  const given = result.data
  const at = given.at === undefined ? now : new Date(given.at)
  if (at.getTime() >= earliest && at.getTime() <= now.getTime() + mostAheadMilliseconds) {
    return { given, at }
  }
  const message = `/at ${given.at} lies before 2000 or in the future; write when it happened`
  return { error: { pointer: '/at', message } }
}

function refOf({ id, listing = '', marketplace = '' }: Given): ListingRef {
  return id === undefined ? { marketplace, externalId: listing } : { id }
}

/** Another organisation's offer and none at all look the same from outside. */
function noListing({ id, listing, marketplace }: Given): RowError {
  if (id !== undefined) return { pointer: '/id', message: `there is no listing ${id}` }
  const place = marketplace === undefined ? 'without a marketplace' : `on ${marketplace}`
  return { pointer: '/listing', message: `there is no listing ${listing} ${place}` }
}

function noVersion(asked: number | undefined, newest: number): RowError {
  const message = `/version ${asked} is not there; the newest is ${newest}`
  return { pointer: '/version', message }
}

function refuseFaulty(result: RowResult | undefined): void {
  if (result?.error === undefined) return
  throw new AppError({ code: result.missing ? 'not-found' : 'bad-input', ...result.error })
}

export function notAllowed(message: string): AppError {
  return new AppError({ code: 'not-allowed', message })
}
