import { isMember, type Actor } from '../../access/organisations/index.ts'
import type { UserActor } from '../appeal-links/index.ts'

/** A seller's statement and documents reveal suppliers and prices: only the people who decide read them. */
export function mayReadAppeals(actor: Actor): actor is UserActor {
  const deciders: readonly string[] = ['admin', 'reviewer']
  return isMember(actor) && actor.roles.some((role) => deciders.includes(role))
}

export function mayDecideAppeals(actor: Actor): actor is UserActor {
  return mayReadAppeals(actor)
}
