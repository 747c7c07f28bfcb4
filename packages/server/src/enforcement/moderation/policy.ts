import { hasScope, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

const has = (actor: Person, roles: readonly string[]): boolean =>
  actor.roles.some((role) => roles.includes(role))

/** Every member reads what was received; who did is told in the log. */
export function mayReadNotices(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Whoever is there to decide on content; an auditor looks on, a machine answers for nothing. */
export function mayModerate(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin', 'analyst', 'reviewer'])
}

type Filer = Exclude<Actor, { kind: 'operator' }>

/** Records are sent to the Transparency Database by programs: they hold no personal data. */
export function mayReadFilings(actor: Actor): actor is Filer {
  return isMember(actor) || hasScope(actor, 'filings:write')
}

export function mayRecordFilings(actor: Actor): actor is Filer {
  return mayModerate(actor) || hasScope(actor, 'filings:write')
}

/** Complaints are decided by qualified people, and a named one signs a report of a threat to life. */
export function mayReview(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin', 'reviewer'])
}

/** What the house is under law, whom it lists, and whom it warns or suspends. */
export function mayManageModeration(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin'])
}
