import type { Scope } from '@touchstone/contract'
import { AppError } from '../platform/errors/index.ts'
import { noOrganisation, type Actor } from './model.ts'

export function mayCreateOrganisation(actor: Actor): boolean {
  return actor.kind === 'operator'
}

/** A key never makes or revokes keys: whoever finds one could otherwise make himself another. */
export function mayManageKeys(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  return (
    actor.kind === 'person' &&
    actor.organisationId === organisationId &&
    actor.roles.includes('admin')
  )
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

/** A right of industrial property: of which brand, and where it holds. */
export type HeldRight = { brand: string; territory: string }

/**
 * True where the actor works for this right. A membership that is narrowed to brands or territories
 * reaches the rights of those alone, as the register's office names the territory: one for DE reaches
 * no mark of EM.
 */
export function worksFor(actor: Actor, { brand, territory }: HeldRight): boolean {
  if (actor.kind !== 'person') return true
  const { brands = [], territories = [] } = actor
  return (
    (brands.length === 0 || brands.includes(brand)) &&
    (territories.length === 0 || territories.includes(territory))
  )
}

/** Ids of the brands that the actor is bounded to; undefined where it is not. */
export function brandsOf(actor: Actor): readonly string[] | undefined {
  if (actor.kind !== 'person' || actor.brands === undefined) return undefined
  return actor.brands.length > 0 ? actor.brands : undefined
}
