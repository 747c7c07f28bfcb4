import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Everyone who works with watches logs their own time; auditors only read. */
export function mayLogTime(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role !== 'auditor')
}

/** Its author, or an admin in case the author has left. */
export function mayRemoveTime(actor: Actor, entry: { person: string }): actor is Person {
  return mayLogTime(actor) && (actor.id === entry.person || actor.roles.includes('admin'))
}
