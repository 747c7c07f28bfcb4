import { randomUUID } from 'node:crypto'
import type {
  ProceedingView as Proceeding,
  ProceedingAction,
  ProceedingSubjectView,
  ProceedingSummaryView,
  RegimeTableView,
  TimeLimitView,
} from '@touchstone/contract'
import {
  replayEvents,
  Profile,
  regimeNames,
  settingFaults,
  shippedRules,
  type CaseEvent,
  type CaseHistory,
  type CaseState,
  type Rules,
} from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { requireVisibleCase, isWholeInSight, readCase } from '../../investigation/cases/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  AppError,
  type ErrorCode,
  parseInput,
  requireVersion,
} from '../../platform/errors/index.ts'
import { applyAction, nameOfAction, nextEventTime, type ManagedAction } from './apply-action.ts'
import { mayActInProceedings, mayReadProceedings } from './policy.ts'
import { maySendUnder } from './counsel-approvals.ts'
import {
  appendEvents,
  eventsOf,
  findProceeding,
  findSubject,
  insertProceeding,
  isListingVisible,
  pageOfDeadlines,
  pageOfProceedings,
  type DeadlineQuery,
  type ProceedingRow,
  type DeadlineRow,
  type ListedProceedingRow,
  type ProceedingQuery,
} from './repository.ts'
import { toProceedingStateView, toRegimeTable, toTimeLimitView } from './proceeding-views.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
/** The route formats stored times. */
export type ProceedingView = Omit<Proceeding, 'openedAt'> & { openedAt: Date }
type Person = Extract<Actor, { kind: 'person' }>

export type NewProceedingInput = {
  title: string
  listingId?: string
  caseId?: string
  regime: string
  profile: unknown
  settings: Record<string, number | boolean>
  /** The leaf that leads it; transitions go through that leaf only. */
  managedBy?: string
}

export async function openProceedingAsUser(
  options: ServiceInput<NewProceedingInput>,
): Promise<ProceedingView> {
  const { handle, actor, input } = options
  const { organisationId, id: person } = actingIn(actor)
  const file =
    input.caseId === undefined
      ? undefined
      : await requireVisibleCase({ handle, actor, id: input.caseId }, { pointer: '/case' })
  if (
    input.listingId === undefined &&
    !(file === undefined ? brandsOf(actor) === undefined : isWholeInSight(actor, file.state.brands))
  ) {
    throw notAllowed(
      'your membership is limited to brands: name a listing within them, or a case that names no other brand, or you could not see the proceeding',
      'beyond-own-limits',
    )
  }
  return shown(handle, await begin({ handle, organisationId, input }), person, new Date())
}

async function begin({
  handle,
  organisationId,
  input,
}: OrganisationInput<NewProceedingInput>): Promise<ProceedingRow> {
  const { title, listingId = null, caseId = null, settings, managedBy = null } = input
  if (listingId !== null && !(await isListingVisible(handle, listingId))) {
    const message = `there is no listing ${listingId}`
    throw new AppError({ code: 'not-found', message, pointer: '/listing' })
  }
  const rules = rulesOf({ id: input.regime })
  const { id, version } = rules.regime
  const profile = parseInput(Profile, input.profile)
  const history = { regime: { id, version }, profile, settings }
  const faults = settingFaults(rules.regime, settings)
  if (faults.length > 0) {
    throw new AppError({
      code: 'settings-invalid',
      message: faults.join(' '),
      pointer: '/settings',
    })
  }
  const fresh = {
    id: randomUUID(),
    organisationId,
    title,
    listingId,
    caseId,
    managedBy,
    ...history,
  }
  await insertProceeding(handle, fresh)
  const proceeding = await proceedingOf(handle, fresh.id)
  await record(handle, proceeding, 'proceeding-begun', id)
  return proceeding
}

/** All data of a proceeding, in the form that jurisdiction reads. */
export async function readHistory(options: ServiceInput<{ id: string }>): Promise<CaseHistory> {
  const { handle, input } = options
  readerOf(options.actor)
  const { regime, profile, settings } = await proceedingOf(handle, input.id)
  return { regime, profile, settings, events: await eventsOf(handle, input.id) }
}

/** The organisation's proceedings, newest first. */
export async function listProceedings(
  options: ServiceInput<Omit<ProceedingQuery, 'organisationId'>>,
): Promise<ListedProceedingRow[]> {
  const { handle, actor, input } = options
  const { organisationId } = readerOf(actor)
  if (input.caseId !== undefined) await readCase({ handle, actor, id: input.caseId })
  return pageOfProceedings(handle, { organisationId, ...input })
}

export type ListedDeadline = Omit<DeadlineRow, 'version' | 'machine'> & { limit: TimeLimitView }

/** The organisation's running deadlines, next first. */
export async function listDeadlines(
  options: ServiceInput<DeadlineQuery>,
): Promise<ListedDeadline[]> {
  const { handle, actor, input } = options
  const { organisationId } = readerOf(actor)
  if (input.caseId !== undefined) await readCase({ handle, actor, id: input.caseId })
  const rows = await pageOfDeadlines(handle, { organisationId, ...input })
  return rows.map(({ version, machine, ...row }) => ({
    ...row,
    limit: toTimeLimitView(rulesOf({ id: row.regime, version }), {
      machine,
      timeLimit: row.timeLimit,
    }),
  }))
}

export async function readProceeding(
  options: ServiceInput<{ id: string; now?: Date }>,
): Promise<ProceedingView> {
  const { id: person } = readerOf(options.actor)
  const { id, now = new Date() } = options.input
  return shown(options.handle, await proceedingOf(options.handle, id), person, now)
}

/**
 * A regime as tables of states, transitions, time limits and provisions, and whether the organisation may send under
 * it.
 */
export async function readRegimeTable(
  options: ServiceInput<{ id: string; now: Date }>,
): Promise<RegimeTableView> {
  const { handle, actor, input } = options
  const { organisationId } = readerOf(actor)
  const { id, now } = input
  if (regimeNames.written.some((one) => one === id)) {
    return toRegimeTable(shippedRules(id), await maySendUnder(handle, organisationId, id, now))
  }
  throw new AppError({ code: 'not-found', message: `there is no regime ${id}`, pointer: '/id' })
}

/** Applies a user's transition; the server sets the time, and roles of people get the user's id. */
export async function applyTransitionAsUser(
  options: ServiceInput<{
    id: string
    act: ProceedingAction
    /** The number of events that the actor read. */
    expectedVersion?: number | undefined
    now: Date
  }>,
): Promise<{ proceeding: ProceedingView; why: string[] }> {
  const { handle, input } = options
  const person = actingIn(options.actor)
  const proceeding = await proceedingOf(handle, input.id, true)
  if (proceeding.managedBy !== null) {
    const message = `the proceeding ${input.id} belongs to ${proceeding.managedBy}: act there, so that its data stays consistent`
    throw new AppError({ code: 'proceeding-kept-elsewhere', message })
  }
  const { act, expectedVersion, now } = input
  requireVersion('the proceeding', { version: proceeding.events }, expectedVersion)
  const { state, why } = await applyActions(handle, proceeding, {
    acts: [act],
    now,
    person: person.id,
  })
  return { proceeding: await shownIn(state, { handle, proceeding, person: person.id, now }), why }
}

type ActionsInput = {
  acts: readonly ManagedAction[]
  now: Date
  person?: string
  /** A state of the proceeding read before: it saves the replay if no event followed. */
  known?: CaseState
}

/** Applies several events in order, all or none. The proceeding is locked. */
async function applyActions(
  handle: Transaction,
  proceeding: ProceedingRow,
  { acts, known, ...by }: ActionsInput,
): Promise<{ state: CaseState; why: string[] }> {
  const rules = rulesOf(proceeding.regime)
  let state = await stateOf(handle, proceeding, rules, known)
  const events: CaseEvent[] = []
  const why: string[] = []
  for (const act of acts) {
    const taken = applyAction(rules, state, act, by)
    state = taken.state
    events.push(taken.event)
    why.push(...taken.why)
    await record(handle, proceeding, 'proceeding-moved', nameOfAction(act))
  }
  await appendEvents(handle, [{ proceeding, events, state }])
  return { state, why }
}

/** For other leaves, which have checked who may act, and for whom. */
type OrganisationInput<T> = { handle: Transaction; organisationId: string; input: T }

/** Opens a proceeding for an organisation, such as for a notice from someone without an account. */
export async function openProceeding(
  options: OrganisationInput<NewProceedingInput>,
): Promise<{ id: string }> {
  return { id: (await begin(options)).id }
}

/** The owner of a proceeding, for a leaf that knows only its id. */
export async function organisationOfProceeding(handle: Transaction, id: string): Promise<string> {
  return (await proceedingOf(handle, id)).organisationId
}

/** A proceeding of an organisation in its current state, optionally locked. */
export async function loadProceeding(
  options: OrganisationInput<{ id: string; lock?: boolean; known?: CaseState | undefined }>,
): Promise<{
  rules: Rules
  state: CaseState
  listingId: string | null
  title: string
  /** The leaf that leads it. */
  managedBy: string | null
}> {
  const { handle, organisationId, input } = options
  const proceeding = await proceedingOf(handle, input.id, input.lock)
  if (proceeding.organisationId !== organisationId) throw noProceeding(input.id)
  const rules = rulesOf(proceeding.regime)
  const { listingId, title, managedBy } = proceeding
  const state = await stateOf(handle, proceeding, rules, input.known)
  return { rules, state, listingId, title, managedBy }
}

/**
 * Applies events in order, all or none. Roles of people get the id of `person`; without one the regime refuses such
 * an event.
 */
export async function applyTransitions(
  options: OrganisationInput<ActionsInput & { id: string }>,
): Promise<{ state: CaseState; why: string[] }> {
  const { handle, organisationId, input } = options
  const proceeding = await proceedingOf(handle, input.id, true)
  if (proceeding.organisationId !== organisationId) throw noProceeding(input.id)
  return applyActions(handle, proceeding, input)
}

type Summary = Omit<ProceedingSummaryView, 'nextDueAt' | 'nextLimit' | 'openedAt' | 'about'> & {
  openedAt: Date
}

function toProceedingSummary(proceeding: ProceedingRow): Summary {
  const { id, title, listingId: listing, caseId, regime, events, openedAt } = proceeding
  return {
    id,
    title,
    listing,
    case: caseId,
    regime: regime.id,
    version: regime.version,
    events,
    openedAt,
  }
}

/** A listed proceeding, with what is due next under its version of the regime. */
export function toListedProceeding(proceeding: ListedProceedingRow): Summary & {
  about: ProceedingSubjectView
  nextDueAt: Date | null
  nextLimit: TimeLimitView | null
} {
  const { regime, about, nextDueAt, nextLimit } = proceeding
  return {
    ...toProceedingSummary(proceeding),
    about,
    nextDueAt,
    nextLimit: nextLimit === null ? null : toTimeLimitView(rulesOf(regime), nextLimit),
  }
}

async function shown(
  handle: Transaction,
  proceeding: ProceedingRow,
  person: string,
  now: Date,
): Promise<ProceedingView> {
  const state = await stateOf(handle, proceeding, rulesOf(proceeding.regime))
  return shownIn(state, { handle, proceeding, person, now })
}

type Showing = { handle: Transaction; proceeding: ProceedingRow; person: string; now: Date }

/** The view of a state that is already computed. */
async function shownIn(
  state: CaseState,
  { handle, proceeding, person, now }: Showing,
): Promise<ProceedingView> {
  const rules = rulesOf(proceeding.regime)
  const standing = await maySendUnder(handle, proceeding.organisationId, proceeding.regime.id, now)
  const at = nextEventTime(state, now)
  return {
    ...toProceedingSummary(proceeding),
    about: await aboutOf(handle, proceeding.id),
    events: state.events,
    ...toProceedingStateView({ rules, state, at, person, standing }),
  }
}

async function stateOf(
  handle: Transaction,
  proceeding: ProceedingRow,
  rules: Rules,
  known?: CaseState,
): Promise<CaseState> {
  // Events are only ever appended: as many events are the same events.
  if (known !== undefined && known.events === proceeding.events) return known
  return foldEvents(proceeding, rules, await eventsOf(handle, proceeding.id))
}

export function foldEvents(
  proceeding: ProceedingRow,
  rules: Rules,
  events: CaseHistory['events'],
): CaseState {
  const { regime, profile, settings } = proceeding
  const folded = replayEvents(rules, { regime, profile, settings, events })
  if (folded.ok) return folded.state
  throw new Error(
    `event ${folded.index + 1} of ${proceeding.id} is invalid: ${folded.refusal.message}`,
  )
}

/** The rules of a regime, in a given version or the newest. */
export function rulesOf({ id, version }: { id: string; version?: string }): Rules {
  if (regimeNames.written.some((one) => one === id)) return shippedRules(id, version)
  const message = `there is no regime ${id}; available are ${regimeNames.written.join(', ')}`
  throw new AppError({ code: 'regime-unknown', message, pointer: '/regime' })
}

async function proceedingOf(handle: Transaction, id: string, lock = false): Promise<ProceedingRow> {
  const proceeding = await findProceeding(handle, id, lock)
  if (proceeding !== undefined) return proceeding
  throw noProceeding(id)
}

async function aboutOf(handle: Transaction, id: string): Promise<ProceedingSubjectView> {
  const about = await findSubject(handle, id)
  if (about !== undefined) return about
  throw noProceeding(id)
}

function noProceeding(id: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no proceeding ${id}`,
    pointer: '/id',
  })
}

async function record(
  handle: Transaction,
  { id, organisationId }: ProceedingRow,
  action: 'proceeding-begun' | 'proceeding-moved',
  what: string,
): Promise<void> {
  const subject = { kind: 'proceeding', id } as const
  await recordEvent({ handle, organisationId, action, subject, detail: { what } })
}

function readerOf(actor: Actor): Person {
  if (mayReadProceedings(actor)) return actor
  throw notAllowed('only members can read proceedings')
}

function actingIn(actor: Actor): Person {
  if (mayActInProceedings(actor)) return actor
  throw notAllowed('only admins, analysts and reviewers can record transitions')
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
