import { isMember, type Actor } from '../../access/organisations/index.ts'

export type FunnelReader = Extract<Actor, { kind: 'person' }>

/** Those who set thresholds or answer for them: reviewers decide single items. */
export function mayReadFunnel(actor: Actor): actor is FunnelReader {
  return (
    isMember(actor) &&
    actor.lacks == null &&
    actor.roles.some((role) => role === 'admin' || role === 'analyst' || role === 'auditor')
  )
}
