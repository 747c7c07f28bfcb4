import { isMember, type Actor } from '../../access/organisations/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'

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

export function requireReader(actor: Actor): Person {
  if (mayReadProceedings(actor)) return actor
  throw notAllowed('only members can read proceedings')
}

export function requireEditor(actor: Actor): Person {
  if (mayActInProceedings(actor)) return actor
  throw notAllowed('only admins, analysts and reviewers can record transitions')
}

export function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
