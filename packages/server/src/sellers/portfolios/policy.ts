import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Portfolios count listings of all brands: only those who see the whole organisation may read them. */
export function mayReadPortfolios(actor: Actor): actor is Exclude<Actor, { kind: 'operator' }> {
  return actor.kind === 'person' || (actor.kind === 'key' && actor.scopes.includes('listings:read'))
}

/** People decide; auditors only observe, and a key is accountable to nobody. */
export function mayExplainPortfolios(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role !== 'auditor')
}
