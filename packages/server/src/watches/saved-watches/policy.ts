import {
  actsForInstallation,
  brandsOf,
  hasScope,
  isMember,
  isOperatorFor,
  seesWholeOrganisation,
  type Actor,
} from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/**
 * Members, keys that read listings, and the operator's commands for the organisation. Row-level security leaves out
 * watches beyond their brands.
 */
export function mayReadWatches(actor: Actor): boolean {
  return isMember(actor) || hasScope(actor, 'listings:read') || isOperatorFor(actor)
}

/**
 * A watch costs money and asks strangers' servers: a person is responsible for it, for brands of their own, or the
 * operator, whom the audit log of the organisation names.
 */
export function mayManageWatch(actor: Actor, brand: string): boolean {
  if (isOperatorFor(actor)) return true
  if (!isMember(actor) || !actor.roles.some((role) => role === 'admin' || role === 'analyst')) {
    return false
  }
  return brandsOf(actor)?.includes(brand) ?? true
}

/** The switch for all watches and the budget of the organisation. */
export function mayChangeWatchSettings(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin') && seesWholeOrganisation(actor)
}

/** All members know the settings that stop their watches. */
export function mayReadWatchSettings(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor)
}

/** The gate, and the switch for the installation. */
export function mayOperateWatches(actor: Actor): boolean {
  return actsForInstallation(actor)
}
