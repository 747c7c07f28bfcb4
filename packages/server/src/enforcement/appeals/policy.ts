import { isMember, type Actor } from '../../access/organisations/index.ts'

export type UserActor = Extract<Actor, { kind: 'person' }>

function has(actor: Actor, roles: readonly string[]): actor is UserActor {
  return isMember(actor) && actor.roles.some((role) => roles.includes(role))
}

/** Every member sees that sellers answered, and how it ended. */
export function mayListAppeals(actor: Actor): actor is UserActor {
  return isMember(actor)
}

/** Links go to sellers by whoever works on offers, and by no machine: a person answers for whom it is. */
export function mayWriteToSellers(actor: Actor): actor is UserActor {
  return has(actor, ['admin', 'analyst', 'reviewer'])
}

/**
 * What a seller wrote and sent shows suppliers and prices: it is read by the people who decide, and by nobody
 * else of the organisation.
 */
export function mayReadAppeals(actor: Actor): actor is UserActor {
  return has(actor, ['admin', 'reviewer'])
}

export function mayDecideAppeals(actor: Actor): actor is UserActor {
  return mayReadAppeals(actor)
}
