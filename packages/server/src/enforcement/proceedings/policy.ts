import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Every member reads proceedings. */
export function mayReadProceedings(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Transitions are recorded by people with more than read access, never by programs. */
export function mayActInProceedings(actor: Actor): actor is Person {
  const roles = ['admin', 'analyst', 'reviewer']
  return isMember(actor) && actor.roles.some((role) => roles.includes(role))
}

/** An admin states who approved what for counsel, and the log records the admin. */
export function mayRecordCounselSignature(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin')
}
