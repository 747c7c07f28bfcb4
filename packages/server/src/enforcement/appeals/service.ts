import { recordEvent, type AuditAction, type AuditSubject } from '../../access/audit/index.ts'
import { recordOutbox, type NewOutboxEvent } from '../../messaging/event-outbox/index.ts'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Person } from './policy.ts'

export type Asked<T> = { handle: Handle; actor: Actor; input: T }

/** The person that a use case needs, or a refusal in these words. */
export function personWho(
  actor: Actor,
  may: (actor: Actor) => actor is Person,
  otherwise: string,
): Person {
  if (may(actor)) return actor
  throw new AppError({ code: 'not-allowed', message: otherwise })
}

export const forThoseWhoWrite =
  'sellers are written to by people with the role admin, analyst or reviewer'
export const forThoseWhoDecide =
  'what sellers answer is read and decided on by people with the role admin or reviewer'
export const forMembers = 'answers of sellers are listed for members'

export function absent(what: string, id: string, pointer = '/id'): AppError {
  return new AppError({ code: 'not-found', message: `there is no ${what} ${id}`, pointer })
}

export function conflict(message: string): AppError {
  return new AppError({ code: 'conflict', message })
}

export async function nameOf(handle: Handle, organisationId: string): Promise<string> {
  return (await findOrganisationById(handle, organisationId))?.name ?? ''
}

type Noted = {
  handle: Handle
  organisationId: string
  action: AuditAction
  subject: { kind: AuditSubject; id: string }
  detail?: Record<string, unknown>
  /** What the organisation's web hooks are told. */
  event?: NewOutboxEvent
}

/** Writes into the log, and into the outbox where others may want to know. */
export async function note({ event, ...entry }: Noted): Promise<void> {
  await recordEvent(entry)
  if (event !== undefined) await recordOutbox(entry.handle, entry.organisationId, [event])
}

/** That a list which names sellers was read. */
export function noteListing(handle: Handle, organisationId: string, what: string): Promise<void> {
  const subject = { kind: 'organisation', id: organisationId } as const
  return note({ handle, organisationId, action: 'answers-read', subject, detail: { what } })
}
