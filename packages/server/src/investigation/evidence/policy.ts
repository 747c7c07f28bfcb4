import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** People request, read and export evidence, since the chain of custody names them. */
export function mayHandleEvidence(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role === 'admin' || role === 'analyst')
}

/** A hold affects the whole organisation: an admin places and lifts it. */
export function maySetCaptureHold(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin')
}
