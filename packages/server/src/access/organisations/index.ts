export type { PersonRole } from '@touchstone/contract'
export {
  hashSecret,
  noOrganisation,
  type Actor,
  type Key,
  type Limits,
  type ListedKey,
  type Organisation,
} from './types.ts'
export {
  actsForInstallation,
  brandsOf,
  covers,
  hasScope,
  isMember,
  limitsOf,
  mayCreateOrganisation,
  mayManageKeys,
  organisationOf,
  seesWholeOrganisation,
  worksFor,
  type HeldRight,
} from './policy.ts'
export { actorOf, refusalOf, route } from './authenticate-request.ts'
export {
  contextOf,
  createKey,
  createOrganisation,
  listKeys,
  revokeKey,
  revokeKeysOf,
  signInByKey,
} from './service.ts'
export { findOrganisation, findOrganisationById, kindOfOrganisation } from './repository.ts'
