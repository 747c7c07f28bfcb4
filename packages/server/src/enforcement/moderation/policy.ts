import { hasScope, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

const has = (actor: Person, roles: readonly string[]): boolean =>
  actor.roles.some((role) => roles.includes(role))

type Member = Exclude<Actor, { kind: 'operator' }>

/**
 * Every member reads what was received, and keys for it; who did is told in the log. A key that processes
 * notices gets what it acted on in the response, and no list.
 */
export function mayReadNotices(actor: Actor): actor is Member {
  return (
    isMember(actor) || hasScope(actor, 'moderation:read') || hasScope(actor, 'moderation:write')
  )
}

/** Keys bring what happened into the record of an item; what decides is for people. */
export function mayProcessNotices(actor: Actor): actor is Member {
  return mayModerate(actor) || hasScope(actor, 'moderation:write')
}

/** Whoever is there to decide on content; an auditor looks on, a machine answers for nothing. */
export function mayModerate(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin', 'analyst', 'reviewer'])
}

/** Records are sent to the Transparency Database by programs: they hold no personal data. */
export function mayReadFilings(actor: Actor): actor is Member {
  return isMember(actor) || hasScope(actor, 'filings:write')
}

export function mayRecordFilings(actor: Actor): actor is Member {
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
