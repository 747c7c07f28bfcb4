import type { PersonRole, Scope } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import { noOrganisation, type Actor, type Limits } from './types.ts'

export function mayCreateOrganisation(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** Keys cannot create or revoke keys: someone who finds one could otherwise create another. */
export function mayManageApiKeys(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  return (
    actor.kind === 'person' && actor.organisationId === organisationId && allowsApiKeys(actor.roles)
  )
}

/** Whether these roles allow API keys; without them the member's existing keys do not work either. */
export function allowsApiKeys(roles: readonly PersonRole[]): boolean {
  return roles.includes('admin')
}

/** A user acting for an organisation, in any role. */
export function isMember(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person' && actor.roles.length > 0
}

/** The operator's user while acting for no organisation, which gives access to no organisation's data. */
export function actsForInstallation(actor: Actor): actor is Actor & { kind: 'person' } {
  return (
    actor.kind === 'person' &&
    actor.installationAdmin === true &&
    actor.lacks == null &&
    actor.organisationId === noOrganisation
  )
}

export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.kind === 'key' && actor.scopes.includes(scope)
}

/** A command of the operator that acts for an organisation; the others act for none. */
export function isOperatorFor(actor: Actor): actor is Actor & { kind: 'operator' } {
  return actor.kind === 'operator' && actor.organisationId !== undefined
}

/** The organisation that a request or a command acts for; requests never come from the operator. */
export function organisationOf(actor: Actor): string {
  if (actor.organisationId !== undefined) return actor.organisationId
  throw new AppError({ code: 'internal', message: 'the operator acts for no organisation' })
}

/** The actor's brands and territories; the operator has no limits. */
export function limitsOf(actor: Actor): Limits {
  if (actor.kind === 'operator') return { brands: [], territories: [] }
  const { brands = [], territories = [] } = actor
  return { brands, territories }
}

/** True if the actor sees the whole organisation, which organisation-wide matters require. */
export function seesWholeOrganisation(actor: Actor): boolean {
  const { brands, territories } = limitsOf(actor)
  return brands.length === 0 && territories.length === 0
}

/** The limits common to both; undefined if nothing remains, which an empty list would not express. */
export function intersectLimits(
  one: readonly string[],
  other: readonly string[],
): readonly string[] | undefined {
  if (one.length === 0) return other
  if (other.length === 0) return one
  const both = one.filter((name) => other.includes(name))
  return both.length > 0 ? both : undefined
}

/** Whether someone with these limits may grant those; an empty list means no limit. */
export function covers(own: Limits, granted: Limits): boolean {
  return (
    coversNames(own.brands, granted.brands) && coversNames(own.territories, granted.territories)
  )
}

function coversNames(own: readonly string[], granted: readonly string[]): boolean {
  if (own.length === 0) return true
  return granted.length > 0 && granted.every((name) => own.includes(name))
}

/** An intellectual property right: its brand, and where it is valid. */
export type BrandRight = { brand: string; territory: string }

/**
 * True if the actor works on this right. A membership limited to brands or territories covers only their rights, with
 * territories as named by the register's office: one for DE does not cover an EM mark.
 */
export function worksFor(actor: Actor, { brand, territory }: BrandRight): boolean {
  const { brands, territories } = limitsOf(actor)
  return (
    (brands.length === 0 || brands.includes(brand)) &&
    (territories.length === 0 || territories.includes(territory))
  )
}

/** Ids of the brands that the actor is limited to; undefined without a limit. */
export function brandsOf(actor: Actor): readonly string[] | undefined {
  const { brands } = limitsOf(actor)
  return brands.length > 0 ? brands : undefined
}
