import { randomUUID } from 'node:crypto'
import {
  boardColumns,
  type BoardColumn,
  type Case,
  type CaseBoard,
  type CaseInFull,
  type CaseRecord,
  type NewCase,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { brandsOf, type Actor } from '../identity/index.ts'
import { findListings } from '../listings/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import type { Outgoing } from '../platform/http/index.ts'
import {
  after,
  assigneeAt,
  mostOffers,
  stateAt,
  sumsOf,
  thresholdsBeside,
  type CaseEvent,
} from './model.ts'
import { isInSight, mayReadCases, mayWorkOnCases } from './policy.ts'
import {
  countColumns,
  findCase,
  insertCase,
  insertEvent,
  insertOffers,
  pageOfCases,
  pageOfEvents,
  pageOfOffers,
  updateCase,
  type KeptCase,
  type KeptOffer,
  type OfferRef,
  type PageAsked,
} from './store.ts'

export type Asked = { handle: Handle; actor: Actor }
export type Person = Actor & { kind: 'person' }

/** `assignee` is a person, `me` or `nobody`. */
export type ListInput = Omit<PageAsked, 'organisationId' | 'now' | 'only'>

export async function casesOf({
  handle,
  actor,
  input: { assignee, ...input },
}: Asked & { input: ListInput }): Promise<{ kept: KeptCase; shown: Outgoing<Case> }[]> {
  const { id: self, organisationId } = readerOf(actor)
  const now = new Date()
  const only = brandsOf(actor)
  const rows = await pageOfCases(handle, {
    ...{ ...input, now, organisationId },
    ...(only && { only }),
    ...(assignee !== undefined && { assignee: assignee === 'me' ? self : assignee }),
  })
  return rows.map((kept) => ({ kept, shown: shownAs(kept, now) }))
}

/** For how many days a closed case stays on the board. */
const boardDays = 30

/** The cases by who has them, each column with how many there are and the first of them. */
export async function boardOf({
  handle,
  actor,
  input: { each, brand },
}: Asked & { input: { each: number; brand?: string } }): Promise<Outgoing<CaseBoard>> {
  const { organisationId } = readerOf(actor)
  const now = new Date()
  const closedFrom = new Date(now.getTime() - boardDays * 86_400_000)
  const only = brandsOf(actor)
  const narrowed = { organisationId, now, ...(brand !== undefined && { brand }) }
  const asked = { ...narrowed, ...(only && { only }) }
  const counts = await countColumns(handle, { ...asked, closedFrom })
  const columns: Outgoing<CaseBoard>['columns'][number][] = []
  for (const column of boardColumns) {
    const { cases = 0, overdue = 0 } = counts.find((one) => one.column === column) ?? {}
    const kept =
      cases === 0
        ? []
        : await pageOfCases(handle, {
            ...{ ...asked, ...inColumn[column], limit: each },
            ...(column === 'closed' && { closedFrom }),
          })
    columns.push({ column, cases, overdue, items: kept.map((one) => shownAs(one, now)) })
  }
  return { closedFrom, columns }
}

const inColumn: Record<BoardColumn, Pick<PageAsked, 'state' | 'assignee'>> = {
  nobody: { state: 'open', assignee: 'nobody' },
  'in-work': { state: 'open', assignee: 'anybody' },
  snoozed: { state: 'snoozed' },
  closed: { state: 'closed' },
}

export async function openCase({
  handle,
  actor,
  input,
}: Asked & { input: z.output<typeof NewCase> }): Promise<Outgoing<CaseInFull>> {
  const person = workerOf(actor)
  if (!isInSight(actor, input.brands)) {
    const message =
      'your membership is limited to brands: name one of them, or the case is out of your sight'
    throw new AppError({ code: 'not-allowed', message, pointer: '/brands' })
  }
  const offers = await offersInSight({ handle, actor }, input.listings ?? [], '/listings')
  const { title, about, brands, priority } = input
  const due = input.due === undefined ? null : new Date(input.due).toISOString()
  const data = { title, about, brands: [...new Set(brands)], priority, due }
  const kept = await newCase(handle, person, { kind: 'opened', data })
  return inFull(await putOffers(handle, kept, offers, new Date()))
}

/** A new case with its first event, which the log tells of. */
export async function newCase(
  handle: Handle,
  { organisationId }: Person,
  opened: Extract<CaseEvent, { kind: 'opened' }>,
): Promise<KeptCase> {
  const at = new Date()
  const id = randomUUID()
  const state = after(undefined, opened, at.toISOString())
  await insertCase(handle, { id, organisationId, state }, at)
  await insertEvent(handle, { caseId: id, organisationId, position: 1 }, opened, at)
  await recordEvent({
    ...{ handle, organisationId, action: 'case-opened' as const },
    subject: { kind: 'case', id },
  })
  return { ...{ id, organisationId, state, events: 1, offers: 0 }, openedAt: at, changedAt: at }
}

/** Adds what happened to a case, and keeps how it stands then. The case must be locked, or new. */
export async function append(
  handle: Handle,
  kept: KeptCase,
  events: readonly CaseEvent[],
  at: Date,
  offers = kept.offers,
): Promise<KeptCase> {
  let { state, events: position } = kept
  for (const event of events) {
    state = after(state, event, at.toISOString())
    position += 1
    const place = { caseId: kept.id, organisationId: kept.organisationId, position }
    await insertEvent(handle, place, event, at)
  }
  const changed = { ...kept, state, offers, events: position, changedAt: at }
  await updateCase(handle, changed, at)
  return changed
}

/** Puts offers into a case, as one event that names those which were not in it. */
export async function putOffers(
  handle: Handle,
  kept: KeptCase,
  offers: readonly OfferRef[],
  at: Date,
  from?: string,
): Promise<KeptCase> {
  if (offers.length === 0) return kept
  const listings = await insertOffers(handle, kept, offers, at)
  if (listings.length === 0) return kept
  const total = kept.offers + listings.length
  if (total > mostOffers) {
    const message = `the case would hold ${total} offers; one holds ${mostOffers} at the most: open another`
    throw new AppError({ code: 'conflict', message })
  }
  const data = { listings, ...(from !== undefined && { from }) }
  return append(handle, kept, [{ kind: 'offers-added', data }], at, total)
}

/** The offers of these ids, all of which must be in the caller's sight. */
export async function offersInSight(
  { handle, actor }: Asked,
  listings: readonly string[],
  pointer: string,
): Promise<OfferRef[]> {
  if (listings.length === 0) return []
  const { organisationId } = workerOf(actor)
  const ids = [...new Set(listings)]
  const refs = ids.map((id) => ({ id }))
  const found = await findListings(handle, organisationId, refs, brandsOf(actor))
  return found.map((offer, index) => {
    if (offer !== undefined) return offer
    const message = `there is no listing ${ids[index]}`
    const place = listings.indexOf(ids[index] ?? '')
    throw new AppError({ code: 'not-found', message, pointer: `${pointer}/${place}` })
  })
}

export async function readCase(asked: Asked & { id: string }): Promise<Outgoing<CaseInFull>> {
  readerOf(asked.actor)
  return inFull(await caseInSight(asked))
}

export async function offersOfCase(
  asked: Asked & { id: string; input: { limit: number; after?: { addedAt: Date; id: string } } },
): Promise<KeptOffer[]> {
  readerOf(asked.actor)
  const { id: caseId } = await caseInSight(asked)
  const only = brandsOf(asked.actor)
  return pageOfOffers(asked.handle, { caseId, ...asked.input, ...(only && { only }) })
}

export async function recordOfCase(
  asked: Asked & { id: string; input: { limit: number; before?: number } },
): Promise<Outgoing<CaseRecord>[]> {
  readerOf(asked.actor)
  const { id: caseId } = await caseInSight(asked)
  return pageOfEvents(asked.handle, { caseId, ...asked.input })
}

/** The case, where the caller may see it; one of another and none at all look the same. */
export async function caseInSight(
  { handle, actor, id }: Asked & { id: string },
  { pointer = '/id', ...options }: { lock?: boolean; pointer?: string } = {},
): Promise<KeptCase> {
  const found = z.uuid().safeParse(id).success ? await findCase(handle, id, options) : undefined
  if (found !== undefined && isInSight(actor, found.state.brands)) return found
  throw new AppError({ code: 'not-found', message: `there is no case ${id}`, pointer })
}

function shownAs(kept: KeptCase, now: Date): Outgoing<Case> {
  const { id, state, offers, events, openedAt, changedAt } = kept
  const { title, about, brands, priority, escalated, due, snoozedUntil, closed, mergedInto } = state
  return {
    ...{ id, title, about, brands, state: stateAt(state, now), priority, escalated },
    ...{ assignee: assigneeAt(state, now), due, snoozedUntil, mergedInto },
    ...{ outcome: closed?.outcome ?? null, closedAt: closed?.at ?? null },
    ...{ offers, events, openedAt, changedAt },
    openTasks: state.tasks.filter(({ done }) => !done).length,
  }
}

export function inFull(kept: KeptCase, now = new Date()): Outgoing<CaseInFull> {
  const { tasks, turnover } = kept.state
  const sums = sumsOf(turnover)
  const thresholds = thresholdsBeside(sums)
  return { ...shownAs(kept, now), tasks, turnover: { lines: turnover, sums, thresholds } }
}

function readerOf(actor: Actor): Person {
  if (mayReadCases(actor)) return actor
  const message = 'cases are read by people of the organisation'
  throw new AppError({ code: 'not-allowed', message })
}

export function workerOf(actor: Actor): Person {
  if (mayWorkOnCases(actor)) return actor
  const message = 'cases are worked on by analysts, reviewers and admins'
  throw new AppError({ code: 'not-allowed', message })
}
