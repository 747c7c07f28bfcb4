import { isMember, type Actor } from '../../access/organisations/index.ts'

export type UserActor = Extract<Actor, { kind: 'person' }>

/** Every member sees that sellers appealed, and the outcome. */
export function mayListAppeals(actor: Actor): actor is UserActor {
  return isMember(actor)
}

const writers: readonly string[] = ['admin', 'analyst', 'reviewer']

/** Only people who work on listings send links, never programs: a person is responsible for each recipient. */
export function mayWriteToSellers(actor: Actor): actor is UserActor {
  return isMember(actor) && actor.roles.some((role) => writers.includes(role))
}
