import type { OrganisationKind } from '@touchstone/contract'
import { worksFor, type Actor, type BrandRight } from '../../access/organisations/index.ts'

function isAdmin(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person' && actor.roles.includes('admin')
}

/** Rights holders and their agents. */
export function mayClaim(kind: OrganisationKind): boolean {
  return kind === 'rights-holder' || kind === 'counsel'
}

/** Organisations without rights of their own can be appointed to decide on claims. */
export function mayBeNamedApprover(kind: OrganisationKind): boolean {
  return kind === 'marketplace' || kind === 'authority'
}

export function mayNameApprovers(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** A key cannot claim: it cannot be responsible for its statements. */
export function maySubmit(actor: Actor, organisationId: string, right: BrandRight): boolean {
  if (actor.kind === 'operator') return true
  return isAdmin(actor) && actor.organisationId === organisationId && worksFor(actor, right)
}

export function mayWithdraw(actor: Actor, organisationId: string, right: BrandRight): boolean {
  return maySubmit(actor, organisationId, right)
}

/** Facts about a possible approver beside the actor itself. */
export type Approver = {
  /** Whether the operator named his organisation. */
  named: boolean
  kind: OrganisationKind
  /** All organisations of his group, his own included. */
  group: ReadonlySet<string>
}

export type DecisionScope = {
  right: BrandRight
  claimant: string
  /** Organisations with another pending or approved claim on the brand. */
  claimants: readonly string[]
}

/** Whether the actor decides on any claims; `mayDecide` says on which. */
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

/** A contest between two organisations is resolved by the operator. */
export function mayResolve(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** Members read their own organisation's claims in any role; keys read none. */
export function mayReadOwnClaims(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person'
}

/** Documents of a claim contain names and signatures: only admins read them. */
export function mayReadOwnDocuments(
  actor: Actor,
  organisationId: string,
  right: BrandRight,
): boolean {
  return maySubmit(actor, organisationId, right)
}
