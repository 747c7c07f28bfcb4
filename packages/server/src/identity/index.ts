export type { PersonRole } from '@touchstone/contract'
export { hashSecret, noOrganisation, type Actor, type Key, type Organisation } from './model.ts'
export {
  actsForInstallation,
  brandsOf,
  hasScope,
  isMember,
  mayCreateOrganisation,
  mayManageKeys,
  organisationOf,
  worksFor,
  type HeldRight,
} from './policy.ts'
export { actorOf, refusalOf, route } from './request.ts'
export { contextOf, createKey, createOrganisation, revokeKey, signInByKey } from './service.ts'
export { findOrganisation, findOrganisationById, kindOfOrganisation, listKeys } from './store.ts'
