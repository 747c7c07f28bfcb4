import type { MemberRightsInput } from '@touchstone/contract'
import { covers, isMember, limitsOf, type Actor } from '../organisations/index.ts'

type Rights = Pick<MemberRightsInput, 'brands' | 'territories'>

function isAdminOf(actor: Actor, organisationId: string): actor is Actor & { kind: 'person' } {
  return (
    actor.kind === 'person' &&
    actor.organisationId === organisationId &&
    actor.lacks == null &&
    actor.roles.includes('admin')
  )
}

/** Every member sees the other members. */
export function mayReadMembers(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  return isMember(actor) && actor.organisationId === organisationId && actor.lacks == null
}

/** Members can grant or take away rights only within their own brands and territories. */
export function mayGrantRights(actor: Actor, organisationId: string, rights: Rights): boolean {
  if (actor.kind === 'operator') return true
  if (!isAdminOf(actor, organisationId)) return false
  return covers(limitsOf(actor), rights)
}

export function mayManageMembers(actor: Actor, organisationId: string): boolean {
  return actor.kind === 'operator' || isAdminOf(actor, organisationId)
}

export function mayChangeOrganisation(actor: Actor, organisationId: string): boolean {
  return actor.kind === 'operator' || isAdminOf(actor, organisationId)
}

export function mayReadAudit(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator' || isAdminOf(actor, organisationId)) return true
  return mayReadMembers(actor, organisationId) && isAuditor(actor)
}

function isAuditor(actor: Actor): boolean {
  return actor.kind === 'person' && actor.roles.includes('auditor')
}

/** Only the operator's command line manages users across the installation. */
export function mayAdministerUsers(actor: Actor): boolean {
  return actor.kind === 'operator'
}
