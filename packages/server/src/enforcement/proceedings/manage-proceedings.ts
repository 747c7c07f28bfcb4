import { randomUUID } from 'node:crypto'
import type { ProceedingAction } from '@touchstone/contract'
import { Profile, settingFaults, type CaseEvent, type CaseState } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { requireVisibleCase, isWholeInSight } from '../../investigation/cases/index.ts'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, parseInput, requireVersion } from '../../platform/errors/index.ts'
import { applyAction, nameOfAction, type ManagedAction } from './apply-action.ts'
import {
  proceedingNotFound,
  requireProceeding,
  rulesOf,
  stateOf,
  type OrganisationInput,
} from './load-proceeding.ts'
import { notAllowed, requireEditor } from './policy.ts'
import { toView, viewOf, type ProceedingView, type ServiceInput } from './read-proceedings.ts'
import {
  appendEvents,
  insertProceeding,
  isListingVisible,
  type ProceedingRow,
} from './repository.ts'

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
  const { organisationId, id: person } = requireEditor(actor)
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
  return viewOf(
    handle,
    await insertNewProceeding({ handle, organisationId, input }),
    person,
    new Date(),
  )
}

async function insertNewProceeding({
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
  const proceeding = await requireProceeding(handle, fresh.id)
  await record(handle, proceeding, 'proceeding-begun', id)
  return proceeding
}

/** Applies a user's transition; the server sets the time, and roles of people get the user's id. */
export async function applyTransitionAsUser(
  options: ServiceInput<{
    id: string
    action: ProceedingAction
    /** The number of events that the actor read. */
    expectedVersion?: number | undefined
    now: Date
  }>,
): Promise<{ proceeding: ProceedingView; why: string[] }> {
  const { handle, input } = options
  const person = requireEditor(options.actor)
  const proceeding = await requireProceeding(handle, input.id, true)
  if (proceeding.managedBy !== null) {
    const message = `the proceeding ${input.id} belongs to ${proceeding.managedBy}: act there, so that its data stays consistent`
    throw new AppError({ code: 'proceeding-kept-elsewhere', message })
  }
  const { action, expectedVersion, now } = input
  requireVersion('the proceeding', { version: proceeding.events }, expectedVersion)
  const { state, why } = await applyActions(handle, proceeding, {
    actions: [action],
    now,
    person: person.id,
  })
  return { proceeding: await toView(state, { handle, proceeding, person: person.id, now }), why }
}

type ActionsInput = {
  actions: readonly ManagedAction[]
  now: Date
  person?: string
  /** A state of the proceeding read before: it saves the replay if no event followed. */
  known?: CaseState
}

/** Applies several events in order, all or none. The proceeding is locked. */
async function applyActions(
  handle: Transaction,
  proceeding: ProceedingRow,
  { actions, known, ...by }: ActionsInput,
): Promise<{ state: CaseState; why: string[] }> {
  const rules = rulesOf(proceeding.regime)
  let state = await stateOf(handle, proceeding, rules, known)
  const events: CaseEvent[] = []
  const why: string[] = []
  for (const action of actions) {
    const applied = applyAction(rules, state, action, by)
    state = applied.state
    events.push(applied.event)
    why.push(...applied.why)
    await record(handle, proceeding, 'proceeding-moved', nameOfAction(action))
  }
  await appendEvents(handle, [{ proceeding, events, state }])
  return { state, why }
}

/** Opens a proceeding for an organisation, such as for a notice from someone without an account. */
export async function openProceeding(
  options: OrganisationInput<NewProceedingInput>,
): Promise<{ id: string }> {
  return { id: (await insertNewProceeding(options)).id }
}

/**
 * Applies events in order, all or none. Roles of people get the id of `person`; without one the regime refuses such
 * an event.
 */
export async function applyTransitions(
  options: OrganisationInput<ActionsInput & { id: string }>,
): Promise<{ state: CaseState; why: string[] }> {
  const { handle, organisationId, input } = options
  const proceeding = await requireProceeding(handle, input.id, true)
  if (proceeding.organisationId !== organisationId) throw proceedingNotFound(input.id)
  return applyActions(handle, proceeding, input)
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
