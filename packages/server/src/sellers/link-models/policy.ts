import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

/** A model decides what is linked for the whole organisation. */
export function mayManageLinkModels(actor: Actor): boolean {
  return isMember(actor) && seesWholeOrganisation(actor) && actor.roles.includes('admin')
}
