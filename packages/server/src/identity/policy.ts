import type { Scope } from '@touchstone/contract'
import { AppError } from '../platform/errors/index.ts'
import type { Actor } from './model.ts'

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

export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.kind === 'key' && actor.scopes.includes(scope)
}

/** The organisation for which a request asks; requests never come from the operator. */
export function organisationOf(actor: Actor): string {
  if (actor.kind !== 'operator') return actor.organisationId
  throw new AppError({ code: 'internal', message: 'the operator acts for no organisation' })
}

/** Ids of the brands that the actor is bounded to; undefined where it is not. */
export function brandsOf(actor: Actor): readonly string[] | undefined {
  if (actor.kind !== 'person' || actor.brands === undefined) return undefined
  return actor.brands.length > 0 ? actor.brands : undefined
}
