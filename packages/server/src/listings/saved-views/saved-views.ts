import { randomUUID } from 'node:crypto'
import type { SavedView, ViewQuery } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayChangeView, maySaveViews } from './policy.ts'
import {
  countViewsOf,
  deleteView,
  findView,
  insertView,
  findViews,
  updateView,
  type SavedViewRow,
} from './repository.ts'

const mostOfPerson = 100
const mostShown = 500

type ServiceInput = { handle: Transaction; actor: Actor }
type Person = Extract<Actor, { kind: 'person' }>
type OutgoingView = Outgoing<SavedView>

/** A user's own views and those that colleagues share, newest first. */
export async function listViews({ handle, actor }: ServiceInput): Promise<OutgoingView[]> {
  const person = personOf(actor)
  const views = await findViews(handle, person.organisationId, mostShown)
  return views.map((view) => shownTo(person, view))
}

export type NewView = { name: string; shared: boolean; query: ViewQuery }

export async function saveView({ handle, actor, input }: ServiceInput & { input: NewView }) {
  const person = personOf(actor)
  const { id: personId, organisationId } = person
  if ((await countViewsOf(handle, organisationId, personId)) >= mostOfPerson) {
    const message = `you have ${mostOfPerson} views, the maximum: remove one first`
    throw new AppError({ code: 'view-limit-reached', message })
  }
  const view = { ...input, id: randomUUID(), personId }
  const changedAt = await insertView(handle, organisationId, view)
  await record(handle, person, 'view-saved', view)
  return shownTo(person, { ...view, changedAt })
}

export type ViewChange = { [K in keyof NewView]?: NewView[K] | undefined }

export async function changeView({
  handle,
  actor,
  id,
  input,
}: ServiceInput & { id: string; input: ViewChange }): Promise<OutgoingView> {
  const { person, view: before } = await viewToChange({ handle, actor, id })
  const { name = before.name, shared = before.shared, query = before.query } = input
  if (!shared && before.personId !== person.id) {
    // Otherwise the caller would lose access to it.
    throw notAllowed('only the owner of a view can stop sharing it', 'author-required')
  }
  const view = { ...before, name, shared, query }
  const changedAt = await updateView(handle, view)
  await record(handle, person, 'view-changed', view)
  return shownTo(person, { ...view, changedAt })
}

export async function removeView(options: ServiceInput & { id: string }): Promise<void> {
  const { person, view } = await viewToChange(options)
  await deleteView(options.handle, view.id)
  await record(options.handle, person, 'view-removed', view)
}

async function viewToChange({
  handle,
  actor,
  id,
}: ServiceInput & { id: string }): Promise<{ person: Person; view: SavedViewRow }> {
  const person = personOf(actor)
  const view = z.uuid().safeParse(id).success ? await findView(handle, id) : undefined
  // Another user's private view and a nonexistent one look the same.
  if (view === undefined) {
    throw new AppError({ code: 'not-found', message: `there is no view ${id}`, pointer: '/id' })
  }
  if (mayChangeView(person, view)) return { person, view }
  throw notAllowed('only the owner of a shared view or an admin can change it', 'author-required')
}

function shownTo(person: Person, { personId, ...view }: SavedViewRow): OutgoingView {
  const own = personId === person.id
  return { ...view, own, mayChange: mayChangeView(person, { personId, shared: view.shared }) }
}

function personOf(actor: Actor): Person {
  if (maySaveViews(actor)) return actor
  throw notAllowed('only users can save views', 'user-required')
}

async function record(
  handle: Transaction,
  { organisationId }: Person,
  action: AuditAction,
  { id, shared }: Pick<SavedViewRow, 'id' | 'shared'>,
): Promise<void> {
  const subject = { kind: 'view' as const, id }
  await recordEvent({ handle, organisationId, action, subject, detail: { shared } })
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
