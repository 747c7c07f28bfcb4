import { isMember, type Actor } from '../../access/organisations/index.ts'

export type UserActor = Extract<Actor, { kind: 'person' }>

/** Every member sees that sellers appealed, and how it ended. */
export function mayListAppeals(actor: Actor): actor is UserActor {
  return isMember(actor)
}

const writers: readonly string[] = ['admin', 'analyst', 'reviewer']

/** Links go to sellers by the people who work on listings and by no program: a person answers for each recipient. */
export function mayWriteToSellers(actor: Actor): actor is UserActor {
  return isMember(actor) && actor.roles.some((role) => writers.includes(role))
}
