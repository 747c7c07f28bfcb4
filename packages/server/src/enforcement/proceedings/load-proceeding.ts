import {
  regimeNames,
  replayEvents,
  shippedRules,
  type CaseHistory,
  type CaseState,
  type Rules,
} from '@touchstone/jurisdiction'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { eventsOf, findProceeding, type ProceedingRow } from './repository.ts'

/** For other leaves, which have checked who may act, and for whom. */
export type OrganisationInput<T> = { handle: Transaction; organisationId: string; input: T }

/** The owner of a proceeding, for a leaf that knows only its id. */
export async function organisationOfProceeding(handle: Transaction, id: string): Promise<string> {
  return (await requireProceeding(handle, id)).organisationId
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
  const proceeding = await requireProceeding(handle, input.id, input.lock)
  if (proceeding.organisationId !== organisationId) throw proceedingNotFound(input.id)
  const rules = rulesOf(proceeding.regime)
  const { listingId, title, managedBy } = proceeding
  const state = await stateOf(handle, proceeding, rules, input.known)
  return { rules, state, listingId, title, managedBy }
}

export async function requireProceeding(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<ProceedingRow> {
  const proceeding = await findProceeding(handle, id, lock)
  if (proceeding !== undefined) return proceeding
  throw proceedingNotFound(id)
}

export async function stateOf(
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

export function proceedingNotFound(id: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no proceeding ${id}`,
    pointer: '/id',
  })
}
