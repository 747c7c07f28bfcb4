import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/**
 * Those who may export evidence and see the whole organisation: a package holds all of a case, and the chains of
 * custody name the person.
 */
export function mayPackageCases(actor: Actor): actor is Person {
  return (
    isMember(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => role === 'admin' || role === 'analyst')
  )
}
