import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Every member sees the outgoing emails. */
export function mayReadEmails(actor: Actor): actor is Person {
  return isMember(actor)
}

/** People who send notices may resend uncertain emails and cancel pending ones. */
export function mayManageEmails(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role === 'admin' || role === 'analyst')
}
