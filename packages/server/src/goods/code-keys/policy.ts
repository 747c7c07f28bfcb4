import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

/** Admins make and revoke keys: whoever has one writes codes in the maker's name. */
export function mayManageCodeKeys(actor: Actor): boolean {
  return isMember(actor) && actor.roles.includes('admin') && seesWholeOrganisation(actor)
}
