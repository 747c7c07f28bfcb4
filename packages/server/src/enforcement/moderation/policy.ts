import { hasScope, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

const has = (actor: Person, roles: readonly string[]): boolean =>
  actor.roles.some((role) => roles.includes(role))

type Member = Exclude<Actor, { kind: 'operator' }>

/**
 * Every member and authorised keys read received notices; the log records who did. A key that processes notices gets
 * what it acted on, but no list.
 */
export function mayReadNotices(actor: Actor): actor is Member {
  return (
    isMember(actor) || hasScope(actor, 'moderation:read') || hasScope(actor, 'moderation:write')
  )
}

/** Keys record events on an item; decisions are for people. */
export function mayProcessNotices(actor: Actor): actor is Member {
  return mayModerate(actor) || hasScope(actor, 'moderation:write')
}

/** People who decide on content; auditors only read, and programs cannot be responsible. */
export function mayModerate(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin', 'analyst', 'reviewer'])
}

/** Programs submit records to the Transparency Database: these contain no personal data. */
export function mayReadFilings(actor: Actor): actor is Member {
  return isMember(actor) || hasScope(actor, 'filings:write')
}

export function mayRecordFilings(actor: Actor): actor is Member {
  return mayModerate(actor) || hasScope(actor, 'filings:write')
}

/** Qualified people decide on complaints, and a named person signs a report of a threat to life. */
export function mayReview(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin', 'reviewer'])
}

/** Legal profile, trusted flaggers, warnings and suspensions. */
export function mayManageModeration(actor: Actor): actor is Person {
  return isMember(actor) && has(actor, ['admin'])
}
