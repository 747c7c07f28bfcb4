import type {
  ProceedingView as Proceeding,
  ProceedingSubjectView,
  ProceedingSummaryView,
  RegimeTableView,
  TimeLimitView,
} from '@touchstone/contract'
import {
  regimeNames,
  shippedRules,
  type CaseHistory,
  type CaseState,
} from '@touchstone/jurisdiction'
import { readCase } from '../../investigation/cases/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { nextEventTime } from './apply-action.ts'
import { maySendUnder } from './counsel-approvals.ts'
import { proceedingNotFound, requireProceeding, rulesOf, stateOf } from './load-proceeding.ts'
import { requireReader } from './policy.ts'
import {
  eventsOf,
  findSubject,
  pageOfDeadlines,
  pageOfProceedings,
  type DeadlineQuery,
  type DeadlineRow,
  type ListedProceedingRow,
  type ProceedingQuery,
  type ProceedingRow,
} from './repository.ts'
import { toProceedingStateView, toRegimeTable, toTimeLimitView } from './proceeding-views.ts'

export type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
/** The route formats stored times. */
export type ProceedingView = Omit<Proceeding, 'openedAt'> & { openedAt: Date }

/** All data of a proceeding, in the form that jurisdiction reads. */
export async function readHistory(options: ServiceInput<{ id: string }>): Promise<CaseHistory> {
  const { handle, input } = options
  requireReader(options.actor)
  const { regime, profile, settings } = await requireProceeding(handle, input.id)
  return { regime, profile, settings, events: await eventsOf(handle, input.id) }
}

/** The organisation's proceedings, newest first. */
export async function listProceedings(
  options: ServiceInput<Omit<ProceedingQuery, 'organisationId'>>,
): Promise<ListedProceedingRow[]> {
  const { handle, actor, input } = options
  const { organisationId } = requireReader(actor)
  if (input.caseId !== undefined) await readCase({ handle, actor, id: input.caseId })
  return pageOfProceedings(handle, { organisationId, ...input })
}

export type ListedDeadline = Omit<DeadlineRow, 'version' | 'workflow'> & { limit: TimeLimitView }

/** The organisation's running deadlines, next first. */
export async function listDeadlines(
  options: ServiceInput<DeadlineQuery>,
): Promise<ListedDeadline[]> {
  const { handle, actor, input } = options
  const { organisationId } = requireReader(actor)
  if (input.caseId !== undefined) await readCase({ handle, actor, id: input.caseId })
  const rows = await pageOfDeadlines(handle, { organisationId, ...input })
  return rows.map(({ version, workflow, ...row }) => ({
    ...row,
    limit: toTimeLimitView(rulesOf({ id: row.regime, version }), {
      workflow,
      timeLimit: row.timeLimit,
    }),
  }))
}

export async function readProceeding(
  options: ServiceInput<{ id: string; now?: Date }>,
): Promise<ProceedingView> {
  const { id: person } = requireReader(options.actor)
  const { id, now = new Date() } = options.input
  return viewOf(options.handle, await requireProceeding(options.handle, id), person, now)
}

/**
 * A regime as tables of states, transitions, time limits and provisions, and whether the organisation may send under
 * it.
 */
export async function readRegimeTable(
  options: ServiceInput<{ id: string; now: Date }>,
): Promise<RegimeTableView> {
  const { handle, actor, input } = options
  const { organisationId } = requireReader(actor)
  const { id, now } = input
  if (regimeNames.written.some((one) => one === id)) {
    return toRegimeTable(shippedRules(id), await maySendUnder(handle, organisationId, id, now))
  }
  throw new AppError({ code: 'not-found', message: `there is no regime ${id}`, pointer: '/id' })
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

export async function viewOf(
  handle: Transaction,
  proceeding: ProceedingRow,
  person: string,
  now: Date,
): Promise<ProceedingView> {
  const state = await stateOf(handle, proceeding, rulesOf(proceeding.regime))
  return toView(state, { handle, proceeding, person, now })
}

type ViewInput = { handle: Transaction; proceeding: ProceedingRow; person: string; now: Date }

/** The view of a state that is already computed. */
export async function toView(
  state: CaseState,
  { handle, proceeding, person, now }: ViewInput,
): Promise<ProceedingView> {
  const rules = rulesOf(proceeding.regime)
  const approval = await maySendUnder(handle, proceeding.organisationId, proceeding.regime.id, now)
  const at = nextEventTime(state, now)
  return {
    ...toProceedingSummary(proceeding),
    about: await subjectOf(handle, proceeding.id),
    events: state.events,
    ...toProceedingStateView({ rules, state, at, person, standing: approval }),
  }
}

async function subjectOf(handle: Transaction, id: string): Promise<ProceedingSubjectView> {
  const about = await findSubject(handle, id)
  if (about !== undefined) return about
  throw proceedingNotFound(id)
}
