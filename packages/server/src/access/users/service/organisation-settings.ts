import type { OrganisationChangeInput, OrganisationKind } from '@touchstone/contract'
import { listEvents, recordEvent, type AuditEvent, type AuditFilter } from '../../audit/index.ts'
import type { Transaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import { rowsOfPage } from '../../../platform/http/index.ts'
import type { SignedIn } from '../types.ts'
import { mayChangeOrganisation, mayReadAudit } from '../policy.ts'
import { findLoggedNames } from '../repository/users.ts'
import { findSettings, updateSettings } from '../repository/organisation.ts'
import { notAllowed, type UserActor } from './members.ts'

export type OrganisationSettings = {
  id: string
  slug: string
  name: string
  kind: OrganisationKind
  requireTwoFactor: boolean
}

type ServiceInput = { handle: Transaction; actor: UserActor }

/** The organisation that the user acts for. */
export async function readOrganisation({
  handle,
  actor,
}: ServiceInput): Promise<OrganisationSettings> {
  const settings = await findSettings(handle, actor.organisationId)
  if (settings === undefined) {
    throw new AppError({
      code: 'not-found',
      message: 'you act for no organisation: an admin must invite you to one',
    })
  }
  return settings
}

/**
 * Changes the organisation's settings. An admin who requires a second factor of all members must have signed in with
 * one: otherwise their own next request would be refused.
 */
export async function changeOrganisation(
  options: ServiceInput & { actor: SignedIn; input: OrganisationChangeInput },
): Promise<OrganisationSettings> {
  const { handle, actor, input } = options
  const { organisationId } = actor
  const before = await readOrganisation(options)
  if (!mayChangeOrganisation(actor, organisationId)) {
    throw notAllowed('only admins can change the organisation')
  }
  if (input.requireTwoFactor === before.requireTwoFactor) return before
  if (input.requireTwoFactor && !actor.secondFactor) {
    throw new AppError({
      code: 'own-second-factor-missing',
      message:
        'set up a second factor for yourself first, at /api/v1/two-factor: without one you would lock yourself out',
      pointer: '/requireTwoFactor',
    })
  }
  await updateSettings(handle, organisationId, input)
  await recordEvent({
    handle,
    organisationId,
    action: 'organisation-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: input,
  })
  return { ...before, ...input }
}

export type NamedAuditEvent = AuditEvent & {
  actorName: string | null
  subjectName: string | null
}

/**
 * A page of the organisation's log, newest first, with the names that members and API keys have today; the read itself
 * is recorded.
 */
export async function readAudit(
  options: ServiceInput & {
    only: AuditFilter
    page: { limit: number; after?: { at: Date; id: string } }
  },
): Promise<NamedAuditEvent[]> {
  const { handle, actor, only, page } = options
  const { organisationId } = actor
  if (!mayReadAudit(actor, organisationId)) {
    throw notAllowed('only admins and auditors can read the audit log')
  }
  const events = await listEvents({ handle, organisationId, only, ...page })
  await recordEvent({
    handle,
    organisationId,
    action: 'audit-read',
    subject: { kind: 'organisation', id: organisationId },
    detail: { count: rowsOfPage(events, page).length },
  })
  const ids = new Set(events.flatMap(({ actorId, subjectId }) => [actorId, subjectId]))
  const names = await findLoggedNames(handle, organisationId, [...ids])
  return events.map((event) => ({
    ...event,
    actorName: names.get(event.actorId) ?? null,
    subjectName: names.get(event.subjectId) ?? null,
  }))
}
