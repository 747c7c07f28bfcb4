import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Every member sees what left the house. */
export function mayReadEmails(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Who sends notices may send again what is uncertain, and take back what waits. */
export function mayManageEmails(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role === 'admin' || role === 'analyst')
}
