import type { OrganisationKind } from '@touchstone/contract'
import { worksFor, type Actor, type BrandRight } from '../../access/organisations/index.ts'

function isAdmin(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person' && actor.roles.includes('admin')
}

/** Those who hold rights, and those who speak for them. */
export function mayClaim(kind: OrganisationKind): boolean {
  return kind === 'rights-holder' || kind === 'counsel'
}

/** Who has no right of its own at stake may be named to decide on those of others. */
export function mayBeNamedApprover(kind: OrganisationKind): boolean {
  return kind === 'marketplace' || kind === 'authority'
}

export function mayNameApprovers(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** A key never claims: it can't answer for what it says. */
export function maySubmit(actor: Actor, organisationId: string, right: BrandRight): boolean {
  if (actor.kind === 'operator') return true
  return isAdmin(actor) && actor.organisationId === organisationId && worksFor(actor, right)
}

export function mayWithdraw(actor: Actor, organisationId: string, right: BrandRight): boolean {
  return maySubmit(actor, organisationId, right)
}

/** What is known of who would decide, beside who he is. */
export type Approver = {
  /** True where the operator named his organisation. */
  named: boolean
  kind: OrganisationKind
  /** Every organisation of his group, his own included. */
  group: ReadonlySet<string>
}

export type DecisionScope = {
  right: BrandRight
  claimant: string
  /** Who else has a claim on the brand that is pending or stands. */
  claimants: readonly string[]
}

/** Whether he decides on any claims at all; on which, `mayDecide` says. */
export function mayDecideOnAny(actor: Actor, approver: Approver | undefined): boolean {
  return isAdmin(actor) && approver?.named === true && mayBeNamedApprover(approver.kind)
}

/** A second organisation decides: none of the claimant's group, and none with a claim on the brand. */
export function mayDecide(
  actor: Actor,
  approver: Approver | undefined,
  options: DecisionScope,
): boolean {
  if (actor.kind === 'operator') return true
  if (!mayDecideOnAny(actor, approver) || !worksFor(actor, options.right)) return false
  return ![options.claimant, ...options.claimants].some((id) => approver?.group.has(id))
}

/** A contest is between two organisations of the alliance: its end is the operator's. */
export function mayResolve(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** Persons read their own organisation's claims, whatever their role; keys read none. */
export function mayReadOwnClaims(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person'
}

/** The documents of a claim hold names and signatures: admins alone read them. */
export function mayReadOwnDocuments(
  actor: Actor,
  organisationId: string,
  right: BrandRight,
): boolean {
  return maySubmit(actor, organisationId, right)
}
