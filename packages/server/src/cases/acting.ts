import { randomUUID } from 'node:crypto'
import type { CaseAct, CaseInFull } from '@touchstone/contract'
import { recordEvent } from '../audit/index.ts'
import { AppError } from '../platform/errors/index.ts'
import type { Outgoing } from '../platform/http/index.ts'
import { assigneeAt, mostLines, mostTasks, type CaseEvent } from './model.ts'
import { mayAssign } from './policy.ts'
import {
  append,
  caseInSight,
  inFull,
  newCase,
  offersInSight,
  putOffers,
  workerOf,
  type Asked,
  type Person,
} from './service.ts'
import { deleteOffers, membershipOf, type KeptCase, type OfferRef } from './store.ts'

type Acting = Asked & { person: Person; kept: KeptCase; at: Date }
type Acted = { kept: KeptCase; other?: KeptCase; changed?: number }
type ActOf<N extends CaseAct['act']> = Extract<CaseAct, { act: N }>

export type ActInput = { do: CaseAct; events?: number | undefined }

/**
 * Does one thing to a case. What it was not seen to be any more is a conflict; what would change
 * nothing leaves no trace.
 */
export async function actOnCase({
  handle,
  actor,
  id,
  input: { do: act, events },
}: Asked & { id: string; input: ActInput }): Promise<{
  case: Outgoing<CaseInFull>
  other: Outgoing<CaseInFull> | null
  changed: number
}> {
  const person = workerOf(actor)
  // Two cases are locked in the order of their ids, so that two merges never wait for each other.
  if (act.act === 'merge' && act.into < id) {
    await caseInSight({ handle, actor, id: act.into }, { lock: true, pointer: '/do/into' })
  }
  const kept = await caseInSight({ handle, actor, id }, { lock: true })
  if (events !== undefined && events !== kept.events) {
    throw conflict(
      `the case has ${kept.events} events and not ${events}: somebody changed it; read it again`,
    )
  }
  if (kept.state.closed !== null && act.act !== 'reopen' && act.act !== 'note') {
    throw conflict('the case is closed: reopen it first')
  }
  const at = new Date()
  const acted = await actsOf({ handle, actor, person, kept, at }, act)
  if (acted.kept.events > kept.events) {
    await recordEvent({
      handle,
      organisationId: kept.organisationId,
      action: 'case-changed',
      subject: { kind: 'case', id: kept.id },
      detail: { act: act.act, ...(acted.changed !== undefined && { offers: acted.changed }) },
    })
  }
  return {
    case: inFull(acted.kept, at),
    other: acted.other === undefined ? null : inFull(acted.other, at),
    changed: acted.changed ?? 0,
  }
}

async function actsOf(acting: Acting, act: CaseAct): Promise<Acted> {
  switch (act.act) {
    case 'add-offers':
      return addOffers(acting, act)
    case 'remove-offers': {
      const { kept, taken } = await takeOut(acting, act.listings)
      return { kept, changed: taken.length }
    }
    case 'merge':
      return merge(acting, act)
    case 'split':
      return split(acting, act)
    case 'assign':
      await refuseAssignment(acting, act)
      break
    case 'add-turnover':
      await offersInSight(acting, [act.listing], '/do/listing')
      break
    default:
  }
  const event = eventOf(acting, act)
  if (event === undefined) return { kept: acting.kept }
  return { kept: await append(acting.handle, acting.kept, [event], acting.at) }
}

type PlainAct = Exclude<CaseAct, ActOf<'add-offers' | 'remove-offers' | 'merge' | 'split'>>

/** The event of an act on one case alone; none where nothing would change. */
function eventOf({ kept: { state }, at }: Acting, act: PlainAct): CaseEvent | undefined {
  switch (act.act) {
    case 'rename':
      return act.title === state.title ? undefined : { kind: 'renamed', data: { title: act.title } }
    case 'assign': {
      const until = act.until === undefined ? null : laterThan(at, act.until)
      const same = state.assignee?.id === act.to && state.assignee.until === until
      return same ? undefined : { kind: 'assigned', data: { to: act.to, until } }
    }
    case 'release':
      return state.assignee === null ? undefined : { kind: 'released', data: {} }
    case 'prioritise': {
      const { priority } = act
      return priority === state.priority ? undefined : { kind: 'prioritised', data: { priority } }
    }
    case 'set-due': {
      const due = act.due === null ? null : new Date(act.due).toISOString()
      return due === state.due ? undefined : { kind: 'due-set', data: { due } }
    }
    case 'snooze':
      return { kind: 'snoozed', data: { until: laterThan(at, act.until) } }
    case 'wake':
      return state.snoozedUntil === null ? undefined : { kind: 'woken', data: {} }
    case 'escalate':
      return { kind: 'escalated', data: { reason: act.reason } }
    case 'note':
      return { kind: 'noted', data: { text: act.text } }
    case 'add-task':
      if (state.tasks.length < mostTasks)
        return { kind: 'task-added', data: { id: randomUUID(), text: act.text } }
      throw conflict(`the case has ${mostTasks} tasks, which is the most`)
    case 'finish-task':
    case 'reopen-task': {
      const done = act.act === 'finish-task'
      const task = state.tasks.find(({ id }) => id === act.task)
      if (task === undefined) throw notFound(`the case has no task ${act.task}`, '/do/task')
      if (task.done === done) return undefined
      return { kind: done ? 'task-finished' : 'task-reopened', data: { task: act.task } }
    }
    case 'add-turnover': {
      if (state.turnover.length >= mostLines)
        throw conflict(`the case has ${mostLines} lines of turnover, which is the most`)
      const { listing, units, price, currency, source } = act
      const data = { id: randomUUID(), listing, units, price, currency, source }
      return { kind: 'turnover-added', data }
    }
    case 'remove-turnover':
      if (state.turnover.some(({ id }) => id === act.line))
        return { kind: 'turnover-removed', data: { line: act.line } }
      throw notFound(`the case has no line ${act.line}`, '/do/line')
    case 'close':
      return { kind: 'closed', data: { outcome: act.outcome, reason: act.reason ?? null } }
    case 'reopen':
      return state.closed === null ? undefined : { kind: 'reopened', data: { reason: act.reason } }
  }
}

async function addOffers(
  { handle, actor, kept, at }: Acting,
  { listings }: ActOf<'add-offers'>,
): Promise<Acted> {
  const offers = await offersInSight({ handle, actor }, listings, '/do/listings')
  const changed = await putOffers(handle, kept, offers, at)
  return { kept: changed, changed: changed.offers - kept.offers }
}

async function takeOut(
  { handle, kept, at }: Acting,
  which: readonly string[] | 'all',
  to?: string,
): Promise<{ kept: KeptCase; taken: OfferRef[] }> {
  const taken = await deleteOffers(handle, kept.id, which)
  if (taken.length === 0) return { kept, taken }
  const data = { listings: taken.map(({ id }) => id), ...(to !== undefined && { to }) }
  const event: CaseEvent = { kind: 'offers-removed', data }
  return { kept: await append(handle, kept, [event], at, kept.offers - taken.length), taken }
}

/** Moves the offers, open tasks and turnover of a case to another, and closes it. */
async function merge(acting: Acting, { into }: ActOf<'merge'>): Promise<Acted> {
  const { handle, actor, kept, at } = acting
  if (into === kept.id) throw badInput('a case is not merged into itself', '/do/into')
  const found = await caseInSight({ handle, actor, id: into }, { lock: true, pointer: '/do/into' })
  if (found.state.closed !== null) {
    throw conflict('the case to merge into is closed: reopen it first')
  }
  const tasks = kept.state.tasks.filter(({ done }) => !done)
  const { turnover } = kept.state
  if (found.state.tasks.length + tasks.length > mostTasks)
    throw conflict(`together they would have more than ${mostTasks} tasks: finish some first`)
  if (found.state.turnover.length + turnover.length > mostLines)
    throw conflict(`together they would have more than ${mostLines} lines of turnover`)
  const { kept: emptied, taken } = await takeOut(acting, 'all', into)
  const filled = await putOffers(handle, found, taken, at, kept.id)
  const brought: CaseEvent[] = [
    { kind: 'merged-from', data: { case: kept.id } },
    ...tasks.map(({ id, text }): CaseEvent => ({ kind: 'task-added', data: { id, text } })),
    ...turnover.map((data): CaseEvent => ({ kind: 'turnover-added', data })),
  ]
  const ending: CaseEvent[] = [
    { kind: 'merged-into', data: { case: into } },
    { kind: 'closed', data: { outcome: 'merged', reason: null } },
  ]
  return {
    other: await append(handle, filled, brought, at),
    kept: await append(handle, emptied, ending, at),
    changed: taken.length,
  }
}

/** Moves some offers into a new case of the same kind. */
async function split(acting: Acting, { title, listings }: ActOf<'split'>): Promise<Acted> {
  const { handle, person, at, kept: before } = acting
  const { about, brands, priority, due } = before.state
  const data = { title, about, brands, priority, due }
  const fresh = await newCase(handle, person, { kind: 'opened', data })
  const { kept, taken } = await takeOut(acting, listings, fresh.id)
  if (taken.length === 0) throw badInput('none of these offers is in the case', '/do/listings')
  const filled = await putOffers(handle, fresh, taken, at, kept.id)
  const other = await append(handle, filled, [{ kind: 'split-from', data: { case: kept.id } }], at)
  const left = await append(handle, kept, [{ kind: 'split-off', data: { case: fresh.id } }], at)
  return { kept: left, other, changed: taken.length }
}

async function refuseAssignment(
  { handle, actor, kept, at }: Acting,
  { to }: ActOf<'assign'>,
): Promise<void> {
  if (!mayAssign(actor, to, assigneeAt(kept.state, at)?.id)) {
    const message =
      'a case is given to others by an admin, or by whoever has it: take it yourself first'
    throw new AppError({ code: 'not-allowed', message, pointer: '/do/to' })
  }
  const member = await membershipOf(handle, kept.organisationId, to)
  if (member === undefined) throw notFound(`there is no member ${to}`, '/do/to')
  const { roles, brands } = member
  if (!roles.some((role) => role !== 'auditor')) {
    throw badInput('this person is an auditor, who looks on and works on no case', '/do/to')
  }
  if (brands.length > 0 && !kept.state.brands.some((brand) => brands.includes(brand))) {
    const message = 'this person’s membership is limited to brands of which the case names none'
    throw badInput(message, '/do/to')
  }
}

/** A moment as it is kept; one that is over is refused. */
function laterThan(now: Date, given: string): string {
  const moment = new Date(given)
  if (moment.getTime() > now.getTime()) return moment.toISOString()
  throw badInput(`${given} is over; name a later moment`, '/do/until')
}

function conflict(message: string): AppError {
  return new AppError({ code: 'conflict', message })
}

function notFound(message: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message, pointer })
}

function badInput(message: string, pointer: string): AppError {
  return new AppError({ code: 'bad-input', message, pointer })
}
