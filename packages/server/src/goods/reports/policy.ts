import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Auditors only read; a program answers nobody. */
export function mayAnswerReports(actor: Actor): actor is Person {
  return (
    isMember(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => role !== 'auditor')
  )
}
