import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Every member reads how a proceeding stands. */
export function mayReadProceedings(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Steps under law are recorded by people whose role is more than to look on, and by no machine. */
export function mayActInProceedings(actor: Actor): actor is Person {
  const roles = ['admin', 'analyst', 'reviewer']
  return isMember(actor) && actor.roles.some((role) => roles.includes(role))
}

/** For counsel an admin answers: he says who checked what, and the log says who said it. */
export function mayRecordCounselSignature(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin')
}
