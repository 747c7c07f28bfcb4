import {
  actsForInstallation,
  isMember,
  seesWholeOrganisation,
  type Actor,
} from '../organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Members, and the operator’s users: those of the responsible organisations alone. */
export function mayReadMarketplaceNames(actor: Actor): actor is Person {
  return isMember(actor) || actsForInstallation(actor)
}

/** The name is on the pages and in the letters of all colleagues. */
export function mayNameMarketplaces(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin') && seesWholeOrganisation(actor)
}
