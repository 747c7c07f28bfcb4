import { isMember, type Actor } from '../../access/organisations/index.ts'
import type { UserActor } from '../appeal-links/index.ts'

/**
 * What a seller wrote and sent shows suppliers and prices: it is read by the people who decide, and by nobody
 * else of the organisation.
 */
export function mayReadAppeals(actor: Actor): actor is UserActor {
  const deciders: readonly string[] = ['admin', 'reviewer']
  return isMember(actor) && actor.roles.some((role) => deciders.includes(role))
}

export function mayDecideAppeals(actor: Actor): actor is UserActor {
  return mayReadAppeals(actor)
}
