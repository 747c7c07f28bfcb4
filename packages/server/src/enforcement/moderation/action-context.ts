import type { ProceedingAction, ModerationAction } from '@touchstone/contract'
import type { CaseState, WorkflowInstance } from '@touchstone/jurisdiction'
import { applyTransitions, loadProceeding, type ManagedAction } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { ServerAddress } from '../../platform/http/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { notAllowed, requireReader } from './settings.ts'
import { descendantsOf } from './types.ts'
import { mayReview } from './policy.ts'
import { findItem, findNotice, type ReceivedItemRow, type ReceivedNoticeRow } from './repository.ts'
import { notifyNotifier, type NotificationInput } from './notify-notifier.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** The version of the proceeding (the number of its events) that the actor read. */
export type ReadVersion = { expectedVersion?: number | undefined }

export type ActionInput = {
  handle: Transaction
  actor: Actor
  now: Date
  /**
   * Whether there is a mail server: without one, people who can be informed otherwise are, and the others remain due.
   */
  sendsMail: boolean
  serverAddress: ServerAddress
  input: { id: string; position: number; action: ModerationAction } & ReadVersion
}

/** A locked proceeding, and the workflow instance to act on. */
export type ProceedingContext = Omit<ActionInput, 'actor' | 'input'> & {
  /** A user, or a key that records events. */
  person: Member
  organisationId: string
  proceedingId: string
  /** The instance that started everything: a notice's item, or an own initiative. */
  root: string
  about: { listingKey: string; listingId: string | null; seller?: string }
  /** The role under the regime that imposes and drops restrictions here. */
  as: 'moderator' | 'misuse-officer'
  state: CaseState
  /** False if nobody would deliver a link through the marketplace's own channel. */
  bringsLink?: boolean
  /** The notice behind it, if any. */
  notice?: ReceivedNoticeRow
}

/** An item with everything that an action on it needs. */
export type ActionContext = ProceedingContext & {
  input: ActionInput['input']
  notice: ReceivedNoticeRow
  item: ReceivedItemRow
}

export async function requireItem(
  handle: Transaction,
  organisationId: string,
  { id, position }: { id: string; position: number },
): Promise<{ notice: ReceivedNoticeRow; item: ReceivedItemRow }> {
  const notice = await findNotice(handle, organisationId, { id })
  const item = await findItem(handle, organisationId, { id, position })
  if (notice !== undefined && item !== undefined) return { notice, item }
  const message = `there is no item ${position} in notice ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/id' })
}

/** A received notice of the actor's organisation. */
export async function requireNotice(
  handle: Transaction,
  actor: Actor,
  id: string,
): Promise<ReceivedNoticeRow> {
  const notice = await findNotice(handle, requireReader(actor).organisationId, { id })
  if (notice !== undefined) return notice
  throw new AppError({ code: 'not-found', message: `there is no notice ${id}`, pointer: '/id' })
}

type Fields = Record<string, string | number | boolean | string[]>

export function moderatorTransition(
  id: string,
  transition: string,
  fields: Fields,
): ProceedingAction {
  return { type: 'transition', id, transition, role: 'moderator', fields }
}

export async function transitionProceeding(
  context: ProceedingContext,
  actions: ManagedAction[],
): Promise<void> {
  await applyToProceeding(context, actions)
}

/** Applies transitions and returns the state after them. */
export async function applyToProceeding(
  context: ProceedingContext,
  actions: ManagedAction[],
): Promise<CaseState> {
  const { handle, organisationId, proceedingId, now, person, state: known } = context
  const input = { id: proceedingId, actions, now, person: person.id, known }
  return (await applyTransitions({ handle, organisationId, input })).state
}

export async function loadState({
  handle,
  organisationId,
  proceedingId,
}: ProceedingContext): Promise<CaseState> {
  return (await loadProceeding({ handle, organisationId, input: { id: proceedingId } })).state
}

export function toNotificationInput({
  handle,
  organisationId,
  item,
  state,
  now,
  sendsMail,
}: Omit<ActionContext, 'input'>): NotificationInput {
  return { handle, organisationId, item, state, now, sendsMail }
}

export async function notifyItemNotifier(context: Omit<ActionContext, 'input'>): Promise<void> {
  await notifyNotifier({ ...toNotificationInput(context), state: await loadState(context) })
}

/**
 * A workflow instance that belongs to this item, directly or indirectly: other items of the proceeding have their
 * own.
 */
export function requireInstanceId(
  { state, root }: Pick<ProceedingContext, 'state' | 'root'>,
  id: string,
): string {
  if (descendantsOf(state, root).some((one) => one.id === id)) return id
  throw new AppError({
    code: 'not-found',
    message: `nothing named ${id} resulted from this item`,
    pointer: '/instance',
  })
}

export function requireInstance(context: ProceedingContext, id: string): WorkflowInstance {
  const instance = context.state.instances[requireInstanceId(context, id)]
  if (instance === undefined)
    throw new AppError({ code: 'internal', message: 'a workflow instance is missing' })
  return instance
}

export function requireReviewer({ person }: Pick<ProceedingContext, 'person'>): void {
  if (mayReview(person)) return
  throw notAllowed('only admins and reviewers can do this')
}
