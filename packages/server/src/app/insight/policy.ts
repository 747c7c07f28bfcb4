import { isMember, type Actor } from '../../access/organisations/index.ts'

export type InsightReader = Extract<Actor, { kind: 'person' }>

/** Those who answer for the work: reviewers decide single items. */
export function mayReadInsight(actor: Actor): actor is InsightReader {
  return (
    isMember(actor) &&
    actor.lacks == null &&
    actor.roles.some((role) => role === 'admin' || role === 'analyst' || role === 'auditor')
  )
}
