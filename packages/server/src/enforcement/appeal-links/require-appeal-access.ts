import { recordEvent, type AuditAction, type AuditSubject } from '../../access/audit/index.ts'
import { marketplaceNamer } from '../../access/marketplace-names/index.ts'
import { recordOutbox, type NewOutboxEvent } from '../../messaging/event-outbox/index.ts'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { UserActor } from './policy.ts'

export type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** The user that a use case requires; refuses all others with this message. */
export function requireUser(
  actor: Actor,
  may: (actor: Actor) => actor is UserActor,
  otherwise: string,
): UserActor {
  if (may(actor)) return actor
  throw new AppError({ code: 'permission-required', message: otherwise })
}

export const writersOnly = 'only admins, analysts and reviewers can write to sellers'
export const decidersOnly = 'only admins and reviewers can read and decide appeals'
export const membersOnly = 'only members can list appeals'

export function notFound(what: string, id: string, pointer = '/id'): AppError {
  return new AppError({ code: 'not-found', message: `there is no ${what} ${id}`, pointer })
}

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message })
}

export async function organisationNameOf(
  handle: Transaction,
  organisationId: string,
): Promise<string> {
  return (await findOrganisationById(handle, organisationId))?.name ?? ''
}

/** What sellers call the site on which they sell: the name of the marketplace, else of its organisation. */
export async function siteNameOf(
  handle: Transaction,
  { organisationId, marketplace }: { organisationId: string; marketplace: string },
): Promise<string> {
  const named = (await marketplaceNamer(handle, organisationId))(marketplace)
  return named === marketplace ? organisationNameOf(handle, organisationId) : named
}

type Noted = {
  handle: Transaction
  organisationId: string
  action: AuditAction
  subject: { kind: AuditSubject; id: string }
  detail?: Record<string, unknown>
  /** Event for the organisation's webhooks. */
  event?: NewOutboxEvent
}

/** Writes to the log, and to the outbox if there is an event. */
export async function recordAppealEvent({ event, ...entry }: Noted): Promise<void> {
  await recordEvent(entry)
  if (event !== undefined) await recordOutbox(entry.handle, entry.organisationId, [event])
}

/** Records that a list naming sellers was read. */
export function recordListRead(
  handle: Transaction,
  organisationId: string,
  what: string,
): Promise<void> {
  const subject = { kind: 'organisation', id: organisationId } as const
  return recordAppealEvent({
    handle,
    organisationId,
    action: 'appeals-read',
    subject,
    detail: { what },
  })
}
