import { randomUUID } from 'node:crypto'
import { maxListingsAtOnce, type CaseAction, type CaseDetailView } from '@touchstone/contract'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { assigneeAt, maxLines, maxTasks, type CaseEvent } from './types.ts'
import { mayAssign } from './policy.ts'
import {
  appendEvents,
  requireVisibleCase,
  addListings,
  requireCaseWorker,
  type ServiceInput,
} from './case-events.ts'
import {
  mergeCases,
  splitCase,
  removeListings,
  undoMerge,
  type CaseActionResult,
  type CaseActionContext,
  type CaseActionOf,
} from './merge-cases.ts'
import { recalculateSla, moveToQueue, recordCaseChange, routeCase } from './move-cases.ts'
import { requireAccountListings } from '../../sellers/seller-accounts/index.ts'
import { badInput, conflict, notFound } from './refusals.ts'
import { toCaseView, linesInSight, requireVisibleListings } from './manage-cases.ts'
import { membershipOf } from './repository.ts'

export type CaseActionInput = { action: CaseAction; expectedVersion?: number | undefined }

/**
 * Performs an action on a case. If the case has changed since it was read, that is a conflict; an action without
 * effect leaves no trace.
 */
export async function applyCaseAction({
  handle,
  actor,
  id,
  input: { action, expectedVersion },
}: ServiceInput & { id: string; input: CaseActionInput }): Promise<{
  case: Outgoing<CaseDetailView>
  other: Outgoing<CaseDetailView> | null
  changed: number
  more?: boolean
}> {
  const person = requireCaseWorker(actor)
  // Two cases are locked in the order of their ids, so that two merges never deadlock.
  const other = action.type === 'undo-merge' ? await mergedInto({ handle, actor, id }) : undefined
  const first = action.type === 'merge' ? action.into : other
  if (first !== undefined && first < id) {
    await requireVisibleCase({ handle, actor, id: first }, { lock: true, pointer: '/action/into' })
  }
  const kase = await requireVisibleCase({ handle, actor, id }, { lock: true })
  requireVersion('the case', { version: kase.events }, expectedVersion)
  if (kase.state.closed !== null && !onClosed.includes(action.type)) {
    throw conflict('case-closed', 'the case is closed: reopen it first')
  }
  const at = new Date()
  const acted = await actsOf({ handle, actor, person, kase, at }, action)
  if (acted.kase.events > kase.events) {
    const detail = { ...(acted.changed !== undefined && { listings: acted.changed }) }
    await recordCaseChange(handle, kase, { action: action.type, ...detail })
  }
  return {
    case: await toCaseView(handle, acted.kase, at),
    other: acted.other === undefined ? null : await toCaseView(handle, acted.other, at),
    changed: acted.changed ?? 0,
    ...(acted.more !== undefined && { more: acted.more }),
  }
}

/** Actions allowed on a closed case. */
const onClosed: readonly CaseAction['type'][] = ['reopen', 'note', 'undo-merge']

/** The case that one was merged into, read before either is locked. */
async function mergedInto(options: ServiceInput & { id: string }): Promise<string | undefined> {
  return (await requireVisibleCase(options)).state.mergedInto ?? undefined
}

async function actsOf(acting: CaseActionContext, action: CaseAction): Promise<CaseActionResult> {
  switch (action.type) {
    case 'add-listings':
      return addVisibleListings(acting, action)
    case 'add-seller-listings':
      return addSellerListings(acting, action)
    case 'remove-listings': {
      const { kase, taken } = await removeListings(acting, acting.kase, action.listings)
      return { kase, changed: taken.length }
    }
    case 'undo-merge':
      return undoMerge(acting, action)
    case 'move-to-queue':
      return { kase: await moveToQueue(acting, action.queue, '/action/queue') }
    case 'route':
      return { kase: await routeCase(acting) }
    case 'merge':
      return mergeCases(acting, action)
    case 'split':
      return splitCase(acting, action)
    case 'assign':
      await refuseAssignment(acting, action)
      break
    case 'add-turnover':
      await requireVisibleListings(acting, [action.listing], '/action/listing')
      break
    case 'remove-turnover': {
      const lines = await linesInSight(acting.handle, acting.kase)
      if (lines.some(({ id }) => id === action.line)) break
      throw notFound(`the case has no line ${action.line}`, '/action/line')
    }
    default:
  }
  const event = eventOf(acting, action)
  if (event === undefined) return { kase: acting.kase }
  const { handle, at } = acting
  const kase = await appendEvents(handle, acting.kase, [event], at)
  if (event.kind === 'turnover-added') return { kase: await routeCase({ handle, kase, at }) }
  return { kase: await recalculateSla({ handle, kase, at }) }
}

type PlainAct = Exclude<
  CaseAction,
  CaseActionOf<
    | 'add-listings'
    | 'add-seller-listings'
    | 'remove-listings'
    | 'merge'
    | 'undo-merge'
    | 'split'
    | 'move-to-queue'
    | 'route'
  >
>

/** The event of an action on one case; undefined if nothing would change. */
function eventOf(
  { kase: { state }, at }: CaseActionContext,
  action: PlainAct,
): CaseEvent | undefined {
  switch (action.type) {
    case 'rename':
      return action.title === state.title
        ? undefined
        : { kind: 'renamed', data: { title: action.title } }
    case 'assign': {
      const until = action.until === undefined ? null : laterThan(at, action.until)
      const same = state.assignee?.id === action.to && state.assignee.until === until
      return same ? undefined : { kind: 'assigned', data: { to: action.to, until } }
    }
    case 'release':
      return state.assignee === null ? undefined : { kind: 'released', data: {} }
    case 'prioritise': {
      const { priority } = action
      return priority === state.priority ? undefined : { kind: 'prioritised', data: { priority } }
    }
    case 'set-due': {
      const due = action.due === null ? null : new Date(action.due).toISOString()
      return due === state.due ? undefined : { kind: 'due-set', data: { due } }
    }
    case 'snooze':
      return { kind: 'snoozed', data: { until: laterThan(at, action.until) } }
    case 'wake':
      return state.snoozedUntil === null ? undefined : { kind: 'woken', data: {} }
    case 'escalate':
      return { kind: 'escalated', data: { reason: action.reason } }
    case 'note':
      return { kind: 'noted', data: { text: action.text } }
    case 'add-task':
      if (state.tasks.length < maxTasks)
        return { kind: 'task-added', data: { id: randomUUID(), text: action.text } }
      throw conflict('task-limit-reached', `the case has ${maxTasks} tasks, the maximum`)
    case 'finish-task':
    case 'reopen-task': {
      const done = action.type === 'finish-task'
      const task = state.tasks.find(({ id }) => id === action.task)
      if (task === undefined) throw notFound(`the case has no task ${action.task}`, '/action/task')
      if (task.done === done) return undefined
      return { kind: done ? 'task-finished' : 'task-reopened', data: { task: action.task } }
    }
    case 'add-turnover': {
      if (state.turnover.length >= maxLines)
        throw conflict(
          'turnover-limit-reached',
          `the case has ${maxLines} lines of turnover, the maximum`,
        )
      const { listing, units, price, currency, source } = action
      const data = { id: randomUUID(), listing, units, price, currency, source }
      return { kind: 'turnover-added', data }
    }
    case 'remove-turnover':
      return { kind: 'turnover-removed', data: { line: action.line } }
    case 'close':
      return { kind: 'closed', data: { outcome: action.outcome, reason: action.reason ?? null } }
    case 'reopen':
      return state.closed === null
        ? undefined
        : { kind: 'reopened', data: { reason: action.reason } }
  }
}

async function addSellerListings(
  { handle, actor, kase, at }: CaseActionContext,
  { sellerAccount }: CaseActionOf<'add-seller-listings'>,
): Promise<CaseActionResult> {
  const { listings, more } = await requireAccountListings(
    { handle, actor, id: sellerAccount, limit: maxListingsAtOnce },
    '/action/sellerAccount',
  )
  const filled = await addListings(handle, kase, listings, at)
  const changed = filled.listings - kase.listings
  const routed = changed === 0 ? filled : await routeCase({ handle, kase: filled, at })
  return { kase: routed, changed, more }
}

async function addVisibleListings(
  { handle, actor, kase, at }: CaseActionContext,
  { listings }: CaseActionOf<'add-listings'>,
): Promise<CaseActionResult> {
  const visible = await requireVisibleListings({ handle, actor }, listings, '/action/listings')
  const filled = await addListings(handle, kase, visible, at)
  const changed = filled.listings - kase.listings
  return { kase: changed === 0 ? filled : await routeCase({ handle, kase: filled, at }), changed }
}

async function refuseAssignment(
  { handle, actor, kase, at }: CaseActionContext,
  { to }: CaseActionOf<'assign'>,
): Promise<void> {
  if (!mayAssign(actor, to, assigneeAt(kase.state, at)?.id)) {
    const message =
      'only an admin or the assignee can assign a case to someone else: assign it to yourself first'
    throw new AppError({ code: 'assignee-required', message, pointer: '/action/to' })
  }
  const member = await membershipOf(handle, kase.organisationId, to)
  if (member === undefined) throw notFound(`there is no member ${to}`, '/action/to')
  const { roles, brands } = member
  if (!roles.some((role) => role !== 'auditor')) {
    throw badInput(
      'assignee-unsuitable',
      'this person is an auditor and cannot work on cases',
      '/action/to',
    )
  }
  if (brands.length > 0 && !kase.state.brands.some((brand) => brands.includes(brand))) {
    const message = 'this person’s membership does not include any brand of the case'
    throw badInput('assignee-unsuitable', message, '/action/to')
  }
}

/** A stored moment; one in the past is refused. */
function laterThan(now: Date, given: string): string {
  const moment = new Date(given)
  if (moment.getTime() > now.getTime()) return moment.toISOString()
  throw badInput('time-past', `${given} is past; name a later time`, '/action/until')
}
