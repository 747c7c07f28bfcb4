export type { PersonRole } from '@touchstone/contract'
export {
  hashSecret,
  noOrganisation,
  type Actor,
  type ApiKey,
  type Limits,
  type ApiKeyView,
  type Organisation,
} from './types.ts'
export {
  actsForInstallation,
  brandsOf,
  covers,
  hasScope,
  isMember,
  isOperatorFor,
  limitsOf,
  mayCreateOrganisation,
  mayManageApiKeys,
  organisationOf,
  seesWholeOrganisation,
  worksFor,
  type BrandRight,
} from './policy.ts'
export { actorOf, refusalOf, route } from './authenticate-request.ts'
export {
  contextOf,
  createApiKey,
  createOrganisation,
  listApiKeys,
  revokeApiKey,
  revokeApiKeysOf,
  authenticateApiKey,
} from './manage-api-keys.ts'
export { findOrganisation, findOrganisationById, kindOfOrganisation } from './repository.ts'
