import type { PersonRole, Scope } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import { noOrganisation, type Actor, type Limits } from './types.ts'

export function mayCreateOrganisation(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** A key never makes or revokes keys: whoever finds one could otherwise make himself another. */
export function mayManageApiKeys(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  return (
    actor.kind === 'person' && actor.organisationId === organisationId && allowsApiKeys(actor.roles)
  )
}

/** Whether these roles let a member make keys; without them the keys the member made do not work either. */
export function allowsApiKeys(roles: readonly PersonRole[]): boolean {
  return roles.includes('admin')
}

/** A person who acts for an organisation, in whatever role. */
export function isMember(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person' && actor.roles.length > 0
}

/** Who looks after the installation, while he acts for no organisation; it gives sight of none's data. */
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

/** The organisation for which a request asks; requests never come from the operator. */
export function organisationOf(actor: Actor): string {
  if (actor.kind !== 'operator') return actor.organisationId
  throw new AppError({ code: 'internal', message: 'the operator acts for no organisation' })
}

/** To which brands and territories the actor is limited; the operator never is. */
export function limitsOf(actor: Actor): Limits {
  if (actor.kind === 'operator') return { brands: [], territories: [] }
  const { brands = [], territories = [] } = actor
  return { brands, territories }
}

/** True where the actor sees the whole organisation: what binds all of it is for no other. */
export function seesWholeOrganisation(actor: Actor): boolean {
  const { brands, territories } = limitsOf(actor)
  return brands.length === 0 && territories.length === 0
}

/** What both allow; undefined where that is nothing, which an empty list would not say. */
export function intersectLimits(
  one: readonly string[],
  other: readonly string[],
): readonly string[] | undefined {
  if (one.length === 0) return other
  if (other.length === 0) return one
  const both = one.filter((name) => other.includes(name))
  return both.length > 0 ? both : undefined
}

/** Whether whoever has these limits may give those; an empty list stands for all. */
export function covers(own: Limits, given: Limits): boolean {
  return coversNames(own.brands, given.brands) && coversNames(own.territories, given.territories)
}

function coversNames(own: readonly string[], given: readonly string[]): boolean {
  if (own.length === 0) return true
  return given.length > 0 && given.every((one) => own.includes(one))
}

/** A right of industrial property: of which brand, and where it holds. */
export type BrandRight = { brand: string; territory: string }

/**
 * True where the actor works for this right. A membership that is narrowed to brands or territories
 * reaches the rights of those alone, as the register's office names the territory: one for DE reaches
 * no mark of EM.
 */
export function worksFor(actor: Actor, { brand, territory }: BrandRight): boolean {
  const { brands, territories } = limitsOf(actor)
  return (
    (brands.length === 0 || brands.includes(brand)) &&
    (territories.length === 0 || territories.includes(territory))
  )
}

/** Ids of the brands that the actor is bounded to; undefined where it is not. */
export function brandsOf(actor: Actor): readonly string[] | undefined {
  const { brands } = limitsOf(actor)
  return brands.length > 0 ? brands : undefined
}
