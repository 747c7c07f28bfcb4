import type { PersonRole } from '@touchstone/contract'
import { isMember, type Actor } from '../../access/organisations/index.ts'
import type { UserActor } from '../appeal-links/index.ts'

/** The roles of the people who decide on appeals. */
export const decidingRoles: readonly PersonRole[] = ['admin', 'reviewer']

/** A seller's statement and documents reveal suppliers and prices: only the people who decide read them. */
export function mayReadAppeals(actor: Actor): actor is UserActor {
  return isMember(actor) && actor.roles.some((role) => decidingRoles.includes(role))
}

export function mayDecideAppeals(actor: Actor): actor is UserActor {
  return mayReadAppeals(actor)
}
