import type { PersonRole } from '@touchstone/contract'
import { seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

const readers: ReadonlySet<PersonRole> = new Set(['admin', 'analyst', 'auditor'])

function isMember(actor: Actor, organisationId: string): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person' && actor.organisationId === organisationId
}

/** Everyone who works with listings must know retention periods and holds. */
export function mayReadRetention(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  return isMember(actor, organisationId) && actor.roles.some((role) => readers.has(role))
}

/** A key never decides on retention: it can't be accountable. */
export function mayManageRetention(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  return isMember(actor, organisationId) && actor.roles.includes('admin')
}

/** Access, rectification, erasure. A membership for some brands only sees no whole seller. */
export function mayHandlePersonalData(actor: Actor, organisationId: string): boolean {
  return mayManageRetention(actor, organisationId) && seesWholeOrganisation(actor)
}
