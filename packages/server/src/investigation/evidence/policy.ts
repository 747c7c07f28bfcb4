import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Evidence is asked for, read and exported by people, since custody names who did it. */
export function mayHandleEvidence(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role === 'admin' || role === 'analyst')
}

/** A hold binds the whole organisation: it is laid on and lifted by an admin. */
export function maySetCaptureHold(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin')
}
